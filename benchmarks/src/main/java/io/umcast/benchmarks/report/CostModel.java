/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Predicts the whole from its parts, all measured in one run: round trips and throughput from system calls in plain C and from the pieces
 * of the engine that JMH measures. docs/performance.md explains it.
 */
final class CostModel {
    private static final int RECORD = 72;
    private static final int HEADER = 40;
    private static final int LARGE = 8192;
    private static final int ETHERNET = 1472;
    private static final double S = 1e9;
    private static final double US = 1e3;
    private static final double M = 1e6;
    private static final List<List<String>> PARTS = List.of(
        List.of("system_call", "system call that does nothing (getppid)"), List.of("clock", "clock_gettime"),
        List.of("recv_empty", "recv, nothing there"), List.of("recvmmsg_empty", "recvmmsg, nothing there"),
        List.of("send_64_unheard", "send of 64 B that nobody hears"), List.of("send_64", "send of 64 B, delivered to a socket"),
        List.of("recv_64", "recv of 64 B"), List.of("send_8k", "send of 8 KB, delivered"), List.of("recv_8k", "recv of 8 KB"),
        List.of("send_8k_gso", "a datagram of 8 KB, 7 a call (GSO)"), List.of("send_1472_gso", "a datagram of 1,472 B, 38 a call (GSO)"),
        List.of("copy_8k", "copy of 8 KB, in cache"), List.of("line", "a cache line from core to core, one way"),
        List.of("Log.offer", "offer of 64 B, and the walk"), List.of("Log.claimCommit", "claim and commit of 64 B, and the walk"),
        List.of("Log.offer.concurrent", "offer to a concurrent log, and the walk"),
        List.of("Log.claimCommit.concurrent", "claim and commit in a concurrent log, and the walk"),
        List.of("Datagram.build", "a datagram built"),
        List.of("Reception.inOrder", "a message received in order, of 113 in a datagram"),
        List.of("Reception.withLoss", "a message of which every second datagram comes late"),
        List.of("HandOver.thereAndBack", "a record from Java to C and back by rings"),
        List.of("DutyCycle.subscriber", "an empty duty cycle that receives"),
        List.of("DutyCycle.publisher", "an empty duty cycle that does not"),
        List.of("Exchange.exchange", "a message's whole way on one thread"),
        List.of("Mapping.topicToGroup", "topic to group"), List.of("Mapping.groupToMgid", "group to MGID"));

    private final Results results;

    private CostModel(final Results results) {
        this.results = results;
    }

    /** Whether the parts were measured. */
    static boolean isMeasured(final Results results) {
        return new CostModel(results).spread("send_64").isMeasured();
    }

    /** The parts. */
    static Table parts(final Results results) {
        final CostModel model = new CostModel(results);
        final List<List<String>> rows = new ArrayList<>();
        for (final List<String> part : model.all()) {
            final Spread ns = model.spread(part.get(0));
            if (ns.isMeasured()) {
                final Spread allocated = model.spread(part.get(0) + Metric.ALLOCATED);
                rows.add(List.of(part.get(1), ns.text(), Spread.number(ns.median() * model.cost("cycles_per_ns")),
                    allocated.isMeasured() ? String.format(Locale.ROOT, "%.2f", allocated.median()) : "-"));
            }
        }
        return new Table("What the parts cost", List.of("part", "ns", "cycles", "allocated, B"), rows);
    }

    /** Those with words of their own, then what else JMH has measured, by its name. */
    private List<List<String>> all() {
        final List<List<String>> all = new ArrayList<>(PARTS);
        results.samples().stream().filter(sample -> sample.suite().equals(Suites.COSTS) && sample.contender().equals(Names.UMCAST))
            .flatMap(sample -> sample.values().keySet().stream()).distinct()
            .filter(name -> !name.endsWith(Metric.ALLOCATED) && PARTS.stream().noneMatch(part -> part.get(0).equals(name)))
            .forEach(name -> all.add(List.of(name, name)));
        return all;
    }

    /** What follows from them, and what was measured. */
    static Table predictions(final Results results) {
        final CostModel model = new CostModel(results);
        final List<List<String>> rows = new ArrayList<>();
        final Map<String, Integer> trip = Map.of("size", 64);
        final double floor = model.floorTrip();
        model.row(rows, "round trip 64 B, C floor, µs", "2 × (send + recv + half an empty recv)", floor / US,
            results.spread(Suites.RTT, Names.FLOOR, trip, Metric.P50).times(1 / US));
        model.row(rows, "round trip 64 B, umcast, µs", "the same + 2 × (1½ duty cycles without recv, a message claimed and received)",
            (floor + 2 * model.engine()) / US, results.spread(Suites.RTT, Names.UMCAST, trip, Metric.P50).times(1 / US));
        model.row(rows, "throughput 8 KB, C floor, GB/s", "8,192 B / the slower of send and recv",
            LARGE / Math.max(model.cost("send_8k"), model.cost("recv_8k")),
            results.spread(Suites.THROUGHPUT, Names.FLOOR, Map.of("size", 8192, "mtu", LARGE), Metric.BYTES).times(1 / S));
        final int large = (LARGE - HEADER) / RECORD;
        model.row(rows, "throughput 64 B, 8 KB datagrams, umcast, M msg/s", "1 / the slower of: claim + (build + datagram) / " + large +
            "; receive + recv / " + large, S / M / Math.max(model.sending(LARGE, "send_8k_gso", large), model.receiving(large)),
            results.spread(Suites.THROUGHPUT, Names.UMCAST, Map.of("size", 64, "mtu", LARGE), Metric.RATE).times(1 / M));
        final int small = (ETHERNET - HEADER) / RECORD;
        model.row(rows, "throughput 64 B, 1,472 B datagrams, umcast, M msg/s", "1 / (claim + (build + datagram) / " + small + ")",
            S / M / model.sending(ETHERNET, "send_1472_gso", small),
            results.spread(Suites.THROUGHPUT, Names.UMCAST, Map.of("size", 64, "mtu", ETHERNET), Metric.RATE).times(1 / M));
        final List<String> header = List.of("what", "how", "predicted", "measured", "measured / predicted");
        return new Table("Predicted from the parts, and measured", header, rows);
    }

    private void row(final List<List<String>> rows, final String what, final String how, final double predicted, final Spread measured) {
        if (!Double.isNaN(predicted) && measured.isMeasured()) {
            rows.add(List.of(what, how, Spread.number(predicted), measured.text(), Spread.number(measured.median() / predicted)));
        }
    }

    private double floorTrip() {
        return 2 * (cost("send_64") + cost("recv_64") + cost("recv_empty") / 2);
    }

    /** Of one side: half a cycle until it looks, a whole one between receiving and sending; their receive calls are counted already. */
    private double engine() {
        return 1.5 * Math.max(0, cost("DutyCycle.subscriber") - cost("recv_empty")) + cost("Log.claimCommit") + cost("Datagram.build") +
            cost("Reception.inOrder");
    }

    private double sending(final int mtu, final String send, final int messages) {
        return cost("Log.claimCommit") + (cost("Datagram.build") + datagram(mtu, send)) / messages;
    }

    /** What a datagram takes in a flow between two cores: what C with GSO needs for it; where that was not measured, the call alone. */
    private double datagram(final int mtu, final String send) {
        final Spread flow = Spread.of(results.samples().stream()
            .filter(sample -> sample.contender().equals(Names.FLOOR_OFFLOAD) && sample.isOf(Map.of("mtu", mtu)))
            .mapToDouble(sample -> mtu / sample.value(Metric.BYTES) * S).toArray());
        return flow.isMeasured() ? Math.max(cost(send), flow.median()) : cost(send);
    }

    private double receiving(final int messages) {
        return cost("Reception.inOrder") + cost("recv_8k") / messages;
    }

    private double cost(final String part) {
        return spread(part).median();
    }

    private Spread spread(final String part) {
        return Spread.of(results.samples().stream().filter(sample -> sample.suite().equals(Suites.COSTS))
            .mapToDouble(sample -> sample.value(part)).toArray());
    }
}
