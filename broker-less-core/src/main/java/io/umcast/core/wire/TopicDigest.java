/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import org.agrona.DirectBuffer;

/**
 * The digest of a stream's topic definitions: FNV-1a of 64 bits over, in order of the numbers, 4 bytes of number (little-endian)
 * and the name's UTF-8 bytes of each. It tells a receiver that it knows all names, never which message is of which topic.
 */
public final class TopicDigest {
    /** The digest of no definitions: FNV's offset basis. */
    public static final long EMPTY = 0xcbf2_9ce4_8422_2325L;

    private static final long PRIME = 0x100_0000_01b3L;

    private TopicDigest() {
    }

    /**
     * Adds the next definition.
     *
     * @param digest of those before it.
     * @param number of the topic.
     * @param name   UTF-8.
     * @return the new digest.
     */
    public static long add(final long digest, final int number, final byte[] name) {
        long result = addNumber(digest, number);
        for (final byte b : name) {
            result = (result ^ b & 0xFF) * PRIME;
        }
        return result;
    }

    /**
     * Adds the next definition.
     *
     * @param digest of those before it.
     * @param number of the topic.
     * @param buffer that holds the name in UTF-8.
     * @param offset where the name begins.
     * @param length of the name in bytes.
     * @return the new digest.
     */
    public static long add(final long digest, final int number, final DirectBuffer buffer, final int offset, final int length) {
        long result = addNumber(digest, number);
        for (int i = 0; i < length; i++) {
            result = (result ^ buffer.getByte(offset + i) & 0xFF) * PRIME;
        }
        return result;
    }

    private static long addNumber(final long digest, final int number) {
        long result = digest;
        for (int shift = 0; shift < 32; shift += 8) {
            result = (result ^ number >>> shift & 0xFF) * PRIME;
        }
        return result;
    }
}
