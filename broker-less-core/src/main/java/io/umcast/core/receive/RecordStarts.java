/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.util.Arrays;

/**
 * Where records begin in what waits in a reorder buffer, as datagrams' headers said: after a loss, delivery goes on at one of
 * these. Sorted; when it is full, the farthest is forgotten, which makes a later loss longer, never wrong.
 */
final class RecordStarts {
    static final int NONE = -1;
    private static final int LIMIT = 4096;

    private long[] starts = {};
    private int head;
    private int tail;

    boolean isEmpty() {
        return head == tail;
    }

    void clear() {
        head = 0;
        tail = 0;
    }

    void add(final long start) {
        if (tail == starts.length) {
            makeRoom();
        }
        if (head == tail || start > starts[tail - 1]) {
            if (tail < starts.length) {
                starts[tail++] = start;
            }
            return;
        }
        final int found = Arrays.binarySearch(starts, head, tail, start);
        if (found < 0) {
            final int at = -found - 1;
            if (tail == starts.length) {
                tail--;
            }
            System.arraycopy(starts, at, starts, at + 1, tail - at);
            starts[at] = start;
            tail++;
        }
    }

    private void makeRoom() {
        final int count = tail - head;
        if (head > 0) {
            System.arraycopy(starts, head, starts, 0, count);
        } else if (count < LIMIT) {
            starts = Arrays.copyOf(starts, Math.max(64, count * 2));
        }
        head = 0;
        tail = count;
    }

    /** The first one at or behind a position, or {@link #NONE}. */
    long ceiling(final long position) {
        for (int i = head; i < tail; i++) {
            if (starts[i] >= position) {
                return starts[i];
            }
        }
        return NONE;
    }

    void dropBelow(final long position) {
        while (head < tail && starts[head] < position) {
            head++;
        }
        if (head == tail) {
            clear();
        }
    }
}
