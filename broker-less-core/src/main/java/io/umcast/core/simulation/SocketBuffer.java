/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import java.util.Arrays;

/** What waits for a poll, as a socket's receive buffer: first in, first out, until its bytes with their overhead are used up. */
final class SocketBuffer {
    // measured of Linux: 256 datagrams of 16 bytes, 92 of 1,472 and 12 of 8,000 fill a buffer of 212,992 bytes
    private static final int OVERHEAD_OF_BUFFER = 256;
    private static final int OVERHEAD_OF_DATA = 384;
    private static final int INITIAL = 16;

    private final long capacity;
    private int[] waiting = new int[INITIAL];
    private int head;
    private int count;
    private long used;

    SocketBuffer(final long capacity) {
        this.capacity = capacity;
    }

    static int charge(final int length) {
        return OVERHEAD_OF_BUFFER + Integer.highestOneBit(length + OVERHEAD_OF_DATA - 1) * 2;
    }

    /** False if there is no room. As in a kernel, the one that goes over the edge is still taken. */
    boolean add(final int datagram, final int length) {
        if (used >= capacity) {
            return false;
        }
        if (count == waiting.length) {
            final int[] more = Arrays.copyOfRange(waiting, head, head + count * 2);
            System.arraycopy(waiting, 0, more, count - head, head);
            waiting = more;
            head = 0;
        }
        waiting[head + count++ & waiting.length - 1] = datagram;
        used += charge(length);
        return true;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int first() {
        return waiting[head];
    }

    void removeFirst(final int length) {
        head = head + 1 & waiting.length - 1;
        count--;
        used -= charge(length);
    }
}
