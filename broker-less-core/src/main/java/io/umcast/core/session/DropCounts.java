/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.util.concurrent.atomic.AtomicLongArray;

import io.umcast.core.wire.DropCause;

/** Datagrams dropped, by cause. Rare, and counted by two threads: so atomics. */
public final class DropCounts {
    private final AtomicLongArray counts = new AtomicLongArray(DropCause.COUNT + 2);

    /** Counts a datagram that {@link io.umcast.core.wire.FrameValidator} refused. */
    void count(final int cause) {
        counts.incrementAndGet(cause);
    }

    /** Counts a good frame of a stream that nobody here has to do with. */
    void unknownStream() {
        counts.incrementAndGet(DropCause.COUNT);
    }

    /** Counts an announcement of a stream that there is no room for. */
    void imageRefused() {
        counts.incrementAndGet(DropCause.COUNT + 1);
    }

    /**
     * How many announcements were refused for want of room.
     *
     * @return the count.
     */
    public long imagesRefused() {
        return counts.get(DropCause.COUNT + 1);
    }

    /**
     * How many were dropped.
     *
     * @param cause one of {@link DropCause}.
     * @return the count.
     */
    public long get(final int cause) {
        return counts.get(cause);
    }

    /**
     * How many good frames belonged to streams that nobody here has to do with.
     *
     * @return the count.
     */
    public long unknownStreams() {
        return counts.get(DropCause.COUNT);
    }
}
