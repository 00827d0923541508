/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import io.umcast.natives.Abi;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * What has come, in order: records of {@link Abi#RX_RECORD_SIZE} that name slots. One thread reads. Giving a record back gives its
 * slot back.
 */
public final class RxRing {
    private final AtomicBuffer ring;
    private final UnsafeBuffer slots;
    private final int mask;
    private final int headIndex;
    private long next;
    private long released;

    /**
     * A view on the ring.
     *
     * @param ring  that a poller fills; its capacity is {@link Abi#RX_RECORD_SIZE} times the number of slots.
     * @param slots the slots' memory.
     */
    public RxRing(final OneToOneRingBuffer ring, final UnsafeBuffer slots) {
        this.ring = ring.buffer();
        this.slots = slots;
        this.mask = ring.capacity() - 1;
        this.headIndex = ring.capacity() + RingBufferDescriptor.HEAD_POSITION_OFFSET;
        this.next = ring.consumerPosition();
        this.released = next;
    }

    /**
     * The next record.
     *
     * @return where its payload begins in {@link #buffer()}, or -1 if there is none.
     */
    public int next() {
        final int index = (int)next & mask;
        if (ring.getIntVolatile(RecordDescriptor.lengthOffset(index)) <= 0) {
            return -1;
        }
        next += Abi.RX_RECORD_SIZE;
        return index + RecordDescriptor.HEADER_LENGTH;
    }

    /**
     * Where the next record will be.
     *
     * @return the position in bytes of records; only grows.
     */
    public long position() {
        return next;
    }

    /** Gives back all records that {@link #next()} has returned, and their slots. */
    public void release() {
        releaseTo(next);
    }

    /**
     * Gives back records and their slots.
     *
     * @param position up to which all may go: what {@link #position()} was before the first that is still needed.
     */
    public void releaseTo(final long position) {
        if (released != position) {
            released = position;
            ring.putLongRelease(headIndex, position);
        }
    }

    /**
     * The ring's memory.
     *
     * @return the buffer that holds the records.
     */
    public AtomicBuffer buffer() {
        return ring;
    }

    /**
     * The slots' memory.
     *
     * @return the buffer that {@link Abi#RX_OFFSET} indexes.
     */
    public UnsafeBuffer slots() {
        return slots;
    }
}
