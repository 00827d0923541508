/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.nio.ByteBuffer;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Returns what comes, in order. What cannot leave at once waits in a ring: a network may not be polled while it hands over a message. */
final class Echo implements Network.Receiver {
    private static final int WAITING = 16 << 20;
    private static final int ANY = 1;

    private final OneToOneRingBuffer waiting =
        new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(WAITING + RingBufferDescriptor.TRAILER_LENGTH)));
    private final ControlledMessageHandler again = this::again;
    private Network network;
    private long dropped;

    void by(final Network taken) {
        network = taken;
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int length) {
        if (waiting.size() == 0 && network.forward(buffer, offset, length)) {
            return;
        }
        dropped += waiting.write(ANY, buffer, offset, length) ? 0 : 1;
    }

    /** Sends what waits; between polls. */
    int flush() {
        if (waiting.size() == 0) {
            return 0;
        }
        return waiting.controlledRead(again);
    }

    private ControlledMessageHandler.Action again(final int type, final DirectBuffer buffer, final int index, final int length) {
        return network.forward(buffer, index, length) ? ControlledMessageHandler.Action.CONTINUE : ControlledMessageHandler.Action.ABORT;
    }

    /** Messages that found no room to wait in. */
    long dropped() {
        return dropped;
    }
}
