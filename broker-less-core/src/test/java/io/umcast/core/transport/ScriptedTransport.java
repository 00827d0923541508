/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.nio.ByteBuffer;

import io.umcast.natives.Abi;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** A fake: a transport that receives what a test says, in slots of 64 KiB as with GRO, and can do nothing else. */
final class ScriptedTransport implements Transport {
    static final int SLOTS = 64;
    private static final int SLOT = 1 << 16;

    private final int mtu;
    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(SLOTS * Abi.RX_RECORD_SIZE + RingBufferDescriptor.TRAILER_LENGTH)));
    private final UnsafeBuffer slots = new UnsafeBuffer(ByteBuffer.allocateDirect(SLOTS * SLOT));
    private final RxRing data = new RxRing(ring, slots);
    private int received;

    ScriptedTransport(final int mtu) {
        this.mtu = mtu;
    }

    /** Receives segments of one size, the last may be shorter; false if there is no slot. */
    boolean receive(final byte[] bytes, final int segment) {
        final int index = ring.tryClaim(Abi.RX_RECEIVED, Abi.RX_RECORD_SIZE - RecordDescriptor.HEADER_LENGTH);
        if (index < 0) {
            return false;
        }
        final int offset = received++ % SLOTS * SLOT;
        slots.putBytes(offset, bytes);
        ring.buffer().setMemory(index, Abi.RX_RECORD_SIZE - RecordDescriptor.HEADER_LENGTH, (byte)0);
        ring.buffer().putInt(index + Abi.RX_OFFSET, offset);
        ring.buffer().putInt(index + Abi.RX_LENGTH, bytes.length);
        ring.buffer().putInt(index + Abi.RX_SEGMENT, segment);
        ring.buffer().putInt(index + Abi.RX_SOURCE_PORT, received);
        ring.commit(index);
        return true;
    }

    @Override
    public RxRing dataRx() {
        return data;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public int poll(final int mask) {
        return 0;
    }

    @Override
    public void close() {
        // nothing is open
    }

    @Override
    public Region allocate(final int bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(final Region region) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TxRing tx() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RxRing controlRx() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void join(final Group group) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void leave(final Group group) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int openDestination(final Group group) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int openDestination(final PeerAddress peer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void closeDestination(final int destination) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PeerAddress controlAddress() {
        return null;
    }

    @Override
    public int receiveBufferBytes() {
        return SLOTS * SLOT;
    }

    @Override
    public boolean startPoller(final int cpu) {
        return false;
    }

    @Override
    public UnsafeBuffer stats() {
        return new UnsafeBuffer(new byte[Abi.STATS_SIZE]);
    }

    @Override
    public String describe() {
        return "scripted";
    }
}
