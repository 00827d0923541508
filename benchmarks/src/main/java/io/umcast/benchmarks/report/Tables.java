/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Results as tables: medians of the rounds, in brackets least and most. */
final class Tables {
    private static final double US = 1e-3;
    private static final double MILLION = 1e-6;
    private static final double BILLION = 1e-9;
    private static final double PERCENT = 100;

    private final Results results;

    /** A column: what it shows, in which unit. */
    private record Column(String title, String metric, double factor) {
    }

    Tables(final Results results) {
        this.results = results;
    }

    Table machine() {
        return new Table("Machine", List.of("what", "is"),
            results.machine().entrySet().stream().map(entry -> List.of(entry.getKey(), entry.getValue())).toList());
    }

    /** Those that were measured. */
    Table measuredTargets() {
        return targets(target -> target.measured().apply(results).isMeasured());
    }

    Table targets() {
        return targets(target -> true);
    }

    private Table targets(final Predicate<Target> which) {
        final List<List<String>> rows = new ArrayList<>();
        for (final Target target : Targets.ALL) {
            if (which.test(target)) {
                final String measured = target.measured().apply(results).text();
                rows.add(List.of(target.what(), target.against(), target.aim(), measured, target.verdict(results)));
            }
        }
        final List<String> header = List.of("what", "against", "target", "measured", "reached");
        return new Table("Targets: umcast / the other, in one run, pair by pair", header, rows);
    }

    /** All tables of what was measured, without those that would be empty. */
    List<Table> all() {
        return Stream.of(closed(), open(), throughput(), fanout(), loss(), topics(), idle(), jms(), jmsTrips())
            .filter(table -> !table.isEmpty()).toList();
    }

    Table closed() {
        return rows("Round trips, one after the other", Suites.RTT, setting -> !setting.containsKey("rate"), times());
    }

    Table open() {
        final List<Column> columns = new ArrayList<>(times());
        columns.add(new Column("sent, thousand/s", Metric.RATE, 1e-3));
        return rows("Round trips at a fixed rate, from the intended time on", Suites.RTT, setting -> setting.containsKey("rate"), columns);
    }

    Table throughput() {
        return rows("One way, as much as goes", Suites.THROUGHPUT, setting -> true, List.of(new Column("M msg/s", Metric.RATE, MILLION),
            new Column("GB/s", Metric.BYTES, BILLION), new Column("CPU a message, ns", Metric.CPU, 1), new Column("lost", Metric.LOST, 1)));
    }

    Table fanout() {
        return rows("One to many, 64 B", Suites.FANOUT, setting -> true, List.of(new Column("M msg/s at each", Metric.RATE, MILLION),
            new Column("CPU a delivered message, ns", Metric.CPU, 1), new Column("lost", Metric.LOST, 1)));
    }

    Table loss() {
        final List<Column> columns = new ArrayList<>(List.of(new Column("thousand msg/s", Metric.RATE, 1e-3)));
        columns.addAll(times());
        columns.add(new Column("lost", Metric.LOST, 1));
        return rows("One way, datagrams lost at random; times one way at a fixed rate", Suites.LOSS, setting -> true, columns);
    }

    Table topics() {
        return rows("Topics, 64 B", Suites.TOPICS, setting -> true,
            List.of(new Column("M msg/s", Metric.RATE, MILLION), new Column("CPU a message, ns", Metric.CPU, 1)));
    }

    Table idle() {
        return rows("Idle", Suites.IDLE, setting -> true, List.of(new Column("% of a core", Metric.CORE, PERCENT)));
    }

    Table jms() {
        return rows("JMS topic, as much as goes", Suites.JMS, setting -> setting.containsKey("subscribers"),
            List.of(new Column("thousand msg/s at each", Metric.RATE, 1e-3), new Column("lost", Metric.LOST, 1)));
    }

    Table jmsTrips() {
        final List<Column> columns = new ArrayList<>(times());
        columns.add(new Column("lost", Metric.LOST, 1));
        return rows("JMS topic, round trips", Suites.JMS, setting -> !setting.containsKey("subscribers"), columns);
    }

    /** What a reader wants to know first. */
    Table summary() {
        final Map<String, Integer> trip = Map.of("size", 64);
        final Map<String, Integer> open = Map.of("size", 288, "rate", 100_000);
        final Map<String, Integer> flood = Map.of("size", 64, "mtu", 8192);
        final List<List<String>> rows = new ArrayList<>();
        for (final String contender : List.of(Names.FLOOR, Names.UMCAST, Names.AERON, Names.CYCLONE, Names.JEROMQ)) {
            final Spread rate = results.spread(Suites.THROUGHPUT, contender, flood, Metric.RATE).times(MILLION);
            rows.add(List.of(contender, results.spread(Suites.RTT, contender, trip, Metric.P50).times(US).text(),
                results.spread(Suites.RTT, contender, trip, Metric.P99).times(US).text(),
                results.spread(Suites.RTT, contender, open, Metric.P99).times(US).text(),
                Names.FLOOR.equals(contender) ? "-" : rate.text()));
        }
        return new Table("Summary", List.of("", "round trip 64 B, p50 µs", "p99 µs", "100,000/s of 288 B, p99 µs", "64 B, M msg/s"), rows);
    }

    private static List<Column> times() {
        return List.of(new Column("p50 µs", Metric.P50, US), new Column("p90 µs", Metric.P90, US), new Column("p99 µs", Metric.P99, US),
            new Column("p99.9 µs", Metric.P999, US), new Column("max µs", Metric.MAX, US));
    }

    private Table rows(final String title, final String suite, final Predicate<Map<String, Integer>> which, final List<Column> columns) {
        final List<String> header = new ArrayList<>(List.of("setting", "who"));
        columns.forEach(column -> header.add(column.title()));
        final List<List<String>> rows = new ArrayList<>();
        for (final Map<String, Integer> setting : results.settings(suite)) {
            if (which.test(setting)) {
                for (final String contender : results.contenders(suite)) {
                    final List<String> row = row(suite, contender, setting, columns);
                    if (row.stream().skip(2).anyMatch(cell -> !Objects.equals(cell, "-"))) {
                        rows.add(row);
                    }
                }
            }
        }
        return new Table(title, header, rows);
    }

    private List<String> row(final String suite, final String contender, final Map<String, Integer> setting, final List<Column> columns) {
        final List<String> row = new ArrayList<>(List.of(label(setting), contender));
        columns.forEach(column -> row.add(results.spread(suite, contender, setting, column.metric()).times(column.factor()).text()));
        return row;
    }

    /** A setting in words. */
    static String label(final Map<String, Integer> setting) {
        final List<String> words = new ArrayList<>();
        setting.forEach((key, value) -> words.add(switch (key) {
            case "size" -> size(value);
            case "rate" -> String.format(Locale.ROOT, "%,d/s", value);
            case "mtu" -> "MTU " + value;
            case "subscribers" -> "to " + value;
            case "loss" -> value / 10.0 + " % lost";
            case "topics" -> String.format(Locale.ROOT, "%,d", value) + (value == 1 ? " topic" : " topics");
            case "groups" -> value + (value == 1 ? " group" : " groups");
            case "vendor" -> value == 0 ? "AUTO_ACKNOWLEDGE" : "vendor mode";
            case "receiving" -> value == 0 ? "publisher" : "subscriber";
            default -> key + " " + value;
        }));
        return String.join(", ", words);
    }

    static String size(final int bytes) {
        return bytes >= 1024 && bytes % 1024 == 0 ? bytes / 1024 + " KB" : bytes + " B";
    }
}
