/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.nio.ByteOrder;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What messages of a flood hold: the sequence number, then words that follow from seed, sequence number, length and place, so that
 * whoever receives one can tell that it is whole and in its own order.
 */
final class Content {
    /** From this length on a message has its sequence number. */
    static final int SEQUENCE_LENGTH = Long.BYTES;

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private Content() {
    }

    static void fill(final MutableDirectBuffer buffer, final int offset, final int length, final long seed, final long sequence) {
        long word = first(seed, sequence, length);
        int at = SEQUENCE_LENGTH;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            buffer.putLong(offset + at, word, ORDER);
            word += GOLDEN;
        }
        for (; at < length; at++) {
            buffer.putByte(offset + at, (byte)word);
            word >>= Byte.SIZE;
        }
        if (length >= SEQUENCE_LENGTH) {
            buffer.putLong(offset, sequence, ORDER);
        }
    }

    /** Whether a message that has its sequence number is as {@link #fill} made it. */
    static boolean isWhole(final DirectBuffer buffer, final int offset, final int length, final long seed) {
        long word = first(seed, buffer.getLong(offset, ORDER), length);
        int at = SEQUENCE_LENGTH;
        long difference = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            difference |= buffer.getLong(offset + at, ORDER) ^ word;
            word += GOLDEN;
        }
        for (; at < length; at++) {
            difference |= buffer.getByte(offset + at) ^ (byte)word;
            word >>= Byte.SIZE;
        }
        return difference == 0;
    }

    private static long first(final long seed, final long sequence, final int length) {
        return mix(mix(seed + sequence * GOLDEN) ^ length);
    }

    /** Sizes as they are met: 90 % of 8 to 256 bytes, 9.9 % of 1 to 4 KiB, 0.1 % of 64 KiB to 1 MiB or the longest message. */
    static int mixedSize(final long seed, final long sequence, final int longest) {
        final long random = mix(~seed + sequence * GOLDEN);
        final int permille = (int)((random >>> 32) % 1000);
        final int inClass = (int)random & Integer.MAX_VALUE;
        if (permille < 900) {
            return 8 + inClass % (256 - 8 + 1);
        }
        return permille < 999 ? between(1 << 10, Math.min(4 << 10, longest), inClass) :
            between(1 << 16, Math.min(1 << 20, longest), inClass);
    }

    private static int between(final int low, final int high, final int random) {
        return high <= low ? high : low + random % (high - low + 1);
    }

    /** Stafford's mixer 13, as in java.util.SplittableRandom. */
    private static long mix(final long value) {
        long z = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
