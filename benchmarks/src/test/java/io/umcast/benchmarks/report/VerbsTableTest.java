/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class VerbsTableTest {
    private static final Map<String, Integer> FULL = Map.of("size", 976, "datagram", 1024, "link", 0);
    private static final Map<String, Integer> BATCHED = Map.of("size", 64, "datagram", 64, "link", 1);
    private static final Map<String, Integer> HALF = Map.of("size", 64, "datagram", 112, "link", 1, "half", 1);

    private static Sample sample(final String contender, final Map<String, Integer> setting, final int round, final String metric,
        final double value) {
        return new Sample(Suites.VERBS, contender, setting, round, Map.of(metric, value), Metric.parse(""));
    }

    @Test
    void comparesPairByPairWithWhatIsAimedAt() {
        final VerbsTable table = new VerbsTable(new Results(Map.of(), List.of(
            sample(Names.PERFTEST, FULL, 0, Metric.RATE, 10_000), sample(Names.UMCAST, FULL, 0, Metric.RATE, 9_500),
            sample(Names.PERFTEST, BATCHED, 0, Metric.RATE, 10_000), sample(Names.UMCAST, BATCHED, 0, Metric.RATE, 40_000),
            sample(Names.PERFTEST, HALF, 0, Metric.P50, 20_000), sample(Names.UMCAST, HALF, 0, Metric.P50, 22_000))));
        assertTrue(table.isMeasured());
        assertEquals(List.of(
            List.of("datagrams of 1024 B, thousand/s", "soft-RoCE", "10.0", "9.50", "0.95", "≥ 0.9", "yes"),
            List.of("64 B messages, batched, thousand/s", "virtual InfiniBand", "10.0", "40.0", "4.00", "≥ 5.0", "no"),
            List.of("half a round trip of datagrams of 112 B, p50 µs", "virtual InfiniBand", "20.0", "22.0", "1.10", "≤ 1.2", "yes")),
            table.table().rows());
    }

    @Test
    void isNotThereWhenNothingWasMeasured() {
        assertFalse(new VerbsTable(new Results(Map.of(), List.of())).isMeasured());
    }
}
