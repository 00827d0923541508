/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

/** Histograms of nanoseconds. */
final class Histograms {
    /** The longest time told apart; what takes longer counts as this. */
    static final long MAX_NS = TimeUnit.SECONDS.toNanos(60);

    private static final int DIGITS = 3;

    private Histograms() {
    }

    static Histogram create() {
        return new Histogram(MAX_NS, DIGITS);
    }

    static void record(final Histogram histogram, final long ns) {
        histogram.recordValue(Math.min(Math.max(0, ns), MAX_NS));
    }
}
