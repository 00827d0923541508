/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** TOPICS: a publisher says which topic number has which name. */
public final class TopicsFrame {
    /** u32: the first definition's topic number. */
    public static final int FIRST_NUMBER_OFFSET = 40;
    /** u32: how many definitions this frame has. */
    public static final int COUNT_OFFSET = 44;
    /** u32: how many topics the stream has. */
    public static final int TOTAL_OFFSET = 48;
    /** u32: 0. */
    public static final int RESERVED_OFFSET = 52;
    /** u64: the digest of all definitions of the stream, see {@link TopicDigest}. */
    public static final int DIGEST_OFFSET = 56;
    /** The definitions, each padded with zeros to a multiple of 8; their numbers follow without holes. */
    public static final int ENTRIES_OFFSET = 64;
    /** In a definition, u32: the topic's number. */
    public static final int ENTRY_NUMBER_OFFSET = 0;
    /** In a definition, u16: the name's length in bytes, 1 to 255. */
    public static final int ENTRY_NAME_LENGTH_OFFSET = 4;
    /** In a definition: the name in UTF-8. */
    public static final int ENTRY_NAME_OFFSET = 6;
    /** The longest name in bytes. */
    public static final int MAX_NAME_LENGTH = 255;
    /** What {@link #append} returns when a definition does not fit. */
    public static final int FULL = -1;

    private TopicsFrame() {
    }

    /**
     * Writes a frame without definitions: {@link #append} adds them.
     *
     * @param buffer      to write to.
     * @param offset      where the frame begins.
     * @param domain      of the system.
     * @param streamId    of the stream.
     * @param sendTime    nanoseconds since 1970-01-01 UTC.
     * @param firstNumber the topic number of the first definition to come, 1 or more.
     * @param total       how many topics the stream has.
     * @param digest      of all definitions of the stream.
     * @return the frame's length in bytes.
     */
    public static int write(final MutableDirectBuffer buffer, final int offset, final int domain, final long streamId,
        final long sendTime, final int firstNumber, final int total, final long digest) {
        FrameHeader.write(buffer, offset, FrameType.TOPICS, 0, 0, domain, 0, streamId, 0, sendTime);
        buffer.putInt(offset + FIRST_NUMBER_OFFSET, firstNumber, LITTLE_ENDIAN);
        buffer.putInt(offset + COUNT_OFFSET, 0, LITTLE_ENDIAN);
        buffer.putInt(offset + TOTAL_OFFSET, total, LITTLE_ENDIAN);
        buffer.putInt(offset + RESERVED_OFFSET, 0, LITTLE_ENDIAN);
        buffer.putLong(offset + DIGEST_OFFSET, digest, LITTLE_ENDIAN);
        return ENTRIES_OFFSET;
    }

    /**
     * Adds the definition of the next topic number.
     *
     * @param buffer      to write to.
     * @param offset      where the frame begins.
     * @param frameLength as the call before returned it.
     * @param maxLength   of the frame in bytes.
     * @param name        UTF-8, 1 to {@link #MAX_NAME_LENGTH} bytes.
     * @return the frame's new length in bytes, or {@link #FULL} if it would be more than allowed (then nothing is changed).
     */
    public static int append(final MutableDirectBuffer buffer, final int offset, final int frameLength, final int maxLength,
        final byte[] name) {
        final int newLength = frameLength + BitUtil.align(ENTRY_NAME_OFFSET + name.length, 8);
        if (newLength > maxLength) {
            return FULL;
        }
        final int count = count(buffer, offset);
        final int entry = offset + frameLength;
        buffer.putInt(entry + ENTRY_NUMBER_OFFSET, firstNumber(buffer, offset) + count, LITTLE_ENDIAN);
        buffer.putShort(entry + ENTRY_NAME_LENGTH_OFFSET, (short)name.length, LITTLE_ENDIAN);
        buffer.putBytes(entry + ENTRY_NAME_OFFSET, name);
        final int end = entry + ENTRY_NAME_OFFSET + name.length;
        buffer.setMemory(end, offset + newLength - end, (byte)0);
        buffer.putInt(offset + COUNT_OFFSET, count + 1, LITTLE_ENDIAN);
        return newLength;
    }

    /**
     * The first definition's topic number.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return 1 or more.
     */
    public static int firstNumber(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + FIRST_NUMBER_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * How many definitions this frame has.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the number.
     */
    public static int count(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + COUNT_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * How many topics the stream has.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the number.
     */
    public static int total(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + TOTAL_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The digest of all definitions of the stream.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return see {@link TopicDigest}.
     */
    public static long digest(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + DIGEST_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * Where the first definition begins; {@link #next} leads on to the others, {@link #count} times in all.
     *
     * @param offset where the frame begins.
     * @return an offset in the buffer.
     */
    public static int firstEntry(final int offset) {
        return offset + ENTRIES_OFFSET;
    }

    /**
     * Where the definition behind this one begins.
     *
     * @param buffer that holds the frame.
     * @param entry  where the definition begins.
     * @return an offset in the buffer.
     */
    public static int next(final DirectBuffer buffer, final int entry) {
        return entry + BitUtil.align(ENTRY_NAME_OFFSET + nameLength(buffer, entry), 8);
    }

    /**
     * The topic's number.
     *
     * @param buffer that holds the frame.
     * @param entry  where the definition begins.
     * @return the number.
     */
    public static int number(final DirectBuffer buffer, final int entry) {
        return buffer.getInt(entry + ENTRY_NUMBER_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The topic's name.
     *
     * @param buffer that holds the frame.
     * @param entry  where the definition begins.
     * @return how many bytes of UTF-8.
     */
    public static int nameLength(final DirectBuffer buffer, final int entry) {
        return buffer.getShort(entry + ENTRY_NAME_LENGTH_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * Where the topic's name begins.
     *
     * @param entry where the definition begins.
     * @return an offset in the buffer.
     */
    public static int nameOffset(final int entry) {
        return entry + ENTRY_NAME_OFFSET;
    }

    /**
     * The topic's name. Makes a string.
     *
     * @param buffer that holds the frame.
     * @param entry  where the definition begins.
     * @return the name.
     */
    public static String name(final DirectBuffer buffer, final int entry) {
        final byte[] bytes = new byte[nameLength(buffer, entry)];
        buffer.getBytes(nameOffset(entry), bytes);
        return new String(bytes, UTF_8);
    }
}
