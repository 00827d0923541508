/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.util.concurrent.atomic.AtomicInteger;

/** Lets one thread at a time poll a part of a transport, and those who change what it polls in between; a poll never waits. */
final class PollGuard {
    private static final int FREE = 0;
    private static final int POLLED = 1;
    private static final int CHANGED = 2;

    private final AtomicInteger state = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger();

    /**
     * Begins a poll; {@link #unlock()} ends it.
     *
     * @return false if the part is about to change: poll again later.
     * @throws IllegalStateException if another thread polls.
     */
    boolean tryPoll() {
        final int taken = take();
        if (taken == POLLED) {
            throw new IllegalStateException("another thread polls this transport: one thread at a time polls the data " +
                "endpoint, one the control endpoint and what is sent");
        }
        return taken == FREE;
    }

    /**
     * Begins a poll unless anybody else is there.
     *
     * @return whether it has begun.
     */
    boolean tryPollQuietly() {
        return take() == FREE;
    }

    private int take() {
        if (wanted.get() != 0) {
            return CHANGED;
        }
        return state.compareAndExchangeAcquire(FREE, POLLED);
    }

    /** Holds polls out; waits for the one that runs, which is short. */
    void lock() {
        wanted.incrementAndGet();
        while (!state.compareAndSet(FREE, CHANGED)) {
            Thread.yield();
        }
        wanted.decrementAndGet();
    }

    /** Ends a poll or a change. */
    void unlock() {
        state.setRelease(FREE);
    }
}
