/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.time;

/**
 * For how long a thread without work looks for some before it sleeps: for as long as it has been worth lately. The rule is that of the kernel's
 * haltpoll governor (adjust_poll_limit in drivers/cpuidle/governors/haltpoll.c): what came soon after the window had shut would have been
 * worth a longer one, and a long sleep says that looking was in vain. Used by one thread.
 *
 * <p>Between looks the thread yields, since whom it waits for may want its core. Where others have work for longer, a yield gives them the core
 * for whole slices of time, milliseconds (EEVDF, from Linux 6.6 on): after one such the thread does not yield for a while, and soon sleeps.
 */
public final class SpinWindow {
    /** The shortest window: an answer that is on its way takes about that long. */
    public static final long MIN_NS = 20_000;
    /** The longest: where work comes further apart, a thread's wake-up is not what counts. */
    public static final long MAX_NS = 250_000;
    private static final int GROWTH = 2;
    /** A look takes some microseconds; after so long somebody else has had the core. */
    private static final long CROWDED_NS = 1_000_000;
    private static final long WARY_NS = 100_000_000;

    private long windowNs = MIN_NS;
    private long sinceNs;
    private long lookedNs;
    private long waryUntilNs;
    private boolean idle;
    private boolean open;
    private boolean wary;

    /**
     * There is no work.
     *
     * @param nowNs the time, as all times here in nanoseconds.
     * @return whether to look again after a {@link #rest}; else it is time to sleep.
     */
    public boolean isOpen(final long nowNs) {
        if (!idle) {
            idle = true;
            sinceNs = nowNs;
        } else if (open && nowNs - lookedNs > CROWDED_NS) {
            wary = true;
            waryUntilNs = nowNs + WARY_NS;
            windowNs = MIN_NS;
        }
        wary &= nowNs - waryUntilNs < 0;
        lookedNs = nowNs;
        open = nowNs - sinceNs < windowNs;
        return open;
    }

    /**
     * What to do between two looks.
     */
    public void rest() {
        if (wary) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    /**
     * Whether somebody else had the core for long after a rest, not long ago.
     *
     * @return whether it does not yield now.
     */
    public boolean isWary() {
        return wary;
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
        open = false;
        final long tookNs = nowNs - sinceNs;
        if (tookNs > MAX_NS) {
            windowNs = Math.max(MIN_NS, windowNs / GROWTH);
        } else if (tookNs > windowNs && !wary) {
            windowNs = Math.min(MAX_NS, windowNs * GROWTH);
        }
    }
}
