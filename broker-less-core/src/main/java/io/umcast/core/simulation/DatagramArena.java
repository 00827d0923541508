/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.core.transport.RegionTable;

/** The bytes of all datagrams under way, each kept once, for as long as anything refers to it. */
final class DatagramArena {
    private static final int ALIGNMENT = 64;

    private final UnsafeBuffer memory;
    private final int stride;
    private final int[] lengths;
    private final int[] references;
    private final MemoryTransport[] senders;
    private final int[] free;
    private int freeCount;

    DatagramArena(final int datagrams, final int mtu) {
        stride = BitUtil.align(mtu, ALIGNMENT);
        final long bytes = (long)datagrams * stride;
        if (datagrams < 1 || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(datagrams + " datagrams of " + stride +
                " bytes: 1 datagram to 2 GiB can be under way");
        }
        memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned((int)bytes, RegionTable.PAGE));
        lengths = new int[datagrams];
        references = new int[datagrams];
        senders = new MemoryTransport[datagrams];
        free = new int[datagrams];
        for (int i = 0; i < datagrams; i++) {
            free[i] = datagrams - 1 - i;
        }
        freeCount = datagrams;
    }

    UnsafeBuffer memory() {
        return memory;
    }

    /** A place with one reference, the caller's; -1 if all are taken. */
    int take(final MemoryTransport sender, final int length) {
        if (freeCount == 0) {
            return -1;
        }
        final int datagram = free[--freeCount];
        lengths[datagram] = length;
        references[datagram] = 1;
        senders[datagram] = sender;
        return datagram;
    }

    int offset(final int datagram) {
        return datagram * stride;
    }

    int datagramAt(final int offset) {
        return offset / stride;
    }

    int length(final int datagram) {
        return lengths[datagram];
    }

    MemoryTransport sender(final int datagram) {
        return senders[datagram];
    }

    void refer(final int datagram) {
        references[datagram]++;
    }

    void release(final int datagram) {
        if (--references[datagram] == 0) {
            senders[datagram] = null;
            free[freeCount++] = datagram;
        }
    }

    int inUse() {
        return free.length - freeCount;
    }
}
