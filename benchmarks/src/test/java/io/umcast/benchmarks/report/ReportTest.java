/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;

class ReportTest {
    private static final Map<String, Integer> TRIP = Map.of("size", 64);
    private static final Results RESULTS = new Results(Map.of("CPU", "<one> & \"another\""), List.of(
        new Sample(Suites.RTT, Names.UMCAST, TRIP, 0, Map.of(Metric.P50, 5000.0), Metric.parse("5000:100,90000:1")),
        new Sample(Suites.THROUGHPUT, Names.UMCAST, Map.of("size", 64, "mtu", 8192), 0, Map.of(Metric.RATE, 2e7, Metric.BYTES, 1.28e9),
            Metric.parse("")),
        new Sample(Suites.COSTS, Names.FLOOR, Map.of(), 0,
            Map.of("send_64", 3000.0, "recv_64", 500.0, "recv_empty", 300.0, "cycles_per_ns", 2.5), Metric.parse("")),
        new Sample(Suites.RTT, Names.FLOOR, TRIP, 0, Map.of(Metric.P50, 7300.0), Metric.parse("7300:100"))));

    @TempDir
    private Path directory;

    @Test
    void plotsAreWellFormedAndHaveTheirColours() throws IOException, ParserConfigurationException, SAXException {
        final Map<String, Plot> plots = new Plots(RESULTS).all();
        assertTrue(plots.keySet().containsAll(List.of("round-trips", "throughput")), plots::toString);
        assertFalse(plots.containsKey("fan-out"), "nothing of it was measured");
        for (final Map.Entry<String, Plot> plot : plots.entrySet()) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(plot.getValue().svg().getBytes(StandardCharsets.UTF_8)));
            final Path file = directory.resolve(plot.getKey() + ".png");
            plot.getValue().save(file);
            assertTrue(hasPixel(ImageIO.read(file.toFile()), Frame.colour(Names.UMCAST)), plot.getKey());
        }
    }

    private static boolean hasPixel(final BufferedImage image, final int colour) {
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 100; y < image.getHeight(); y++) { // below the legend
                if ((image.getRGB(x, y) & 0xFFFFFF) == colour) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void thePageNeedsNothingElse() throws IOException {
        final Path page = directory.resolve("report.html");
        HtmlReport.write(RESULTS, page);
        final String html = Files.readString(page);
        assertTrue(html.contains("&lt;one&gt; &amp; &quot;another&quot;"));
        assertFalse(html.contains("<script") || html.contains("src=") || html.contains("href="), html);
    }

    @Test
    void theModelPredictsARoundTripFromItsParts() {
        final Table predictions = CostModel.predictions(RESULTS);
        // 2 * (3000 + 500 + 150) ns
        assertEquals(List.of("7.30", "7.30", "1.00"), predictions.rows().get(0).subList(2, 5));
        assertEquals(1, predictions.rows().size(), "what cannot be predicted is left out");
        assertEquals(List.of("send of 64 B, delivered to a socket", "3,000", "7,500", "-"),
            CostModel.parts(RESULTS).rows().stream().filter(row -> row.get(0).startsWith("send of 64 B, d")).findFirst().orElseThrow());
    }

    @Test
    void documentsAreFilledBetweenTheirMarks() {
        final String document = "a\n<!-- bench:targets -->\nold\n<!-- bench:end -->\nb\n<!-- bench:other -->\nkept\n<!-- bench:end -->\n";
        final String filled = Publication.fill(document, Map.of("targets", "new\n"));
        assertEquals("a\n<!-- bench:targets -->\nnew\n<!-- bench:end -->\nb\n<!-- bench:other -->\nkept\n<!-- bench:end -->\n", filled);
        assertEquals(filled, Publication.fill(filled, Map.of("targets", "new\n")));
    }

    @Test
    void settingsAreSaidInWords() {
        assertEquals("8 KB, MTU 1472", Tables.label(new java.util.TreeMap<>(Map.of("mtu", 1472, "size", 8192)).descendingMap()));
        assertEquals("0.1 % lost", Tables.label(Map.of("loss", 1)));
        assertEquals("10,000 topics", Tables.label(Map.of("topics", 10_000)));
    }
}
