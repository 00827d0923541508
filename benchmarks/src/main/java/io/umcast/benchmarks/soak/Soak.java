/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** {@code bin/soak}: rounds until the time is over, then one line that says how it was. */
public final class Soak {
    private static final long ROUND_NS = TimeUnit.SECONDS.toNanos(4);
    private static final int PORT = 47_000;
    private static final int PORTS = 1_000;
    /** What compilers and caches may still grow by between the first and the last third of the rounds. */
    private static final double GROWTH = 1.10;
    private static final long SLACK_KB = 24 * 1024;
    private static final int SLACK_COUNT = 2;
    /** Fewer rounds say nothing about growth. */
    private static final int MIN_ROUNDS = 6;

    private final long seed;
    private final List<Vitals> samples = new ArrayList<>();
    private long sent;
    private long received;
    private long wrong;
    private long losses;
    private long events;
    private int broken;

    private Soak(final long seed) {
        this.seed = seed;
    }

    /**
     * Runs.
     *
     * @param args minutes, 0.5 or more; then a seed, if not the time of day.
     * @throws IOException          if the process cannot look at itself.
     * @throws InterruptedException if it is interrupted.
     */
    public static void main(final String[] args) throws IOException, InterruptedException {
        final double minutes = Double.parseDouble(args[0]);
        final Soak soak = new Soak(args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime());
        soak.run((long)(minutes * TimeUnit.MINUTES.toNanos(1)));
        final boolean good = soak.isGood();
        System.out.println(soak.verdict(good, minutes));
        System.exit(good ? 0 : 1);
    }

    private void run(final long durationNs) throws IOException, InterruptedException {
        final long end = System.nanoTime() + durationNs;
        for (int number = 0; System.nanoTime() - end < 0 || number < MIN_ROUNDS; number++) {
            round(number);
            samples.add(Vitals.now());
        }
    }

    private void round(final int number) {
        final SoakRound round = new SoakRound(seed + number, PORT + number % PORTS);
        try {
            round.run(ROUND_NS);
        } catch (final RuntimeException e) {
            broken++;
            System.err.println("soak: round " + number + " of " + round.describe());
            e.printStackTrace();
        }
        sent += round.sent();
        received += round.received();
        wrong += round.wrong();
        losses += round.losses();
        events += round.events();
        if (round.wrong() + round.losses() > 0) {
            System.err.println("soak: round " + number + " of " + round.describe() + ": " + round.wrong() + " wrong, " + round.losses() +
                " losses");
        }
    }

    private boolean isGood() {
        return broken == 0 && wrong == 0 && losses == 0 && received > 0 &&
            late(Vitals::residentKb) <= early(Vitals::residentKb) * GROWTH + SLACK_KB &&
            late(Vitals::heapKb) <= early(Vitals::heapKb) * GROWTH + SLACK_KB &&
            late(Vitals::files) <= early(Vitals::files) + SLACK_COUNT && late(Vitals::threads) <= early(Vitals::threads) + SLACK_COUNT;
    }

    private long early(final ToLongFunction<Vitals> value) {
        return Vitals.median(samples, 0, samples.size() / 3, value);
    }

    private long late(final ToLongFunction<Vitals> value) {
        return Vitals.median(samples, samples.size() - samples.size() / 3, samples.size(), value);
    }

    private String verdict(final boolean good, final double minutes) {
        return String.format(Locale.ROOT, "soak: %s after %.1f minutes, seed %d: %d rounds (%d broken), %d disturbances, " +
            "%,d messages sent, %,d received, %d wrong, %d losses; resident %d to %d MiB, heap %d to %d MiB, files %d to %d, threads %d to %d",
            good ? "PASSED" : "FAILED", minutes, seed, samples.size(), broken, events, sent, received, wrong, losses,
            early(Vitals::residentKb) >> 10, late(Vitals::residentKb) >> 10, early(Vitals::heapKb) >> 10, late(Vitals::heapKb) >> 10,
            early(Vitals::files), late(Vitals::files), early(Vitals::threads), late(Vitals::threads));
    }
}
