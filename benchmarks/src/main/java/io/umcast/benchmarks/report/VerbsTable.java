/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** umcast over queue pairs beside perftest: each setting with both numbers, their quotient pair by pair, and what it should be. */
final class VerbsTable {
    private static final double BATCHED = 5;
    private static final double RATE = 0.9;
    private static final double LATENCY = 1.2;
    private static final List<String> LINKS = List.of("soft-RoCE", "virtual InfiniBand");

    private final Results results;

    VerbsTable(final Results results) {
        this.results = results;
    }

    boolean isMeasured() {
        return !results.settings(Suites.VERBS).isEmpty();
    }

    Table table() {
        final List<List<String>> rows = new ArrayList<>();
        for (final Map<String, Integer> setting : results.settings(Suites.VERBS)) {
            rows.add(setting.containsKey("half") ? latency(setting) : rate(setting));
        }
        return new Table("umcast over queue pairs beside perftest",
            List.of("what", "on", "perftest", "umcast", "umcast / perftest", "target", "reached"), rows);
    }

    private List<String> rate(final Map<String, Integer> setting) {
        final int size = setting.get("size");
        final int datagram = setting.get("datagram");
        final boolean batched = size == datagram;
        final double bound = batched ? BATCHED : RATE;
        return row(setting, batched ? size + " B messages, batched, thousand/s" : "datagrams of " + datagram + " B, thousand/s", Metric.RATE,
            1e-3, "≥ " + bound, true, bound);
    }

    private List<String> latency(final Map<String, Integer> setting) {
        return row(setting, "half a round trip of datagrams of " + setting.get("datagram") + " B, p50 µs", Metric.P50, 1e-3, "≤ " + LATENCY,
            false, LATENCY);
    }

    private List<String> row(final Map<String, Integer> setting, final String what, final String metric, final double factor,
        final String aim, final boolean atLeast, final double bound) {
        final Spread ratio = Results.ratio(results.of(Suites.VERBS, Names.UMCAST, setting),
            results.of(Suites.VERBS, Names.PERFTEST, setting), metric);
        final boolean reached = atLeast ? ratio.median() >= bound : ratio.median() <= bound;
        return List.of(what, LINKS.get(setting.get("link")),
            results.spread(Suites.VERBS, Names.PERFTEST, setting, metric).times(factor).text(),
            results.spread(Suites.VERBS, Names.UMCAST, setting, metric).times(factor).text(), ratio.text(), aim,
            ratio.isMeasured() ? reached ? "yes" : "no" : "-");
    }
}
