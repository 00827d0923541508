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

/**
 * STATUS: a receiver says how far it is, how much it can take, and which topics it subscribes. The header's position is
 * the consumed one.
 */
public final class StatusFrame {
    /** u64: the receiver's id. */
    public static final int RECEIVER_ID_OFFSET = 40;
    /** u64: the highest position seen, at least the consumed one. */
    public static final int RECEIVED_POSITION_OFFSET = 48;
    /** u32: how many bytes from the consumed position on it can take. */
    public static final int WINDOW_BYTES_OFFSET = 56;
    /** u32: how many datagrams from the received position on it can take. */
    public static final int WINDOW_DATAGRAMS_OFFSET = 60;
    /** u64: the receiver's tag; 0 = none. */
    public static final int TAG_OFFSET = 64;
    /** u32: the topic number of the bitmap's bit 0. */
    public static final int INTEREST_BASE_OFFSET = 72;
    /** u16: how many words the bitmap has, 0 to {@link #MAX_INTEREST_WORDS}. */
    public static final int INTEREST_WORDS_OFFSET = 76;
    /** u16: how many bytes the name has, 0 to {@link #MAX_NAME_LENGTH}. */
    public static final int NAME_LENGTH_OFFSET = 78;
    /** The bitmap: u64 words; then the name in UTF-8, then zeros up to a multiple of 8. */
    public static final int INTEREST_OFFSET = 80;
    /** The most words of the bitmap. */
    public static final int MAX_INTEREST_WORDS = 16;
    /** The longest name in bytes. */
    public static final int MAX_NAME_LENGTH = 64;
    /** The longest frame in bytes. */
    public static final int MAX_LENGTH = INTEREST_OFFSET + 8 * MAX_INTEREST_WORDS + MAX_NAME_LENGTH;

    private StatusFrame() {
    }

    /**
     * Writes the frame but for its bitmap and name: {@link #putInterest} and {@link #putName} follow, in this order. The
     * header's position is the consumed one.
     *
     * @param buffer           to write to.
     * @param offset           where the frame begins.
     * @param flags            0 or {@link FrameHeader#FLAG_LEAVING}.
     * @param domain           of the system.
     * @param streamId         of the stream.
     * @param position         up to where the receiver has consumed.
     * @param sendTime         nanoseconds since 1970-01-01 UTC.
     * @param receiverId       of the receiver.
     * @param receivedPosition the highest position seen, at least the consumed one.
     * @param windowBytes      from the consumed position on.
     * @param windowDatagrams  from the received position on.
     * @param tag              of the receiver; 0 = none.
     * @return the frame's length in bytes, without bitmap and name.
     */
    public static int write(final MutableDirectBuffer buffer, final int offset, final int flags, final int domain,
        final long streamId, final long position, final long sendTime, final long receiverId, final long receivedPosition,
        final int windowBytes, final int windowDatagrams, final long tag) {
        FrameHeader.write(buffer, offset, FrameType.STATUS, flags, 0, domain, 0, streamId, position, sendTime);
        buffer.putLong(offset + RECEIVER_ID_OFFSET, receiverId, LITTLE_ENDIAN);
        buffer.putLong(offset + RECEIVED_POSITION_OFFSET, receivedPosition, LITTLE_ENDIAN);
        buffer.putInt(offset + WINDOW_BYTES_OFFSET, windowBytes, LITTLE_ENDIAN);
        buffer.putInt(offset + WINDOW_DATAGRAMS_OFFSET, windowDatagrams, LITTLE_ENDIAN);
        buffer.putLong(offset + TAG_OFFSET, tag, LITTLE_ENDIAN);
        buffer.putLong(offset + INTEREST_BASE_OFFSET, 0, LITTLE_ENDIAN);
        return INTEREST_OFFSET;
    }

    /**
     * Adds the bitmap of topics that the receiver subscribes, to a frame without a name: bit i of word w written is topic
     * base + 64 w + i.
     *
     * @param buffer to write to.
     * @param offset where the frame begins.
     * @param base   the topic number of bit 0.
     * @param words  the bitmap.
     * @param first  the first of the words to write.
     * @param count  how many words, 0 to {@link #MAX_INTEREST_WORDS}.
     * @return the frame's length in bytes.
     */
    public static int putInterest(final MutableDirectBuffer buffer, final int offset, final int base, final long[] words,
        final int first, final int count) {
        buffer.putInt(offset + INTEREST_BASE_OFFSET, base, LITTLE_ENDIAN);
        buffer.putShort(offset + INTEREST_WORDS_OFFSET, (short)count, LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            buffer.putLong(offset + INTEREST_OFFSET + 8 * i, words[first + i], LITTLE_ENDIAN);
        }
        return INTEREST_OFFSET + 8 * count;
    }

    /**
     * Adds the receiver's name, behind the bitmap.
     *
     * @param buffer to write to.
     * @param offset where the frame begins.
     * @param name   UTF-8.
     * @param length of the name in bytes, 0 to {@link #MAX_NAME_LENGTH}.
     * @return the frame's length in bytes.
     */
    public static int putName(final MutableDirectBuffer buffer, final int offset, final byte[] name, final int length) {
        final int begin = INTEREST_OFFSET + 8 * interestWords(buffer, offset);
        buffer.putShort(offset + NAME_LENGTH_OFFSET, (short)length, LITTLE_ENDIAN);
        buffer.putBytes(offset + begin, name, 0, length);
        final int end = BitUtil.align(length, 8);
        buffer.setMemory(offset + begin + length, end - length, (byte)0);
        return begin + end;
    }

    /**
     * How long a frame gets.
     *
     * @param words      of the bitmap, 0 to {@link #MAX_INTEREST_WORDS}.
     * @param nameLength of the name in bytes, 0 to {@link #MAX_NAME_LENGTH}.
     * @return the length in bytes.
     */
    public static int length(final int words, final int nameLength) {
        return INTEREST_OFFSET + 8 * words + BitUtil.align(nameLength, 8);
    }

    /**
     * The receiver.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return its id.
     */
    public static long receiverId(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + RECEIVER_ID_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The highest position that the receiver has seen.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return at least the consumed position, which is the header's.
     */
    public static long receivedPosition(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + RECEIVED_POSITION_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * How much the receiver can take.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return bytes from the consumed position on.
     */
    public static int windowBytes(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + WINDOW_BYTES_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * How much the receiver can take.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return datagrams from the received position on.
     */
    public static int windowDatagrams(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + WINDOW_DATAGRAMS_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The receiver's tag.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the tag, or 0.
     */
    public static long tag(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + TAG_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * Where the bitmap begins.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the topic number of its bit 0.
     */
    public static int interestBase(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + INTEREST_BASE_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The bitmap's size.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return how many words.
     */
    public static int interestWords(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + INTEREST_WORDS_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * A word of the bitmap.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @param index  of the word, from 0.
     * @return bit i: the receiver subscribes topic number base + 64 index + i.
     */
    public static long interestWord(final DirectBuffer buffer, final int offset, final int index) {
        return buffer.getLong(offset + INTEREST_OFFSET + 8 * index, LITTLE_ENDIAN);
    }

    /**
     * Whether the receiver subscribes a topic, as far as this frame says.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @param number of a topic.
     * @return false too if the bitmap does not reach to the topic.
     */
    public static boolean isInterested(final DirectBuffer buffer, final int offset, final int number) {
        final long bit = (long)number - interestBase(buffer, offset);
        return bit >= 0 && bit < 64L * interestWords(buffer, offset) &&
            (interestWord(buffer, offset, (int)(bit >> 6)) >>> (bit & 63) & 1) != 0;
    }

    /**
     * The receiver's name.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return how many bytes of UTF-8.
     */
    public static int nameLength(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + NAME_LENGTH_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * Where the receiver's name begins.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return an offset in the buffer.
     */
    public static int nameOffset(final DirectBuffer buffer, final int offset) {
        return offset + INTEREST_OFFSET + 8 * interestWords(buffer, offset);
    }

    /**
     * The receiver's name. Makes a string.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the name.
     */
    public static String name(final DirectBuffer buffer, final int offset) {
        final byte[] bytes = new byte[nameLength(buffer, offset)];
        buffer.getBytes(nameOffset(buffer, offset), bytes);
        return new String(bytes, UTF_8);
    }
}
