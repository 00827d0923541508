/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.time;

/**
 * A time in which this process has not listened, since it was stopped, a handler had the thread, or the machine stood still. It is nobody
 * else's silence: of a pause, no more than a quarter of a time-out counts for it.
 */
public final class Pause {
    private Pause() {
    }

    /**
     * How much of a pause does not count for a time-out.
     *
     * @param pauseNs   how long it was; in nanoseconds, as all times here.
     * @param timeoutNs the time-out.
     * @return 0 if all of it counts.
     */
    public static long forgiven(final long pauseNs, final long timeoutNs) {
        return Math.max(0, pauseNs - (timeoutNs >> 2));
    }

    /**
     * The instant from which a time-out runs, moved by what a pause does not count for it.
     *
     * @param sinceNs   the instant.
     * @param pauseNs   how long the pause was.
     * @param timeoutNs the time-out.
     * @param nowNs     the time.
     * @return an instant no later than now.
     */
    public static long moved(final long sinceNs, final long pauseNs, final long timeoutNs, final long nowNs) {
        return Math.min(nowNs, sinceNs + forgiven(pauseNs, timeoutNs));
    }
}
