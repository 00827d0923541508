/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What umcast is to reach: quotients of runs next to each other. */
public final class Targets {
    /** All, in the order of the table. */
    public static final List<Target> ALL = all();

    private static final double NO_BYTES = 0.005;

    private Targets() {
    }

    private static List<Target> all() {
        final List<Target> all = new ArrayList<>();
        final Map<String, Integer> trip = Map.of("size", 64);
        all.add(atMost(1.05, "round trip 64 B, p50", Suites.RTT, trip, Metric.P50, Names.FLOOR));
        all.add(atMost(0.95, "round trip 64 B, p50", Suites.RTT, trip, Metric.P50, Names.AERON));
        all.add(atMost(0.8, "round trip 64 B, p99", Suites.RTT, trip, Metric.P99, Names.AERON));
        all.add(atMost(0.8, "round trip 64 B, p99.9", Suites.RTT, trip, Metric.P999, Names.AERON));
        final Map<String, Integer> open = Map.of("size", 288, "rate", 100_000);
        all.add(atMost(0.8, "100,000/s of 288 B, p50", Suites.RTT, open, Metric.P50, Names.AERON));
        all.add(atMost(0.8, "100,000/s of 288 B, p99", Suites.RTT, open, Metric.P99, Names.AERON));
        all.add(atMost(0.8, "100,000/s of 288 B, p99.9", Suites.RTT, open, Metric.P999, Names.AERON));
        final Map<String, Integer> small = Map.of("size", 64, "mtu", 8192);
        all.add(atLeast(4, "throughput 64 B, 8 KB datagrams", Suites.THROUGHPUT, small, Metric.RATE, Names.AERON));
        all.add(new Target("lost of them", "-", false, 0, results -> results.spread(Suites.THROUGHPUT, Names.UMCAST, small, Metric.LOST)));
        for (final int size : new int[] {1024, 8192}) {
            final Map<String, Integer> flood = Map.of("size", size, "mtu", 8192);
            final String what = "throughput " + size / 1024 + " KB, 8 KB datagrams";
            all.add(atLeast(3, what, Suites.THROUGHPUT, flood, Metric.RATE, Names.AERON));
            all.add(atLeast(0.9, what, Suites.THROUGHPUT, flood, Metric.BYTES, Names.FLOOR));
        }
        for (final int size : new int[] {64, 1024}) {
            final String what = "throughput " + (size == 64 ? "64 B" : "1 KB") + ", 1,472 B datagrams";
            all.add(atLeast(4, what, Suites.THROUGHPUT, Map.of("size", size, "mtu", 1472), Metric.RATE, Names.AERON));
        }
        final Map<String, Integer> four = Map.of("size", 64, "subscribers", 4);
        all.add(atLeast(1.5, "fan-out to 4, rate at each", Suites.FANOUT, four, Metric.RATE, Names.AERON));
        all.add(atMost(0.7, "fan-out to 4, CPU a delivered message", Suites.FANOUT, four, Metric.CPU, Names.AERON));
        all.add(topics(1, 1));
        all.add(topics(16, 16));
        all.add(new Target("bytes allocated a message, sending", "-", false, NO_BYTES,
            results -> results.spread(Suites.THROUGHPUT, Names.UMCAST, small, Metric.ALLOCATED_SENDING)));
        all.add(new Target("bytes allocated a message, receiving", "-", false, NO_BYTES,
            results -> results.spread(Suites.THROUGHPUT, Names.UMCAST, small, Metric.ALLOCATED_RECEIVING)));
        for (int vendor = 0; vendor <= 1; vendor++) {
            final String mode = vendor == 0 ? ", AUTO_ACKNOWLEDGE" : ", vendor mode";
            for (final int subscribers : new int[] {1, 4}) {
                all.add(atLeast(50, "JMS topic, 256 B to " + subscribers + mode, Suites.JMS,
                    Map.of("size", 256, "subscribers", subscribers, "vendor", vendor), Metric.RATE, Names.ARTEMIS));
            }
            final Map<String, Integer> trips = Map.of("size", 256, "vendor", vendor);
            all.add(atMost(0.05, "JMS round trip, p50" + mode, Suites.JMS, trips, Metric.P50, Names.ARTEMIS));
            all.add(atMost(0.05, "JMS round trip, p99" + mode, Suites.JMS, trips, Metric.P99, Names.ARTEMIS));
        }
        return List.copyOf(all);
    }

    private static Target atMost(final double bound, final String what, final String suite, final Map<String, Integer> setting,
        final String metric, final String other) {
        return new Target(what, other, false, bound, results -> against(results, suite, setting, metric, other));
    }

    private static Target atLeast(final double bound, final String what, final String suite, final Map<String, Integer> setting,
        final String metric, final String other) {
        return new Target(what, other, true, bound, results -> against(results, suite, setting, metric, other));
    }

    private static Spread against(final Results results, final String suite, final Map<String, Integer> setting, final String metric,
        final String other) {
        return Results.ratio(results.of(suite, Names.UMCAST, setting), results.of(suite, other, setting), metric);
    }

    private static Target topics(final int few, final int groups) {
        final Map<String, Integer> base = Map.of("topics", few, "groups", groups, "size", 64);
        final Map<String, Integer> many = Map.of("topics", 10_000, "groups", groups, "size", 64);
        final String what = "time a message, 10,000 topics on " + groups + (groups == 1 ? " group" : " groups");
        return new Target(what, few == 1 ? "1 topic" : few + " topics", false, 1.3, results -> Results.ratio(
            results.of(Suites.TOPICS, Names.UMCAST, base), results.of(Suites.TOPICS, Names.UMCAST, many), Metric.RATE));
    }
}
