/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.nio.ByteBuffer;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import io.umcast.core.transport.PeerAddress;
import io.umcast.natives.Abi;

/**
 * A ring of frames with their peers' addresses, from one half of a session to the other. The address lies in front of a frame as in an rx
 * record, so that one way of reading it does.
 */
final class FrameBox {
    /** Where the frame begins behind its rx record's payload. */
    static final int FRAME = Abi.RX_RECORD_SIZE - 8;

    private final OneToOneRingBuffer ring;
    private long refused;
    private int claimed;

    /**
     * An empty ring.
     *
     * @param frames   how many of the largest frames it has room for at least.
     * @param maxFrame the largest frame, in bytes.
     */
    FrameBox(final int frames, final int maxFrame) {
        final int capacity = BitUtil.findNextPositivePowerOfTwo(Math.max(frames, 16) * (maxFrame + FRAME + 8));
        ring = new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(capacity + RingBufferDescriptor.TRAILER_LENGTH)));
    }

    /** How many frames found no room. */
    long refused() {
        return refused;
    }

    /**
     * Puts a received frame with its source.
     *
     * @param sources    the rx ring's memory.
     * @param descriptor the rx record.
     * @param frame      that holds the frame.
     * @param offset     where it begins.
     * @param length     in bytes.
     */
    void put(final DirectBuffer sources, final int descriptor, final DirectBuffer frame, final int offset, final int length) {
        final int index = ring.tryClaim(1, FRAME + length);
        if (index < 0) {
            refused++;
            return;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        buffer.putBytes(index, sources, descriptor, FRAME);
        buffer.putBytes(index + FRAME, frame, offset, length);
        ring.commit(index);
    }

    /**
     * Claims room for a frame to a peer.
     *
     * @param peer   where it goes.
     * @param length of the frame in bytes.
     * @return where to write the frame in {@link #buffer()}, or -1; then call {@link #commit()}.
     */
    int claim(final PeerAddress peer, final int length) {
        final int index = ring.tryClaim(1, FRAME + length);
        if (index < 0) {
            refused++;
            return -1;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        peer.write(buffer, index);
        claimed = index;
        return index + FRAME;
    }

    void commit() {
        ring.commit(claimed);
    }

    MutableDirectBuffer buffer() {
        return ring.buffer();
    }

    int read(final MessageHandler handler, final int limit) {
        return ring.read(handler, limit);
    }
}
