/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

/**
 * After what time a NAK is repeated, measured: as TCP's retransmission timer (RFC 6298, with Karn's rule that only what was asked for
 * once is measured), bounded above by the option, below by a little more than the mean, and beginning there.
 * <p>
 * Where another receiver's NAK brings the repair, the measured time is shorter than a round trip; that makes the times vary, and so
 * the timer longer than their mean.
 */
final class RepairTimer {
    /** So many repetitions follow each other after the same interval; the next after twice as long, and so on. */
    static final int QUICK = 2;
    private static final int MAX_BACKOFF_SHIFT = 4;
    private static final long MIN_NS = 20_000;

    private final long maxNs;
    private long meanNs;
    private long deviationNs;
    private long intervalNs;

    /**
     * A timer that has measured nothing yet.
     *
     * @param maxNs the longest interval, and the first one, in nanoseconds.
     */
    RepairTimer(final long maxNs) {
        this.maxNs = maxNs;
        this.intervalNs = maxNs;
    }

    /** A repair has come so long after its only NAK. */
    void onRepair(final long ns) {
        if (ns < 0) {
            return;
        }
        if (meanNs == 0) {
            meanNs = ns;
            deviationNs = ns >> 1;
        } else {
            deviationNs += (Math.abs(ns - meanNs) - deviationNs) >> 2;
            meanNs += (ns - meanNs) >> 3;
        }
        intervalNs = Math.min(maxNs, Math.max(MIN_NS, meanNs + Math.max(deviationNs << 2, meanNs >> 2)));
    }

    /** After what time a gap is told again that has been told so often. */
    long intervalNs(final int times) {
        return Math.min(maxNs << MAX_BACKOFF_SHIFT, intervalNs << Math.min(Math.max(0, times - QUICK), MAX_BACKOFF_SHIFT));
    }
}
