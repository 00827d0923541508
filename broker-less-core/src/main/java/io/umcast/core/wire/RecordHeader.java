/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The 8 bytes before each record of a log: those of Agrona's ring buffers, which also travel. Records are 8-byte aligned. */
public final class RecordHeader {
    /** i32: the record's length in bytes, this header included, the padding to 8 not; not positive while it is being written. */
    public static final int LENGTH_OFFSET = 0;
    /** i32: the type id: a topic's number, or one of {@link RecordType}. */
    public static final int TYPE_OFFSET = 4;
    /** The header's length in bytes, and the alignment of records. */
    public static final int LENGTH = 8;

    private RecordHeader() {
    }

    /**
     * Writes a header.
     *
     * @param buffer to write to.
     * @param offset where the record begins.
     * @param type   a topic's number, or one of {@link RecordType}.
     * @param length of the record in bytes, header included.
     */
    public static void write(final MutableDirectBuffer buffer, final int offset, final int type, final int length) {
        buffer.putInt(offset + LENGTH_OFFSET, length, LITTLE_ENDIAN);
        buffer.putInt(offset + TYPE_OFFSET, type, LITTLE_ENDIAN);
    }

    /**
     * The record's length.
     *
     * @param buffer that holds the record.
     * @param offset where it begins.
     * @return bytes, header included; may be anything if the bytes are not trusted.
     */
    public static int length(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The type id.
     *
     * @param buffer that holds the record.
     * @param offset where it begins.
     * @return a topic's number, or one of {@link RecordType}.
     */
    public static int type(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + TYPE_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * How many bytes a record takes in a log.
     *
     * @param length of the record in bytes, header included.
     * @return the next multiple of 8; negative if that is more than an int holds.
     */
    public static int alignedLength(final int length) {
        return length + 7 & -8;
    }

    /**
     * Whether a length can be a record's and the record lies whole in what is left.
     *
     * @param length    as the header says, whatever it is.
     * @param remaining bytes from the record's begin on, a multiple of 8.
     * @return whether it does.
     */
    public static boolean isWhole(final int length, final int remaining) {
        return length >= LENGTH && length <= remaining;
    }
}
