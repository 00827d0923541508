/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;

import io.umcast.core.transport.RxRing;
import io.umcast.core.transport.Transport;
import io.umcast.core.transport.TxRing;
import io.umcast.core.wire.DropCause;
import io.umcast.core.wire.QueryFrame;
import io.umcast.natives.Abi;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;

class ControlSideTest {
    private static final int DOMAIN = 7;
    private static final ErrorHandler RETHROW = error -> {
        throw new AssertionError(error);
    };

    private final OneToOneRingBuffer received = ring(8 * Abi.RX_RECORD_SIZE);
    private final UnsafeBuffer slots = new UnsafeBuffer(ByteBuffer.allocateDirect(4096));
    private final DropCounts drops = new DropCounts();

    @Test
    void takesEachOfTheDatagramsThatTheKernelHandedOverAsOne() {
        final RxRing controlRx = new RxRing(received, slots);
        final TxRing tx = new TxRing(ring(1 << 12));
        final Transport fake = (Transport)Proxy.newProxyInstance(Transport.class.getClassLoader(), new Class<?>[] {Transport.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "controlRx" -> controlRx;
                case "tx" -> tx;
                case "poll" -> 0;
                default -> throw new UnsupportedOperationException(method.toString());
            });
        final ControlSide control = new ControlSide(fake, DOMAIN, new Statuses(1, new byte[0], 0, 50_000_000L, 1 << 16, 64, 1024),
            new FrameBox(8, 1024), new FrameBox(8, 256), drops, RETHROW);
        int length = 0;
        for (int i = 0; i < 3; i++) {
            QueryFrame.write(slots, length, DOMAIN, 4711, 0, 1, 1);
            length += QueryFrame.LENGTH;
        }
        receive(length, QueryFrame.LENGTH);
        assertEquals(1, control.work(true, false, 0, 0), "records");
        assertEquals(3, drops.unknownStreams());
        assertEquals(0, drops.get(DropCause.LENGTH));
    }

    private void receive(final int length, final int segment) {
        final int index = received.tryClaim(Abi.RX_RECEIVED, Abi.RX_RECORD_SIZE - RecordDescriptor.HEADER_LENGTH);
        received.buffer().putInt(index + Abi.RX_OFFSET, 0);
        received.buffer().putInt(index + Abi.RX_LENGTH, length);
        received.buffer().putInt(index + Abi.RX_SEGMENT, segment);
        received.commit(index);
    }

    private static OneToOneRingBuffer ring(final int capacity) {
        return new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(capacity + RingBufferDescriptor.TRAILER_LENGTH)));
    }
}
