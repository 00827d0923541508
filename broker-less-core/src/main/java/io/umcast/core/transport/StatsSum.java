/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.natives.Abi;

/** Two blocks of statistics as one, added up when it is asked for: each has a writer of its own, so that counting needs no locked instruction. */
final class StatsSum {
    private static final int CACHE_LINE = 64;

    private final UnsafeBuffer sum = new UnsafeBuffer(BufferUtil.allocateDirectAligned(Abi.STATS_SIZE, CACHE_LINE));

    /**
     * Adds up.
     *
     * @param a       one block.
     * @param b       memory that holds the other.
     * @param bOffset where it begins.
     * @return the sum, the same buffer each time; of the last error numbers the larger.
     */
    UnsafeBuffer of(final DirectBuffer a, final DirectBuffer b, final int bOffset) {
        for (int at = 0; at + Long.BYTES <= Abi.STATS_SIZE; at += Long.BYTES) {
            final long ofA = a.getLong(at);
            final long ofB = b.getLong(bOffset + at);
            sum.putLong(at, at == Abi.STATS_LAST_ERRNO ? Math.max(ofA, ofB) : ofA + ofB);
        }
        return sum;
    }
}
