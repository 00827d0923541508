/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** NAK: a receiver lacks the range that the header names. */
public final class NakFrame {
    /** u64: the receiver's id. */
    public static final int RECEIVER_ID_OFFSET = 40;
    /** The frame's length in bytes. */
    public static final int LENGTH = 48;

    private NakFrame() {
    }

    /**
     * Writes the frame.
     *
     * @param buffer     to write to.
     * @param offset     where the frame begins.
     * @param flags      of {@link FrameHeader#FLAG_UNICAST} and {@link FrameHeader#FLAG_HEARD}.
     * @param domain     of the system.
     * @param streamId   of the stream.
     * @param position   of the range's begin.
     * @param sendTime   nanoseconds since 1970-01-01 UTC: the sending's, or with {@code FLAG_HEARD} that of the latest frame heard.
     * @param length     of the range in bytes, a multiple of 8.
     * @param receiverId of who lacks it.
     * @return the frame's length in bytes.
     */
    public static int write(final MutableDirectBuffer buffer, final int offset, final int flags, final int domain,
        final long streamId, final long position, final long sendTime, final int length, final long receiverId) {
        FrameHeader.write(buffer, offset, FrameType.NAK, flags, 0, domain, length, streamId, position, sendTime);
        buffer.putLong(offset + RECEIVER_ID_OFFSET, receiverId, LITTLE_ENDIAN);
        return LENGTH;
    }

    /**
     * Who lacks the range.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the receiver's id.
     */
    public static long receiverId(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + RECEIVER_ID_OFFSET, LITTLE_ENDIAN);
    }
}
