/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NativeMemoryTest {
    @BeforeAll
    static void load() {
        assertTrue(NativeLibrary.available(), NativeLibrary.reason());
    }

    @Test
    void isZeroedAndPageAligned() {
        final NativeMemory memory = NativeMemory.allocate(3 << 20);
        final UnsafeBuffer buffer = new UnsafeBuffer(memory.buffer());
        assertEquals(3 << 20, buffer.capacity());
        assertEquals(0, buffer.addressOffset() % 4096);
        assertEquals(ByteOrder.nativeOrder(), memory.buffer().order());
        for (int i = 0; i < buffer.capacity(); i += 4096) {
            assertEquals(0, buffer.getLong(i));
        }
        buffer.putLong(buffer.capacity() - 8, 42);
    }

    @Test
    void refusesWithAReason() {
        assertNull(NativeMemory.allocate(0));
        final NativeError error = NativeError.last();
        assertEquals(22, error.errno());
        assertEquals("Invalid argument", error.text());
        assertTrue(error.call().contains("mmap {bytes=0}"), error.call());
        assertTrue(error.cause().contains("1 to 2147483647"), error.cause());
    }

    @Test
    @Timeout(60)
    void isUnmappedWhenItsBufferCannotBeReached() {
        final long handle = NativeMemory.allocate(1 << 20).handle();
        while (UmcastNative.memoryBuffer(handle) != null) { // the Cleaner's thread frees it when a collection has found it
            System.gc();
            Thread.onSpinWait();
        }
        assertEquals(-UmcastNative.EBADF, UmcastNative.memoryFree(handle));
    }

    @Test
    @Timeout(60)
    void staysMappedWhileAnUnsafeBufferOfItCanBeReached() {
        final UnsafeBuffer buffer = new UnsafeBuffer(NativeMemory.allocate(1 << 20).buffer());
        final UnsafeBuffer part = new UnsafeBuffer(buffer, 4096, 8);
        final long other = NativeMemory.allocate(1).handle();
        while (UmcastNative.memoryBuffer(other) != null) {
            System.gc();
            Thread.onSpinWait();
        }
        part.putLong(0, 42);
        assertEquals(42, buffer.getLong(4096));
    }
}
