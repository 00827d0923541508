/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.log;

import java.nio.ByteBuffer;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import io.umcast.core.transport.Region;
import io.umcast.core.wire.RecordType;

/**
 * The memory of a stream. Publishers see {@link #ring()}; the sending side walks committed records and moves the ring's head, which is
 * the retained position: the ring's own capacity check is the back pressure.
 */
public final class Log {
    /** What a ring needs besides its capacity, in bytes. */
    public static final int TRAILER_LENGTH = RingBufferDescriptor.TRAILER_LENGTH;
    /** What precedes each record's payload, in bytes. */
    public static final int RECORD_HEADER_LENGTH = RecordDescriptor.HEADER_LENGTH;
    /** Records begin at multiples of this. */
    public static final int ALIGNMENT = RecordDescriptor.ALIGNMENT;
    /** To be copied, which takes half to two thirds of the time of Unsafe.setMemory (JDK 17, 25). */
    private static final DirectBuffer ZEROS = new UnsafeBuffer(ByteBuffer.allocateDirect(4096));

    private final Region region;
    private final RingBuffer ring;
    private final UnsafeBuffer buffer;
    private final boolean concurrent;
    private final int capacity;
    private final int mask;
    private final int headIndex;
    private final int maxLength;
    private final Doorbell doorbell;

    /**
     * A log over fresh memory, of a sender that never sleeps.
     *
     * @param region     of a power of two plus {@link #TRAILER_LENGTH} bytes, zeroed.
     * @param concurrent whether many threads claim.
     */
    public Log(final Region region, final boolean concurrent) {
        this(region, concurrent, new Doorbell(() -> { }));
    }

    /**
     * A log over fresh memory.
     *
     * @param region     of a power of two plus {@link #TRAILER_LENGTH} bytes, zeroed.
     * @param concurrent whether many threads claim.
     * @param doorbell   that commits ring.
     */
    public Log(final Region region, final boolean concurrent, final Doorbell doorbell) {
        this.region = region;
        this.doorbell = doorbell;
        this.buffer = region.buffer();
        this.concurrent = concurrent;
        this.ring = concurrent ? new ManyToOneRingBuffer(buffer) : new OneToOneRingBuffer(buffer);
        this.capacity = ring.capacity();
        this.mask = capacity - 1;
        this.maxLength = ring.maxMsgLength();
        this.headIndex = capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET;
    }

    /**
     * The claiming side.
     *
     * @return the ring; only its tryClaim and abort are to be used, and {@link #commit} of the log.
     */
    public RingBuffer ring() {
        return ring;
    }

    /**
     * Commits a claim, and wakes who sends if it sleeps.
     *
     * @param index as tryClaim returned it.
     */
    public void commit(final int index) {
        ring.commit(index);
        doorbell.ring();
    }

    /**
     * The registered memory.
     *
     * @return the region.
     */
    public Region region() {
        return region;
    }

    /**
     * The memory.
     *
     * @return the buffer, {@link #index} of a position being the offset in it.
     */
    public AtomicBuffer buffer() {
        return buffer;
    }

    /**
     * How many bytes the log holds.
     *
     * @return a power of two.
     */
    public int capacity() {
        return capacity;
    }

    /**
     * The longest message that it takes.
     *
     * @return bytes.
     */
    public int maxLength() {
        return maxLength;
    }

    /**
     * Where a position lies in the memory.
     *
     * @param position in the stream.
     * @return the offset in {@link #buffer()}.
     */
    public int index(final long position) {
        return (int)position & mask;
    }

    /**
     * The size of the record at a position.
     *
     * @param position where a record begins, less than a capacity ahead of the retained position (there an old record may lie).
     * @return its aligned length if it is committed, else 0 or less.
     */
    public int committedLength(final long position) {
        final int length = buffer.getIntVolatile(RecordDescriptor.lengthOffset(index(position)));
        return length <= 0 ? length : BitUtil.align(length, ALIGNMENT);
    }

    /**
     * Whether the committed record at a position is the padding in front of the log's wrap.
     *
     * @param position      where the record begins.
     * @param alignedLength its length.
     * @return whether it reaches the log's end and holds nothing.
     */
    public boolean isWrapPadding(final long position, final int alignedLength) {
        final int index = index(position);
        return index + alignedLength == capacity && buffer.getInt(RecordDescriptor.typeOffset(index)) == RecordType.PADDING;
    }

    /**
     * The position behind a record just claimed. Right until a whole capacity more has been claimed, which the claim itself forbids.
     *
     * @param payloadIndex what tryClaim returned.
     * @param length       of the payload.
     * @return the position in the stream.
     */
    public long positionBehind(final int payloadIndex, final int length) {
        final long tail = ring.producerPosition();
        final long end = (long)payloadIndex + BitUtil.align(length, ALIGNMENT);
        return tail - (tail - end & mask);
    }

    /**
     * How far room has been claimed.
     *
     * @return the position behind the last claim.
     */
    public long claimed() {
        return ring.producerPosition();
    }

    /**
     * How far room has been given back.
     *
     * @return the retained position.
     */
    public long retained() {
        return buffer.getLong(headIndex);
    }

    /**
     * Gives room back. A concurrent log's is zeroed first, as Agrona's claiming side wants it.
     *
     * @param position the new retained position: nothing before it is read any more.
     */
    public void retain(final long position) {
        if (concurrent) {
            final long from = retained();
            final int index = index(from);
            final int length = (int)(position - from);
            final int first = Math.min(length, capacity - index);
            zero(index, first);
            zero(0, length - first);
        }
        buffer.putLongRelease(headIndex, position);
    }

    private void zero(final int from, final int length) {
        for (int i = 0; i < length; i += ZEROS.capacity()) {
            buffer.putBytes(from + i, ZEROS, 0, Math.min(length - i, ZEROS.capacity()));
        }
    }

    /**
     * Turns a claim that was never committed into padding, so that what lies behind it can be sent. Agrona's own unblock assumes that
     * the head is where the consumer stands, which here it is not.
     *
     * @param position where the consumer stands: the claim's begin.
     * @return whether something was unblocked.
     */
    public boolean unblock(final long position) {
        final long tail = ring.producerPosition();
        if (position >= tail) {
            return false;
        }
        final int index = index(position);
        final int length = buffer.getIntVolatile(RecordDescriptor.lengthOffset(index));
        if (length < 0) {
            pad(index, -length);
            return true;
        }
        return length == 0 && concurrent && unblockUnwritten(position, tail);
    }

    /** A claiming thread died between moving the tail and writing its length: pad up to the next length that was written. */
    private boolean unblockUnwritten(final long position, final long tail) {
        final int index = index(position);
        final int limit = (int)Math.min(capacity - index, tail - position);
        int gap = ALIGNMENT;
        while (gap < limit && buffer.getIntVolatile(index + gap) == 0) {
            gap += ALIGNMENT;
        }
        for (int i = gap - ALIGNMENT; i >= 0; i -= ALIGNMENT) {
            if (buffer.getIntVolatile(index + i) != 0) {
                return false; // somebody was only slow
            }
        }
        pad(index, gap);
        return true;
    }

    private void pad(final int index, final int length) {
        buffer.putInt(RecordDescriptor.typeOffset(index), RecordType.PADDING);
        buffer.putIntRelease(RecordDescriptor.lengthOffset(index), length);
    }
}
