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
    /** Groups of so many are too few for their repetitions to become a storm. */
    private static final int SMALL_GROUP = 16;
    private static final int QUICK_IN_SMALL_GROUP = 4;
    private static final int QUICK = 2;
    private static final int MAX_BACKOFF_SHIFT = 4;
    private static final long MIN_NS = 20_000;

    private final long maxNs;
    private final int quick;
    private final int deviationsShift;
    private long meanNs;
    private long deviationNs;
    private long intervalNs;

    /**
     * A timer that has measured nothing yet.
     *
     * @param maxNs     the longest interval, and the first one, in nanoseconds.
     * @param groupSize the number of receivers that may lack the same.
     */
    RepairTimer(final long maxNs, final int groupSize) {
        this.maxNs = maxNs;
        final boolean small = groupSize <= SMALL_GROUP;
        this.quick = small ? QUICK_IN_SMALL_GROUP : QUICK;
        this.deviationsShift = small ? 1 : 2; // two deviations, or RFC 6298's four: a NAK too many of few receivers costs less than the wait
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
        intervalNs = Math.min(maxNs, Math.max(MIN_NS, meanNs + Math.max(deviationNs << deviationsShift, meanNs >> 2)));
    }

    /** After what time a gap is told again that has been told so often: the first few times the same, then twice as long each time. */
    long intervalNs(final int times) {
        return Math.min(maxNs << MAX_BACKOFF_SHIFT, intervalNs << Math.min(Math.max(0, times - quick), MAX_BACKOFF_SHIFT));
    }

    /** Whether a gap that has been told so often is told again without a random wait. */
    boolean isQuick(final int times) {
        return times <= quick;
    }
}
