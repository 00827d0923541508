/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.umcast.natives.Abi;
import io.umcast.natives.NativeMemory;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** The memory that a transport of the C poller is opened with: rings, slots, statistics. C's, and referred to by its views from then on. */
final class NativeRings {
    private static final int GRO_SLOT = 1 << 16;
    private static final int CACHE_LINE = 64;

    private final TransportConfig config;
    private final int stride;
    private final NativeMemory txRing;
    private final NativeMemory dataRing;
    private final NativeMemory controlRing;
    private final NativeMemory dataSlots;
    private final NativeMemory controlSlots;
    private final NativeMemory stats = NativePoller.memory(Abi.PARTS * Abi.STATS_SIZE);

    NativeRings(final TransportConfig config) {
        this.config = config;
        stride = oddLines(config.gro() ? GRO_SLOT : config.mtu());
        txRing = NativePoller.memory(config.txRingBytes() + RingBufferDescriptor.TRAILER_LENGTH);
        dataRing = NativePoller.memory(config.dataSlots() * Abi.RX_RECORD_SIZE + RingBufferDescriptor.TRAILER_LENGTH);
        controlRing = NativePoller.memory(config.controlSlots() * Abi.RX_RECORD_SIZE + RingBufferDescriptor.TRAILER_LENGTH);
        dataSlots = NativePoller.memory(slotBytes(config.dataSlots()));
        controlSlots = NativePoller.memory(slotBytes(config.controlSlots()));
    }

    /** Slots an odd number of cache lines apart: their first lines, which are all that a small datagram fills, share no cache set. */
    private static int oddLines(final int bytes) {
        return ((bytes + CACHE_LINE - 1) / CACHE_LINE | 1) * CACHE_LINE;
    }

    private int slotBytes(final int slots) {
        final long bytes = (long)slots * stride;
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(slots + " slots of " + stride + " bytes are more than 2 GiB: ask for fewer");
        }
        return (int)bytes;
    }

    TxRing tx() {
        return new TxRing(ring(txRing));
    }

    RxRing dataRx() {
        return new RxRing(ring(dataRing), new UnsafeBuffer(dataSlots.buffer()));
    }

    RxRing controlRx() {
        return new RxRing(ring(controlRing), new UnsafeBuffer(controlSlots.buffer()));
    }

    UnsafeBuffer stats() {
        return new UnsafeBuffer(stats.buffer());
    }

    private static OneToOneRingBuffer ring(final NativeMemory memory) {
        return new OneToOneRingBuffer(new UnsafeBuffer(memory.buffer()));
    }

    /** What C is to know, as {@link Abi} lays it out. */
    ByteBuffer parameters(final int backend) {
        return parameters(config, backend)
            .putInt(Abi.OPEN_DATA_STRIDE, stride)
            .putInt(Abi.OPEN_CONTROL_STRIDE, stride)
            .putLong(Abi.OPEN_TX_RING, txRing.handle())
            .putLong(Abi.OPEN_DATA_RING, dataRing.handle())
            .putLong(Abi.OPEN_CONTROL_RING, controlRing.handle())
            .putLong(Abi.OPEN_DATA_MEMORY, dataSlots.handle())
            .putLong(Abi.OPEN_CONTROL_MEMORY, controlSlots.handle())
            .putLong(Abi.OPEN_STATS, stats.handle());
    }

    static ByteBuffer parameters(final TransportConfig config, final int backend) {
        final ByteBuffer at = ByteBuffer.allocateDirect(Abi.OPEN_SIZE).order(ByteOrder.nativeOrder());
        final PeerAddress address = PeerAddress.of(new InetSocketAddress(config.address(), 0));
        final byte[] name = config.networkInterface().getName().getBytes(StandardCharsets.UTF_8);
        return at.putLong(Abi.OPEN_ADDRESS + Abi.ADDRESS_BYTES, address.high())
            .putLong(Abi.OPEN_ADDRESS + Abi.ADDRESS_BYTES + 8, address.low())
            .putInt(Abi.OPEN_ADDRESS + Abi.ADDRESS_SCOPE, scope(config.address()))
            .putShort(Abi.OPEN_ADDRESS + Abi.ADDRESS_KIND, (short)address.kind())
            .put(Abi.OPEN_INTERFACE_NAME, name, 0, Math.min(name.length, 15))
            .putInt(Abi.OPEN_BACKEND, backend)
            .putInt(Abi.OPEN_INTERFACE_INDEX, config.networkInterface().getIndex())
            .putInt(Abi.OPEN_PORT, config.port())
            .putInt(Abi.OPEN_MTU, config.mtu())
            .putInt(Abi.OPEN_RECEIVE_BUFFER, config.receiveBuffer())
            .putInt(Abi.OPEN_SEND_BUFFER, config.sendBuffer())
            .putInt(Abi.OPEN_TTL, config.ttl())
            .putInt(Abi.OPEN_FLAGS, (config.loopback() ? Abi.FLAG_LOOPBACK : 0) | (config.gso() ? Abi.FLAG_GSO : 0) |
                (config.gro() ? Abi.FLAG_GRO : 0))
            .putInt(Abi.OPEN_DATA_SLOTS, config.dataSlots())
            .putInt(Abi.OPEN_CONTROL_SLOTS, config.controlSlots());
    }

    private static int scope(final InetAddress address) {
        return address instanceof Inet6Address v6 ? v6.getScopeId() : 0;
    }
}
