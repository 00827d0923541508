/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.time;

/**
 * For how long a thread without work looks for some before it sleeps: for as long as it has been worth lately. The rule is that of the kernel's
 * haltpoll governor (adjust_poll_limit in drivers/cpuidle/governors/haltpoll.c): what came soon after the window had shut would have been
 * worth a longer one, and a long sleep says that looking was in vain. Used by one thread.
 */
public final class SpinWindow {
    /** The shortest window: an answer that is on its way takes about that long. */
    public static final long MIN_NS = 20_000;
    /** The longest: where work comes further apart, a thread's wake-up is not what counts. */
    public static final long MAX_NS = 250_000;
    private static final int GROWTH = 2;

    private long windowNs = MIN_NS;
    private long sinceNs;
    private boolean idle;

    /**
     * There is no work.
     *
     * @param nowNs the time, as all times here in nanoseconds.
     * @return whether to look again at once; else it is time to sleep.
     */
    public boolean isOpen(final long nowNs) {
        if (!idle) {
            idle = true;
            sinceNs = nowNs;
        }
        return nowNs - sinceNs < windowNs;
    }

    /**
     * Whether there was none when it was last looked for: {@link #end} has something to learn.
     *
     * @return whether a time without work is under way.
     */
    public boolean isIdle() {
        return idle;
    }

    /**
     * There is work again.
     *
     * @param nowNs the time.
     */
    public void end(final long nowNs) {
        idle = false;
        final long tookNs = nowNs - sinceNs;
        if (tookNs > MAX_NS) {
            windowNs = Math.max(MIN_NS, windowNs / GROWTH);
        } else if (tookNs > windowNs) {
            windowNs = Math.min(MAX_NS, windowNs * GROWTH);
        }
    }
}
