/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.umcast.core.simulation.RepairResult;
import io.umcast.core.simulation.RepairScenario;
import io.umcast.core.simulation.RepairSimulation;

/** {@code bin/simulate}: prints a table of Markdown, and writes a plot. */
public final class SimulationReport {
    private static final int[] RECEIVERS = {1, 10, 100, 1_000};
    private static final double[] LOSSES = {0.001, 0.01, 0.05, 0.1};
    /** So many losses, each receiver counted, make a 99th percentile that is worth its name. */
    private static final int WANTED_LOSSES = 1_000;
    private static final int MIN_DATAGRAMS = 2_000;
    /** What a simulation may cost: datagrams times receivers. */
    private static final long MAX_DELIVERIES = 16_000_000;

    private SimulationReport() {
    }

    /**
     * Runs all of it: minutes.
     *
     * @param args where to write the plot; then the seed, if not 1.
     * @throws IOException if it cannot be written.
     */
    public static void main(final String[] args) throws IOException {
        final long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        final List<RepairResult> results = new ArrayList<>();
        System.out.println("| receivers | loss | | lost datagrams | NAKs per lost | repairs per lost | repairs / unavoidable | " +
            "p50 µs | p99 µs | within 3 round trips + backoff |");
        System.out.println("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        for (final boolean shared : new boolean[] {true, false}) {
            for (final int receivers : RECEIVERS) {
                for (final double loss : LOSSES) {
                    if (receivers > 1 || !shared) { // with one receiver there is nobody to share with
                        final RepairScenario scenario = RepairScenario.of(receivers, loss, shared, datagrams(receivers, loss, shared));
                        final RepairResult result = RepairSimulation.run(scenario.withSeed(seed));
                        results.add(result);
                        System.out.println(row(result));
                    }
                }
            }
        }
        Files.writeString(Path.of(args[0]), new RepairPlot(results).svg());
        if (results.stream().anyMatch(result -> result.incomplete() > 0)) {
            throw new IllegalStateException("receivers were left without what was sent");
        }
    }

    private static int datagrams(final int receivers, final double loss, final boolean shared) {
        final double lossesEach = shared ? loss : loss * receivers;
        final long wanted = Math.max(MIN_DATAGRAMS, (long)Math.ceil(WANTED_LOSSES / lossesEach));
        return (int)Math.min(wanted, MAX_DELIVERIES / receivers);
    }

    private static String row(final RepairResult result) {
        final RepairScenario scenario = result.scenario();
        return String.format(Locale.ROOT, "| %,d | %s %% | %s | %,d | %.2f | %.2f | %.3f | %d | %d | %s |", scenario.receivers(),
            percent(scenario.loss()), scenario.shared() ? "shared" : "each its own", result.lost(), result.naksPerLost(),
            result.repairsPerLost(), result.repairsPerUnavoidable(), result.medianNs() / 1000, result.p99Ns() / 1000,
            result.p99Ns() < result.aimNs() ? "yes" : "no: " + result.p99Ns() * 100 / result.aimNs() + " %");
    }

    static String percent(final double share) {
        return String.format(Locale.ROOT, share < 0.01 ? "%.1f" : "%.0f", share * 100);
    }
}
