/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Map<String, Integer> TRIP = Map.of("size", 64);

    private final List<Sample> samples = new ArrayList<>();

    private void add(final String contender, final Map<String, Integer> setting, final int round, final String metric, final double value) {
        samples.add(new Sample(Suites.RTT, contender, setting, round, Map.of(metric, value), Metric.parse("1000:5,2000:3")));
    }

    private Results results() {
        return new Results(Map.of("CPU", "a test's"), samples);
    }

    @Test
    void dividesWhatWasMeasuredInTheSameRound() {
        add(Names.AERON, TRIP, 0, Metric.P50, 10);
        add(Names.UMCAST, TRIP, 0, Metric.P50, 5);
        add(Names.UMCAST, TRIP, 1, Metric.P50, 40); // a noisy round: noisy for both
        add(Names.AERON, TRIP, 1, Metric.P50, 80);
        add(Names.UMCAST, TRIP, 2, Metric.P50, 7); // Aeron failed in this one
        final Results results = results();
        assertEquals(new Spread(0.5, 0.5, 0.5, 2),
            Results.ratio(results.of(Suites.RTT, Names.UMCAST, TRIP), results.of(Suites.RTT, Names.AERON, TRIP), Metric.P50));
    }

    @Test
    void anOpenLoopIsNotTheClosedOne() {
        add(Names.UMCAST, TRIP, 0, Metric.P50, 5);
        add(Names.UMCAST, Map.of("size", 64, "rate", 1000), 0, Metric.P50, 50);
        assertEquals(Spread.of(5), results().spread(Suites.RTT, Names.UMCAST, TRIP, Metric.P50));
    }

    @Test
    void targetsAreReachedByTheMedian() {
        for (int round = 0; round < 3; round++) {
            add(Names.AERON, TRIP, round, Metric.P50, 10);
        }
        add(Names.UMCAST, TRIP, 0, Metric.P50, 9);
        add(Names.UMCAST, TRIP, 1, Metric.P50, 9.4);
        add(Names.UMCAST, TRIP, 2, Metric.P50, 30);
        final Target trip = Targets.ALL.stream().filter(target -> target.what().equals("round trip 64 B, p50") &&
            target.against().equals(Names.AERON)).findFirst().orElseThrow();
        assertEquals("yes", trip.verdict(results()));
        samples.add(new Sample(Suites.RTT, Names.AERON, TRIP, 3, Map.of(Metric.P50, 10.0), Metric.parse("")));
        samples.add(new Sample(Suites.RTT, Names.UMCAST, TRIP, 3, Map.of(Metric.P50, 31.0), Metric.parse("")));
        assertEquals("no", trip.verdict(results()));
        samples.clear();
        assertEquals("-", trip.verdict(results()));
    }

    @Test
    void aTargetMoreIsBetterForIsReachedFromBelow() {
        final Map<String, Integer> flood = Map.of("size", 64, "mtu", 8192);
        samples.add(new Sample(Suites.THROUGHPUT, Names.UMCAST, flood, 0, Map.of(Metric.RATE, 41.0), Metric.parse("")));
        samples.add(new Sample(Suites.THROUGHPUT, Names.AERON, flood, 0, Map.of(Metric.RATE, 10.0), Metric.parse("")));
        final Target throughput = Targets.ALL.stream().filter(Target::atLeast).findFirst().orElseThrow();
        assertEquals("yes", throughput.verdict(results()));
        assertEquals("≥ 4.00", throughput.aim());
    }

    @Test
    void areReadAsTheyWereWritten(@TempDir final Path directory) throws IOException {
        add(Names.AERON_SHARED, TRIP, 0, Metric.P50, 10.25);
        add(Names.AERON_SHARED, TRIP, 1, Metric.P50, 11);
        results().save(directory);
        assertEquals(results(), Results.load(directory));
        try (HistogramLogReader reader = new HistogramLogReader(directory.resolve("rtt-aeron-shared.hlog").toFile())) {
            for (int round = 0; round < 2; round++) {
                final Histogram histogram = (Histogram)reader.nextIntervalHistogram();
                assertEquals(8, histogram.getTotalCount());
                assertEquals("size64", histogram.getTag());
            }
            assertEquals(null, reader.nextIntervalHistogram());
        }
    }

    @Test
    void addsUpTheTimesOfAllRounds() {
        add(Names.UMCAST, TRIP, 0, Metric.P50, 5);
        add(Names.UMCAST, TRIP, 1, Metric.P50, 5);
        assertEquals(16, results().histogram(Suites.RTT, Names.UMCAST, TRIP).getTotalCount());
    }

    @Test
    void agentsPrintHistogramsThatAreReadAgain() {
        final Histogram histogram = Metric.parse("0:1,999:5,70000000000:2");
        assertEquals(histogram, Metric.parse(Metric.print(histogram)));
        assertEquals(999, Metric.percentiles(histogram).get(Metric.P50));
        assertTrue(Metric.percentiles(Metric.parse("")).isEmpty());
    }
}
