/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.soak;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A message: which publisher's it is, its number there, and words that follow from both. */
final class SoakMessage {
    static final int HEADER = 16;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private SoakMessage() {
    }

    static void fill(final MutableDirectBuffer buffer, final int offset, final int length, final long publisher, final long number) {
        buffer.putLong(offset, publisher);
        buffer.putLong(offset + Long.BYTES, number);
        long word = publisher * GOLDEN ^ number;
        int at = HEADER;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            buffer.putLong(offset + at, word);
            word += GOLDEN;
        }
        for (; at < length; at++) {
            buffer.putByte(offset + at, (byte)(word >>> Long.SIZE - Byte.SIZE));
        }
    }

    static boolean isWhole(final DirectBuffer buffer, final int offset, final int length) {
        if (length < HEADER) {
            return false;
        }
        long word = buffer.getLong(offset) * GOLDEN ^ buffer.getLong(offset + Long.BYTES);
        long difference = 0;
        int at = HEADER;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            difference |= buffer.getLong(offset + at) ^ word;
            word += GOLDEN;
        }
        for (; at < length; at++) {
            difference |= buffer.getByte(offset + at) ^ (byte)(word >>> Long.SIZE - Byte.SIZE);
        }
        return difference == 0;
    }
}
