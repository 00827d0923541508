/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.umcast.core.transport.TxRing;
import io.umcast.core.wire.FrameHeader;
import io.umcast.natives.Abi;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** A fake of the network's sending half: takes tx records as a poller would and keeps the datagrams. */
final class SentDatagrams {
    record Datagram(int destination, UnsafeBuffer frame) {
        byte[] bytes() {
            return frame.byteArray();
        }

        int type() {
            return FrameHeader.type(frame(), 0);
        }

        long position() {
            return FrameHeader.position(frame(), 0);
        }

        int rangeLength() {
            return FrameHeader.length(frame(), 0);
        }

        int firstRecord() {
            return FrameHeader.firstRecord(frame(), 0);
        }
    }

    private final OneToOneRingBuffer ring;
    private final UnsafeBuffer region;
    private final TxRing tx;

    SentDatagrams(final int ringBytes, final UnsafeBuffer region) {
        this.ring = new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(ringBytes + RingBufferDescriptor.TRAILER_LENGTH)));
        this.region = region;
        this.tx = new TxRing(ring);
    }

    TxRing tx() {
        return tx;
    }

    /** Takes what is in the ring; its sends complete. */
    List<Datagram> take() {
        final List<Datagram> datagrams = new ArrayList<>();
        ring.read((type, buffer, index, length) -> {
            final int headerLength = buffer.getShort(index + Abi.TX_HEADER_LENGTH) & 0xFFFF;
            final int rangeLength = buffer.getInt(index + Abi.TX_RANGE_LENGTH);
            final byte[] bytes = new byte[headerLength + rangeLength];
            buffer.getBytes(index + Abi.TX_HEADER, bytes, 0, headerLength);
            region.getBytes((int)buffer.getLong(index + Abi.TX_RANGE_OFFSET), bytes, headerLength, rangeLength);
            datagrams.add(new Datagram(buffer.getInt(index + Abi.TX_DESTINATION), new UnsafeBuffer(bytes)));
        });
        return datagrams;
    }
}
