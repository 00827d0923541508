/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import org.agrona.collections.LongHashSet;

/** The streams that have ended lately: an announcement that was late, or comes twice, does not begin them anew. */
final class EndedStreams {
    private static final int CAPACITY = 1024;

    private final long[] order = new long[CAPACITY];
    private final LongHashSet ids = new LongHashSet(2 * CAPACITY);
    private int next;
    private boolean full;

    void add(final long streamId) {
        if (!ids.add(streamId)) {
            return;
        }
        if (full) {
            ids.remove(order[next]);
        }
        order[next] = streamId;
        next = next + 1 & CAPACITY - 1;
        full |= next == 0;
    }

    boolean contains(final long streamId) {
        return ids.contains(streamId);
    }
}
