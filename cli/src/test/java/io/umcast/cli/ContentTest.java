/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ContentTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[400]);

    @Test
    void knowsItsOwnOfAnyLength() {
        for (int length = 8; length < 300; length++) {
            Content.fill(buffer, 3, length, 42, length * 7L);
            assertTrue(Content.isWhole(buffer, 3, length, 42));
        }
    }

    @Test
    void leavesWhatIsBehindItAlone() {
        buffer.setMemory(0, buffer.capacity(), (byte)0x55);
        for (int length = 0; length < 40; length++) {
            Content.fill(buffer, 0, length, 1, 1);
            assertEquals(0x55, buffer.getByte(length));
        }
    }

    @Test
    void seesEachFlippedBitAnotherLengthAndAnotherSeed() {
        final int length = 61;
        Content.fill(buffer, 0, length, 42, 1000);
        assertFalse(Content.isWhole(buffer, 0, length, 43));
        assertFalse(Content.isWhole(buffer, 0, length - 8, 42));
        for (int bit = 0; bit < length * 8; bit++) {
            final byte good = buffer.getByte(bit / 8);
            buffer.putByte(bit / 8, (byte)(good ^ 1 << bit % 8));
            assertFalse(Content.isWhole(buffer, 0, length, 42), "bit " + bit);
            buffer.putByte(bit / 8, good);
        }
    }

    @Test
    void mixesSizesInTheSharesThatItNames() {
        final int[] counts = new int[3];
        final int total = 200_000;
        for (int i = 0; i < total; i++) {
            final int size = Content.mixedSize(7, i, Integer.MAX_VALUE);
            final int kind = size <= 256 ? 0 : size <= 4096 ? 1 : 2;
            assertTrue(kind == 0 ? size >= 8 : kind == 1 ? size >= 1024 : size >= 65_536 && size <= 1 << 20, "size " + size);
            counts[kind]++;
        }
        assertEquals(0.9, counts[0] / (double)total, 0.005);
        assertEquals(0.099, counts[1] / (double)total, 0.005);
        assertEquals(0.001, counts[2] / (double)total, 0.0005);
    }

    @Test
    void mixesNoSizeThatTheLogDoesNotTake() {
        for (int i = 0; i < 100_000; i++) {
            assertTrue(Content.mixedSize(7, i, 8184) <= 8184);
        }
    }
}
