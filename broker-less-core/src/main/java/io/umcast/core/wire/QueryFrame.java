/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** QUERY: a receiver asks for the names of topics. */
public final class QueryFrame {
    /** u64: the receiver's id. */
    public static final int RECEIVER_ID_OFFSET = 40;
    /** u32: the first topic number asked for. */
    public static final int FIRST_NUMBER_OFFSET = 48;
    /** u32: 0. */
    public static final int RESERVED_OFFSET = 52;
    /** The frame's length in bytes. */
    public static final int LENGTH = 56;

    private QueryFrame() {
    }

    /**
     * Writes the frame.
     *
     * @param buffer      to write to.
     * @param offset      where the frame begins.
     * @param domain      of the system.
     * @param streamId    of the stream.
     * @param sendTime    nanoseconds since 1970-01-01 UTC.
     * @param receiverId  of who asks.
     * @param firstNumber the first topic number asked for, 1 or more.
     * @return the frame's length in bytes.
     */
    public static int write(final MutableDirectBuffer buffer, final int offset, final int domain, final long streamId,
        final long sendTime, final long receiverId, final int firstNumber) {
        FrameHeader.write(buffer, offset, FrameType.QUERY, 0, 0, domain, 0, streamId, 0, sendTime);
        buffer.putLong(offset + RECEIVER_ID_OFFSET, receiverId, LITTLE_ENDIAN);
        buffer.putInt(offset + FIRST_NUMBER_OFFSET, firstNumber, LITTLE_ENDIAN);
        buffer.putInt(offset + RESERVED_OFFSET, 0, LITTLE_ENDIAN);
        return LENGTH;
    }

    /**
     * Who asks.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the receiver's id.
     */
    public static long receiverId(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + RECEIVER_ID_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The first topic number asked for.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return 1 or more.
     */
    public static int firstNumber(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + FIRST_NUMBER_OFFSET, LITTLE_ENDIAN);
    }
}
