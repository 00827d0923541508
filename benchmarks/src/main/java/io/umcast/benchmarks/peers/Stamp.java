/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** What every measured message begins with, in this machine's byte order: u64 sequence, u64 time in ns, u32 stage. Agent.c has the same. */
final class Stamp {
    /** The least length of a message in bytes. */
    static final int LENGTH = 20;

    private static final int TIME_OFFSET = 8;
    private static final int STAGE_OFFSET = 16;

    private Stamp() {
    }

    static void write(final MutableDirectBuffer buffer, final int offset, final long sequence, final long timeNs, final int stage) {
        buffer.putLong(offset, sequence);
        buffer.putLong(offset + TIME_OFFSET, timeNs);
        buffer.putInt(offset + STAGE_OFFSET, stage);
    }

    static long sequence(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset);
    }

    static long timeNs(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + TIME_OFFSET);
    }

    static int stage(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + STAGE_OFFSET);
    }
}
