/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

class UmcastNativeTest {
    @BeforeAll
    static void load() {
        assertTrue(NativeLibrary.available(), NativeLibrary.reason());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, (1L << 32) + 1, 0x7FFFFFFF_00000001L})
    void aForeignHandleIsRefusedByEveryCall(final long handle) {
        final int refused = -UmcastNative.EBADF;
        assertEquals(refused, UmcastNative.close(handle));
        assertEquals(refused, UmcastNative.poll(handle, 7));
        assertEquals(refused, UmcastNative.join(handle, 4, 0, 0, 1, 0, 0, 0));
        assertEquals(refused, UmcastNative.leave(handle, 4, 0, 0, 1, 0, 0, 0));
        assertEquals(refused, UmcastNative.destinationOpen(handle, 4, 0, 0, 1, 0));
        assertEquals(refused, UmcastNative.destinationClose(handle, 1));
        assertEquals(refused, UmcastNative.regionAdd(handle, 1));
        assertEquals(refused, UmcastNative.regionRemove(handle, 1));
        assertEquals(refused, UmcastNative.controlAddress(handle, ByteBuffer.allocateDirect(Abi.ADDRESS_SIZE)));
        assertEquals(refused, UmcastNative.receiveBuffer(handle));
        assertEquals(refused, UmcastNative.queuePairOpen(handle, 0, 0, 1, 1, 0));
        assertEquals(refused, UmcastNative.membership(handle, 4, 0, 0, true, ByteBuffer.allocateDirect(Abi.MEMBERSHIP_SIZE)));
        assertEquals(refused, UmcastNative.events(handle, ByteBuffer.allocateDirect(Abi.EVENT_SIZE)));
        assertEquals(refused, UmcastNative.info(handle, ByteBuffer.allocateDirect(Abi.INFO_SIZE)));
        assertEquals(refused, UmcastNative.await(handle, 0));
        assertEquals(refused, UmcastNative.wake(handle));
        assertEquals(refused, UmcastNative.startPoller(handle, -1));
        assertEquals("the transport is closed", NativeError.last().cause());
    }

    @Test
    void buffersThatAreTooShortAreRefused() {
        assertEquals(-22, UmcastNative.open(ByteBuffer.allocateDirect(Abi.OPEN_SIZE - 1)));
        assertEquals(-22, UmcastNative.open(ByteBuffer.allocate(Abi.OPEN_SIZE))); // not direct
        assertEquals(-22, UmcastNative.controlAddress(1, ByteBuffer.allocateDirect(Abi.ADDRESS_SIZE - 1)));
        assertTrue(UmcastNative.open(ByteBuffer.allocateDirect(Abi.OPEN_SIZE)) < 0);
        assertEquals(-22, UmcastNative.events(1, ByteBuffer.allocateDirect(Abi.EVENT_SIZE - 1)));
        assertEquals(-22, UmcastNative.info(1, ByteBuffer.allocateDirect(Abi.INFO_SIZE - 1)));
        assertEquals(-22, UmcastNative.membership(1, 4, 0, 0, true, ByteBuffer.allocate(Abi.MEMBERSHIP_SIZE)));
        assertTrue(UmcastNative.verbsProbe(ByteBuffer.allocateDirect(Abi.OPEN_SIZE), ByteBuffer.allocateDirect(Abi.INFO_SIZE)) < 0);
        assertNull(UmcastNative.memoryBuffer(77));
    }
}
