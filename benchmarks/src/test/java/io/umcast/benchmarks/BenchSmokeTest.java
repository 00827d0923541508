/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

import io.umcast.benchmarks.report.Metric;
import io.umcast.benchmarks.report.Names;
import io.umcast.benchmarks.report.Results;
import io.umcast.benchmarks.report.Sample;
import io.umcast.benchmarks.report.Suites;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole bench as users run it, only shortly: every suite with its real processes, then the report and the documents. */
class BenchSmokeTest {
    private static final int COMPILE_SECONDS = 120;

    @TempDir
    private Path directory;

    @Test
    @Timeout(600) // two brokers and dozens of processes begin one after the other
    void measuresEverySuiteWithoutLosingAMessageAndPublishesIt() throws IOException, InterruptedException {
        final Path root = Path.of("..").toRealPath();
        final Path programs = directory.resolve("programs");
        final Process build =
            new ProcessBuilder(root.resolve("benchmarks/src/main/c/build").toString(), programs.toString()).inheritIO().start();
        assertTrue(build.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS) && build.exitValue() == 0, "the C programs do not compile");
        final Path out = directory.resolve("out");
        final Path documents = documents();

        final List<String> where = List.of("--options", root.resolve("jvm.options").toString(), "--programs", programs.toString(), "--root",
            documents.toString(), "--out", out.toString());
        final int status = bench(where, "--smoke");
        assertEquals(0, status, () -> errors(out));
        final Results results = Results.load(out);
        check(results.samples());
        checkLogs(out);
        assertTrue(Files.readString(out.resolve("report.html")).contains("<svg"));

        assertEquals(0, bench(where, "publish"));
        final String published = Files.readString(documents.resolve("docs/performance.md"));
        assertTrue(published.contains("| " + Names.UMCAST + " |"), published);
        assertTrue(published.endsWith("the end\n"), published);
        assertNotNull(ImageIO.read(documents.resolve("docs/images/round-trips.png").toFile()));
    }

    private static int bench(final List<String> where, final String command) throws IOException {
        final List<String> args = new ArrayList<>(where);
        args.add(command);
        return BenchCommand.run(args.toArray(new String[0]));
    }

    private Path documents() throws IOException {
        final Path documents = Files.createDirectories(directory.resolve("documents/docs")).getParent();
        Files.writeString(documents.resolve("README.md"), "nothing to fill\n");
        Files.writeString(documents.resolve("docs/performance.md"), "<!-- bench:results -->\nold\n<!-- bench:end -->\nthe end\n");
        return documents;
    }

    private static void check(final List<Sample> samples) {
        final Set<String> suites = new HashSet<>();
        for (final Sample sample : samples) {
            suites.add(sample.suite());
            if (sample.contender().equals(Names.UMCAST)) {
                assertEquals(0, sample.values().getOrDefault(Metric.LOST, 0.0), sample::toString);
                assertTrue(sample.values().getOrDefault(Metric.RATE, 1.0) > 0, sample::toString);
            }
            if (sample.suite().equals(Suites.RTT)) {
                assertTrue(sample.value(Metric.P50) > 0 && sample.value(Metric.P50) <= sample.value(Metric.MAX), sample::toString);
            }
        }
        assertEquals(Set.copyOf(Suites.ALL), suites);
    }

    private static void checkLogs(final Path out) throws IOException {
        try (HistogramLogReader reader = new HistogramLogReader(out.resolve("rtt-umcast.hlog").toFile())) {
            assertTrue(((Histogram)reader.nextIntervalHistogram()).getTotalCount() > 0);
        }
        assertFalse(Files.exists(out.resolve("topics-umcast.hlog")), "a log without times");
    }

    private static String errors(final Path out) {
        try {
            return Files.readString(out.resolve("errors.txt"));
        } catch (final IOException e) {
            return e.toString();
        }
    }
}
