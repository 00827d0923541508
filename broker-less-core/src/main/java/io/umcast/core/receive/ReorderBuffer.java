/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.nio.ByteBuffer;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.core.wire.RecordHeader;
import io.umcast.core.wire.RecordType;

/**
 * The bytes of a stream's window that could not be delivered where they came, at {@code position & mask}; behind the end is room
 * for the wrapped part of the longest record, so that any record can be seen in one piece. An image that never copies never
 * allocates it.
 */
final class ReorderBuffer {
    private final int capacity;
    private final int mask;
    private final int extension;
    private UnsafeBuffer buffer;

    /**
     * No memory yet.
     *
     * @param windowBytes how many bytes of the stream wait at once, at most.
     * @param extension   the longest record in bytes.
     */
    ReorderBuffer(final int windowBytes, final int extension) {
        this.capacity = BitUtil.findNextPositivePowerOfTwo(windowBytes);
        this.mask = capacity - 1;
        this.extension = extension;
    }

    boolean isAllocated() {
        return buffer != null;
    }

    UnsafeBuffer buffer() {
        if (buffer == null) {
            buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity + extension));
        }
        return buffer;
    }

    int index(final long position) {
        return (int)position & mask;
    }

    /** How many bytes lie in one piece from a position on, not counting the extension. */
    int contiguous(final long position) {
        return capacity - index(position);
    }

    void write(final long position, final DirectBuffer source, final int offset, final int length) {
        final UnsafeBuffer memory = buffer();
        final int index = index(position);
        final int first = Math.min(length, capacity - index);
        memory.putBytes(index, source, offset, first);
        if (first < length) {
            memory.putBytes(0, source, offset + first, length - first);
        }
    }

    void writePadding(final long position, final int length) {
        RecordHeader.write(buffer(), index(position), RecordType.PADDING, length);
    }

    /** Where a range lies in one piece; what of it is wrapped is copied behind the end. At most the extension is. */
    int view(final long position, final int length) {
        final UnsafeBuffer memory = buffer();
        final int index = index(position);
        final int wrapped = index + length - capacity;
        if (wrapped > 0) {
            memory.putBytes(capacity, memory, 0, wrapped);
        }
        return index;
    }
}
