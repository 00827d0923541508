/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The header that every frame begins with: 40 bytes. Static accessors, since there is nothing to keep. */
public final class FrameHeader {
    /** u16: {@link #MAGIC}. */
    public static final int MAGIC_OFFSET = 0;
    /** u8: {@link #CURRENT_VERSION}. */
    public static final int VERSION_OFFSET = 2;
    /** u8: one of {@link FrameType}. */
    public static final int TYPE_OFFSET = 3;
    /** u16: flags, by type. */
    public static final int FLAGS_OFFSET = 4;
    /** u16: DATA: where the first record begins in the range, in units of 8 bytes, or {@link #NO_RECORD}; else 0. */
    public static final int FIRST_RECORD_OFFSET = 6;
    /** u32: the domain: keeps systems that share a group and port apart. */
    public static final int DOMAIN_OFFSET = 8;
    /** u32: DATA, PAD, NAK, CONFIRM: the length of the range in bytes, a multiple of 8; else 0. */
    public static final int LENGTH_OFFSET = 12;
    /** u64: the stream's id. */
    public static final int STREAM_ID_OFFSET = 16;
    /** u64: a position in the stream, in bytes, a multiple of 8. */
    public static final int POSITION_OFFSET = 24;
    /** u64: when the frame was made, in nanoseconds since 1970-01-01 UTC. */
    public static final int SEND_TIME_OFFSET = 32;
    /** The header's length in bytes. */
    public static final int LENGTH = 40;

    /** The bytes 'U', 'M'. */
    public static final short MAGIC = 0x4D55;
    /** This version of the protocol. */
    public static final byte CURRENT_VERSION = 1;
    /** The value of {@link #FIRST_RECORD_OFFSET} when no record begins in the range. */
    public static final int NO_RECORD = 0xFFFF;

    /** DATA, PAD: a repair, sent before. */
    public static final int FLAG_REPAIR = 1;
    /** ANNOUNCE: the sent position is where a record begins. */
    public static final int FLAG_ALIGNED = 1;
    /** NAK: answer me alone, by unicast: history, or a repair that nobody else lacks. */
    public static final int FLAG_UNICAST = 1;
    /** NAK: the send time is that of the latest frame that the receiver has heard of the stream, by the publisher's clock. */
    public static final int FLAG_HEARD = 2;
    /** STATUS: this receiver leaves the stream. */
    public static final int FLAG_LEAVING = 1;
    /** UNAVAILABLE: this receiver was too slow and is no longer waited for. */
    public static final int FLAG_DROPPED = 1;
    /** UNAVAILABLE: this receiver has caught up and is waited for again. */
    public static final int FLAG_FOLLOWED = 2;

    private FrameHeader() {
    }

    /**
     * Writes a header.
     *
     * @param buffer      to write to.
     * @param offset      where the frame begins.
     * @param type        one of {@link FrameType}.
     * @param flags       by type.
     * @param firstRecord units of 8 bytes, or {@link #NO_RECORD}.
     * @param domain      of the system.
     * @param length      of the range in bytes.
     * @param streamId    of the stream.
     * @param position    in the stream.
     * @param sendTime    nanoseconds since 1970-01-01 UTC.
     */
    public static void write(final MutableDirectBuffer buffer, final int offset, final int type, final int flags,
        final int firstRecord, final int domain, final int length, final long streamId, final long position,
        final long sendTime) {
        buffer.putInt(offset, (MAGIC & 0xFFFF) | CURRENT_VERSION << 16 | type << 24, LITTLE_ENDIAN);
        buffer.putInt(offset + FLAGS_OFFSET, flags & 0xFFFF | firstRecord << 16, LITTLE_ENDIAN);
        buffer.putInt(offset + DOMAIN_OFFSET, domain, LITTLE_ENDIAN);
        buffer.putInt(offset + LENGTH_OFFSET, length, LITTLE_ENDIAN);
        buffer.putLong(offset + STREAM_ID_OFFSET, streamId, LITTLE_ENDIAN);
        buffer.putLong(offset + POSITION_OFFSET, position, LITTLE_ENDIAN);
        buffer.putLong(offset + SEND_TIME_OFFSET, sendTime, LITTLE_ENDIAN);
    }

    /**
     * The frame's type.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return one of {@link FrameType}, or something unknown.
     */
    public static int type(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + TYPE_OFFSET);
    }

    /**
     * The flags.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the flags, by type.
     */
    public static int flags(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + FLAGS_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * Where the first record begins in the range.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return units of 8 bytes from the range's begin, or {@link #NO_RECORD}.
     */
    public static int firstRecord(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + FIRST_RECORD_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * The domain.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the domain id.
     */
    public static int domain(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + DOMAIN_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The length of the range.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return bytes.
     */
    public static int length(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The stream's id.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the id.
     */
    public static long streamId(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + STREAM_ID_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The position.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return bytes since the stream began.
     */
    public static long position(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + POSITION_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * When the frame was made.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return nanoseconds since 1970-01-01 UTC.
     */
    public static long sendTime(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + SEND_TIME_OFFSET, LITTLE_ENDIAN);
    }
}
