/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import io.umcast.core.transport.PeerAddress;
import io.umcast.core.transport.RxRing;
import io.umcast.natives.Abi;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** The data or control endpoint of a {@link MemoryTransport}: what waits, and what its owner has been told of. */
final class MemoryEndpoint {
    private static final int ALIGNMENT = 64;

    private final DatagramArena arena;
    private final UnsafeBuffer stats;
    private final SocketBuffer waiting;
    private final OneToOneRingBuffer ring;
    private final RxRing view;
    private long reclaimed;
    private long dropped;

    MemoryEndpoint(final DatagramArena arena, final int slots, final int receiveBufferBytes, final UnsafeBuffer stats) {
        this.arena = arena;
        this.stats = stats;
        waiting = new SocketBuffer(receiveBufferBytes);
        ring = new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
            slots * Abi.RX_RECORD_SIZE + RingBufferDescriptor.TRAILER_LENGTH, ALIGNMENT)));
        view = new RxRing(ring, arena.memory());
    }

    RxRing view() {
        return view;
    }

    /** How many came while there was no room for them. */
    long dropped() {
        return dropped;
    }

    void offer(final int datagram) {
        if (waiting.add(datagram, arena.length(datagram))) {
            arena.refer(datagram);
        } else {
            dropped++;
        }
    }

    int poll() {
        reclaim();
        int count = 0;
        long bytes = 0;
        while (!waiting.isEmpty()) {
            // the ring's producer wants a free header behind each record, so the last record stays free
            if (ring.producerPosition() - reclaimed >= ring.capacity() - Abi.RX_RECORD_SIZE) {
                stats.getAndAddLong(Abi.STATS_NO_SLOT, 1);
                break;
            }
            final int datagram = waiting.first();
            final int length = arena.length(datagram);
            waiting.removeFirst(length);
            publish(datagram, length);
            bytes += length;
            count++;
        }
        stats.getAndAddLong(Abi.STATS_RECEIVE_CALLS, 1);
        stats.getAndAddLong(Abi.STATS_RECEIVED_DATAGRAMS, count);
        stats.getAndAddLong(Abi.STATS_RECEIVED_BYTES, bytes);
        return count;
    }

    /** Lets go of everything. */
    void close() {
        while (reclaimed < ring.producerPosition()) {
            releaseOne();
        }
        while (!waiting.isEmpty()) {
            final int datagram = waiting.first();
            waiting.removeFirst(arena.length(datagram));
            arena.release(datagram);
        }
    }

    private void reclaim() {
        final long given = ring.consumerPosition();
        while (reclaimed < given) {
            releaseOne();
        }
    }

    private void releaseOne() {
        final int record = ((int)reclaimed & ring.capacity() - 1) + RecordDescriptor.HEADER_LENGTH;
        arena.release(arena.datagramAt(ring.buffer().getInt(record + Abi.RX_OFFSET)));
        reclaimed += Abi.RX_RECORD_SIZE;
    }

    private void publish(final int datagram, final int length) {
        final int index = ring.tryClaim(Abi.RX_RECEIVED, Abi.RX_RECORD_SIZE - RecordDescriptor.HEADER_LENGTH);
        final MutableDirectBuffer record = ring.buffer();
        final PeerAddress source = arena.sender(datagram).localAddress();
        record.putInt(index + Abi.RX_OFFSET, arena.offset(datagram));
        record.putInt(index + Abi.RX_LENGTH, length);
        record.putInt(index + Abi.RX_SEGMENT, length);
        record.putShort(index + Abi.RX_SOURCE_KIND, (short)source.kind());
        record.putShort(index + Abi.RX_FLAGS, (short)0);
        record.putLong(index + Abi.RX_SOURCE, source.high());
        record.putLong(index + Abi.RX_SOURCE + 8, source.low());
        record.putInt(index + Abi.RX_SOURCE_PORT, source.port());
        record.putInt(index + Abi.RX_SOURCE_SCOPE, 0);
        record.putLong(index + Abi.RX_TIME, 0);
        record.putLong(index + Abi.RX_RESERVED, 0);
        ring.commit(index);
    }
}
