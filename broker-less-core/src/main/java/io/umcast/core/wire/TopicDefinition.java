/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The payload of a {@link RecordType#TOPIC_DEFINITION} record: u32 the topic's number, then its name in UTF-8 to the
 * record's end.
 */
public final class TopicDefinition {
    /** u32: the topic's number. */
    public static final int NUMBER_OFFSET = 0;
    /** The name in UTF-8. */
    public static final int NAME_OFFSET = 4;

    private TopicDefinition() {
    }

    /**
     * Writes a definition.
     *
     * @param buffer to write to.
     * @param offset where the payload begins.
     * @param number of the topic, 1 or more.
     * @param name   UTF-8, 1 to 255 bytes.
     * @return the payload's length in bytes.
     */
    public static int write(final MutableDirectBuffer buffer, final int offset, final int number, final byte[] name) {
        buffer.putInt(offset + NUMBER_OFFSET, number, LITTLE_ENDIAN);
        buffer.putBytes(offset + NAME_OFFSET, name);
        return NAME_OFFSET + name.length;
    }

    /**
     * Whether a payload is a definition: right length, a number that can be, a name in UTF-8. Records are what a foreign
     * publisher wrote: ask before reading one.
     *
     * @param buffer that holds the payload.
     * @param offset where it begins.
     * @param length of the payload in bytes.
     * @return whether it is.
     */
    public static boolean isValid(final DirectBuffer buffer, final int offset, final int length) {
        final int nameLength = length - NAME_OFFSET;
        if (nameLength < 1 || nameLength > TopicsFrame.MAX_NAME_LENGTH) {
            return false;
        }
        final int number = number(buffer, offset);
        return number >= RecordType.FIRST_TOPIC && number <= RecordType.MAX_TOPICS &&
            Utf8.isValid(buffer, offset + NAME_OFFSET, nameLength);
    }

    /**
     * The topic's number.
     *
     * @param buffer that holds the payload.
     * @param offset where it begins.
     * @return the number.
     */
    public static int number(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + NUMBER_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The topic's name. Makes a string.
     *
     * @param buffer that holds the payload.
     * @param offset where it begins.
     * @param length of the payload in bytes.
     * @return the name.
     */
    public static String name(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length - NAME_OFFSET];
        buffer.getBytes(offset + NAME_OFFSET, bytes);
        return new String(bytes, UTF_8);
    }
}
