/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.util.concurrent.atomic.AtomicInteger;

/** Lets one thread at a time poll a part of a transport, and those who change what it polls in between; a poll never waits. */
final class PollGuard {
    /** What {@link #tryPoll()} found: the poll has begun. */
    static final int FREE = 0;
    /** What {@link #tryPoll()} found: another thread polls. */
    static final int POLLED = 1;
    /** What {@link #tryPoll()} found: the part is about to change; poll again later. */
    static final int CHANGED = 2;

    private final AtomicInteger state = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger();

    /**
     * Begins a poll unless somebody else is there; {@link #unlock()} ends it.
     *
     * @return {@link #FREE} if it has begun.
     */
    int tryPoll() {
        return wanted.get() != 0 ? CHANGED : state.compareAndExchangeAcquire(FREE, POLLED);
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
