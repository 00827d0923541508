/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * A poller's view of a tx ring: the record at its cursor, which is given back when the cursor moves on. Only what has a possible
 * length is a record: a transport survives a ring that was written over.
 */
public final class TxReader {
    /** Returned by {@link #peek()}: nothing is committed there. */
    public static final int NONE = -1;
    /** Returned by {@link #peek()}: what is there cannot be a record. */
    public static final int BROKEN = -2;

    private final OneToOneRingBuffer ring;
    private final AtomicBuffer buffer;
    private final int capacity;
    private long position;
    private int type;
    private int length;

    /**
     * A reader from where the ring's consumer stands.
     *
     * @param ring to read.
     */
    public TxReader(final OneToOneRingBuffer ring) {
        this.ring = ring;
        this.buffer = ring.buffer();
        this.capacity = ring.capacity();
        this.position = ring.consumerPosition();
    }

    /**
     * Looks at the record at the cursor.
     *
     * @return where its payload begins in {@link #buffer()}, {@link #NONE} or {@link #BROKEN}.
     */
    public int peek() {
        final int index = (int)position & capacity - 1;
        final int recordLength = buffer.getIntVolatile(RecordDescriptor.lengthOffset(index));
        if (recordLength <= 0) {
            return NONE;
        }
        if (recordLength < RecordDescriptor.HEADER_LENGTH || recordLength > capacity - index) {
            return BROKEN;
        }
        type = buffer.getInt(RecordDescriptor.typeOffset(index));
        length = recordLength - RecordDescriptor.HEADER_LENGTH;
        return index + RecordDescriptor.HEADER_LENGTH;
    }

    /** Passes the record that {@link #peek()} found and gives it back. */
    public void advance() {
        pass();
        giveBack(position);
    }

    /** Passes the record that {@link #peek()} found and keeps it: what it names is still read. */
    public void pass() {
        position += BitUtil.align(length + RecordDescriptor.HEADER_LENGTH, RecordDescriptor.ALIGNMENT);
    }

    /**
     * Gives records back that were passed.
     *
     * @param to a position of the ring that the cursor has been at.
     */
    public void giveBack(final long to) {
        buffer.putLongRelease(capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET, to);
    }

    /**
     * The cursor.
     *
     * @return a position of the ring.
     */
    public long position() {
        return position;
    }

    /**
     * How far the ring is filled now.
     *
     * @return a position of the ring.
     */
    public long tail() {
        return ring.producerPosition();
    }

    /**
     * The type id of the record found.
     *
     * @return it.
     */
    public int type() {
        return type;
    }

    /**
     * The payload's length of the record found.
     *
     * @return bytes.
     */
    public int length() {
        return length;
    }

    /**
     * The ring's memory.
     *
     * @return the buffer.
     */
    public AtomicBuffer buffer() {
        return buffer;
    }
}
