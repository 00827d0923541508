/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

/** The plots of a run, by the names of their files; those without data are left out. */
final class Plots {
    private static final double MILLION = 1e-6;
    private static final double BILLION = 1e-9;

    private final Results results;

    Plots(final Results results) {
        this.results = results;
    }

    /** Those that documents show. */
    Map<String, Plot> main() {
        final Map<String, Plot> plots = new LinkedHashMap<>();
        times(plots, "round-trips", "Round trips of 64 B, one after the other", Map.of("size", 64));
        times(plots, "open-loop", "Round trips of 288 B at 100,000 a second", Map.of("size", 288, "rate", 100_000));
        bars(plots, "throughput", "Throughput, datagrams of 8 KB", "GB/s", Suites.THROUGHPUT, Metric.BYTES, BILLION, Map.of("mtu", 8192));
        bars(plots, "fan-out", "Fan-out of 64 B on this machine's cores: rate at each subscriber", "M msg/s", Suites.FANOUT, Metric.RATE,
            MILLION, Map.of());
        return plots;
    }

    /** All. */
    Map<String, Plot> all() {
        final Map<String, Plot> plots = main();
        for (final Map<String, Integer> setting : results.settings(Suites.RTT)) {
            times(plots, "rtt-" + Tables.label(setting).replaceAll("[^A-Za-z0-9]+", "-"), "Round trips, " + Tables.label(setting), setting);
        }
        bars(plots, "throughput-1472", "Throughput, datagrams of 1,472 B", "GB/s", Suites.THROUGHPUT, Metric.BYTES, BILLION,
            Map.of("mtu", 1472));
        bars(plots, "throughput-messages", "Throughput, datagrams of 8 KB", "M msg/s", Suites.THROUGHPUT, Metric.RATE, MILLION,
            Map.of("mtu", 8192));
        bars(plots, "fan-out-cpu", "Fan-out of 64 B: CPU of a delivered message", "ns", Suites.FANOUT, Metric.CPU, 1, Map.of());
        bars(plots, "loss", "One way, 1 KB, datagrams lost at random", "M msg/s", Suites.LOSS, Metric.RATE, MILLION, Map.of("size", 1024));
        bars(plots, "topics", "Topics, 64 B", "M msg/s", Suites.TOPICS, Metric.RATE, MILLION, Map.of());
        bars(plots, "idle", "Idle, of a core", "%", Suites.IDLE, Metric.CORE, 100, Map.of());
        return plots;
    }

    private void times(final Map<String, Plot> plots, final String name, final String title, final Map<String, Integer> setting) {
        final Map<String, Histogram> lines = new LinkedHashMap<>();
        for (final String contender : results.contenders(Suites.RTT)) {
            final Histogram histogram = results.histogram(Suites.RTT, contender, setting);
            if (histogram.getTotalCount() > 0) {
                lines.put(contender, histogram);
            }
        }
        if (!lines.isEmpty()) {
            plots.put(name, new PercentilePlot(title, lines));
        }
    }

    private void bars(final Map<String, Plot> plots, final String name, final String title, final String unit, final String suite,
        final String metric, final double factor, final Map<String, Integer> part) {
        final List<Map<String, Integer>> settings =
            results.settings(suite).stream().filter(setting -> setting.entrySet().containsAll(part.entrySet())).toList();
        if (settings.isEmpty()) {
            return;
        }
        final Map<String, List<Spread>> bars = new LinkedHashMap<>();
        for (final String contender : results.contenders(suite)) {
            bars.put(contender, settings.stream().map(setting -> results.spread(suite, contender, setting, metric).times(factor)).toList());
        }
        plots.put(name, new BarPlot(title, unit, settings.stream().map(setting -> Tables.label(without(setting, part))).toList(), bars));
    }

    private static Map<String, Integer> without(final Map<String, Integer> setting, final Map<String, Integer> part) {
        final Map<String, Integer> rest = new LinkedHashMap<>(setting);
        part.keySet().forEach(rest::remove);
        if (rest.size() > 1) {
            rest.remove("size");
        }
        return rest;
    }
}
