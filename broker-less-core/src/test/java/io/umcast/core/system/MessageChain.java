/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import java.util.zip.CRC32C;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Messages that follow from their number, and the checksum over all of a stream's: one missing, doubled, moved or changed breaks it. */
final class MessageChain {
    static final int LENGTH = 120;
    /** What a message takes in the log. */
    static final int RECORD = 128;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final byte[] bytes = new byte[LENGTH];
    private final CRC32C crc = new CRC32C();
    private long value;

    static void fill(final MutableDirectBuffer buffer, final int offset, final long number) {
        buffer.putLong(offset, number);
        for (int at = Long.BYTES; at < LENGTH; at += Long.BYTES) {
            buffer.putLong(offset + at, (number + at) * GOLDEN);
        }
    }

    void add(final DirectBuffer buffer, final int offset) {
        buffer.getBytes(offset, bytes);
        crc.reset();
        crc.update(bytes);
        value = (value ^ crc.getValue()) * GOLDEN;
    }

    long value() {
        return value;
    }

    /** The checksum over the first so many messages. */
    static long of(final long count) {
        final MessageChain chain = new MessageChain();
        final org.agrona.concurrent.UnsafeBuffer message = new org.agrona.concurrent.UnsafeBuffer(new byte[LENGTH]);
        for (long number = 0; number < count; number++) {
            fill(message, 0, number);
            chain.add(message, 0);
        }
        return chain.value;
    }
}
