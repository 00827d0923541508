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
import java.util.concurrent.atomic.AtomicBoolean;

import io.umcast.EndpointException;
import io.umcast.natives.Abi;
import io.umcast.natives.NativeError;
import io.umcast.natives.NativeLibrary;
import io.umcast.natives.NativeMemory;
import io.umcast.natives.UmcastNative;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Kernel UDP by the C poller: one JNI call a poll, or none with its own thread. Memory is C's and stays mapped while anything here or
 * there refers to it.
 */
public final class NativeTransport implements Transport {
    private static final int GRO_SLOT = 1 << 16;
    private static final int CACHE_LINE = 64;

    private final long handle;
    private final TransportConfig config;
    private final TxRing tx;
    private final RxRing dataRx;
    private final RxRing controlRx;
    private final UnsafeBuffer stats;
    private final int receiveBufferBytes;
    private final PeerAddress local;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NativeTransport(final TransportConfig config, final Memory memory) {
        this.config = config;
        handle = check(UmcastNative.open(memory.parameters(config)));
        tx = new TxRing(ring(memory.txRing));
        dataRx = new RxRing(ring(memory.dataRing), new UnsafeBuffer(memory.dataSlots.buffer()));
        controlRx = new RxRing(ring(memory.controlRing), new UnsafeBuffer(memory.controlSlots.buffer()));
        stats = new UnsafeBuffer(memory.stats.buffer());
        receiveBufferBytes = (int)check(UmcastNative.receiveBuffer(handle));
        local = readControlAddress();
    }

    /**
     * Opens a transport.
     *
     * @param config of it.
     * @return the transport.
     * @throws EndpointException if the library cannot be used, or a system call fails.
     */
    public static NativeTransport open(final TransportConfig config) {
        if (!NativeLibrary.available()) {
            throw new EndpointException("load libumcast.so", 0, NativeLibrary.reason(), "use the Java poller");
        }
        final NativeTransport transport = new NativeTransport(config, new Memory(config));
        final long handle = transport.handle;
        NativeMemory.whenUnreachable(transport, () -> UmcastNative.close(handle));
        return transport;
    }

    @Override
    public Region allocate(final int bytes) {
        final NativeMemory memory = memory(bytes);
        return new Region((int)check(UmcastNative.regionAdd(handle, memory.handle())), new UnsafeBuffer(memory.buffer()));
    }

    @Override
    public void release(final Region region) {
        if (!closed.get()) {
            check(UmcastNative.regionRemove(handle, region.id()));
        }
    }

    @Override
    public TxRing tx() {
        return tx;
    }

    @Override
    public RxRing dataRx() {
        return dataRx;
    }

    @Override
    public RxRing controlRx() {
        return controlRx;
    }

    @Override
    public void join(final Group group) {
        final PeerAddress address = address(group.address(), group.port());
        final PeerAddress source = source(group);
        check(UmcastNative.join(handle, address.kind(), address.high(), address.low(), address.port(), source.kind(), source.high(),
            source.low()));
    }

    @Override
    public void leave(final Group group) {
        final PeerAddress address = address(group.address(), group.port());
        final PeerAddress source = source(group);
        check(UmcastNative.leave(handle, address.kind(), address.high(), address.low(), address.port(), source.kind(), source.high(),
            source.low()));
    }

    @Override
    public int openDestination(final Group group) {
        return openDestination(address(group.address(), group.port()));
    }

    @Override
    public int openDestination(final PeerAddress peer) {
        return (int)check(UmcastNative.destinationOpen(handle, peer.kind(), peer.high(), peer.low(), peer.port(), peer.scope()));
    }

    @Override
    public void closeDestination(final int destination) {
        if (!closed.get()) {
            check(UmcastNative.destinationClose(handle, destination));
        }
    }

    /** Null: peers answer the source address that they see. */
    @Override
    public PeerAddress controlAddress() {
        return null;
    }

    /**
     * The control endpoint's own address, as bound.
     *
     * @return the address; of a wildcard if the transport was opened with one.
     */
    public PeerAddress localAddress() {
        return local;
    }

    @Override
    public int mtu() {
        return config.mtu();
    }

    @Override
    public int receiveBufferBytes() {
        return receiveBufferBytes;
    }

    /**
     * {@inheritDoc}
     * <p>
     * A closed transport does nothing.
     *
     * @throws IllegalStateException if another thread polls the same part.
     */
    @Override
    public int poll(final int mask) {
        final int work = UmcastNative.poll(handle, mask);
        return work >= 0 ? work : refused(work);
    }

    @Override
    public boolean startPoller(final int cpu) {
        check(UmcastNative.startPoller(handle, cpu));
        return true;
    }

    @Override
    public UnsafeBuffer stats() {
        return stats;
    }

    @Override
    public String describe() {
        return "udp (native) interface=" + config.networkInterface().getName() + " port=" + config.port() +
            " control=" + local.toSocketAddress() + " mtu=" + config.mtu() + " rcvbuf=" + receiveBufferBytes +
            (receiveBufferBytes / 2 < config.receiveBuffer() ? " (asked for " + config.receiveBuffer() +
                ": raise sysctl net.core.rmem_max)" : "") +
            " gso=" + config.gso() + " gro=" + config.gro();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            UmcastNative.close(handle);
        }
    }

    private static int refused(final int result) {
        if (result == -UmcastNative.EBUSY) {
            throw new IllegalStateException("another thread polls this transport: one thread at a time polls the data endpoint, " +
                "one the control endpoint and what is sent");
        }
        return 0;
    }

    private static PeerAddress address(final InetAddress address, final int port) {
        return PeerAddress.of(new InetSocketAddress(address, port));
    }

    private static PeerAddress source(final Group group) {
        return group.source() == null ? new PeerAddress(0, 0, 0, 0, 0) : address(group.source(), 0);
    }

    private PeerAddress readControlAddress() {
        final ByteBuffer into = ByteBuffer.allocateDirect(Abi.ADDRESS_SIZE).order(ByteOrder.nativeOrder());
        check(UmcastNative.controlAddress(handle, into));
        return new PeerAddress(into.getShort(Abi.ADDRESS_KIND), into.getLong(Abi.ADDRESS_BYTES), into.getLong(Abi.ADDRESS_BYTES + 8),
            into.getInt(Abi.ADDRESS_PORT), into.getInt(Abi.ADDRESS_SCOPE));
    }

    private static OneToOneRingBuffer ring(final NativeMemory memory) {
        return new OneToOneRingBuffer(new UnsafeBuffer(memory.buffer()));
    }

    private static NativeMemory memory(final int bytes) {
        final NativeMemory memory = NativeMemory.allocate(bytes);
        if (memory == null) {
            throw failure();
        }
        return memory;
    }

    private static long check(final long result) {
        if (result < 0) {
            throw failure();
        }
        return result;
    }

    private static EndpointException failure() {
        final NativeError error = NativeError.last();
        return new EndpointException(error.call(), error.errno(), error.text(), error.cause());
    }

    /** What a transport is opened with; referred to by its views from then on. */
    private static final class Memory {
        private final int stride;
        private final NativeMemory txRing;
        private final NativeMemory dataRing;
        private final NativeMemory controlRing;
        private final NativeMemory dataSlots;
        private final NativeMemory controlSlots;
        private final NativeMemory stats = memory(Abi.STATS_SIZE);

        /** Slots an odd number of cache lines apart: their first lines, which are all that a small datagram fills, share no cache set. */
        private static int oddLines(final int bytes) {
            return ((bytes + CACHE_LINE - 1) / CACHE_LINE | 1) * CACHE_LINE;
        }

        Memory(final TransportConfig config) {
            stride = oddLines(config.gro() ? GRO_SLOT : config.mtu());
            txRing = memory(config.txRingBytes() + RingBufferDescriptor.TRAILER_LENGTH);
            dataRing = memory(config.dataSlots() * Abi.RX_RECORD_SIZE + RingBufferDescriptor.TRAILER_LENGTH);
            controlRing = memory(config.controlSlots() * Abi.RX_RECORD_SIZE + RingBufferDescriptor.TRAILER_LENGTH);
            dataSlots = memory(slotBytes(config.dataSlots()));
            controlSlots = memory(slotBytes(config.controlSlots()));
        }

        private int slotBytes(final int slots) {
            final long bytes = (long)slots * stride;
            if (bytes > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(slots + " slots of " + stride + " bytes are more than 2 GiB: ask for fewer");
            }
            return (int)bytes;
        }

        ByteBuffer parameters(final TransportConfig config) {
            final ByteBuffer at = ByteBuffer.allocateDirect(Abi.OPEN_SIZE).order(ByteOrder.nativeOrder());
            final PeerAddress address = address(config.address(), 0);
            final byte[] name = config.networkInterface().getName().getBytes(StandardCharsets.UTF_8);
            at.putLong(Abi.OPEN_ADDRESS + Abi.ADDRESS_BYTES, address.high())
                .putLong(Abi.OPEN_ADDRESS + Abi.ADDRESS_BYTES + 8, address.low())
                .putInt(Abi.OPEN_ADDRESS + Abi.ADDRESS_SCOPE, scope(config.address()))
                .putShort(Abi.OPEN_ADDRESS + Abi.ADDRESS_KIND, (short)address.kind())
                .put(Abi.OPEN_INTERFACE_NAME, name, 0, Math.min(name.length, 15))
                .putInt(Abi.OPEN_BACKEND, Abi.BACKEND_UDP)
                .putInt(Abi.OPEN_INTERFACE_INDEX, config.networkInterface().getIndex())
                .putInt(Abi.OPEN_PORT, config.port())
                .putInt(Abi.OPEN_MTU, config.mtu())
                .putInt(Abi.OPEN_RECEIVE_BUFFER, config.receiveBuffer())
                .putInt(Abi.OPEN_SEND_BUFFER, config.sendBuffer())
                .putInt(Abi.OPEN_TTL, config.ttl())
                .putInt(Abi.OPEN_FLAGS, (config.loopback() ? Abi.FLAG_LOOPBACK : 0) | (config.gso() ? Abi.FLAG_GSO : 0) |
                    (config.gro() ? Abi.FLAG_GRO : 0))
                .putInt(Abi.OPEN_DATA_SLOTS, config.dataSlots())
                .putInt(Abi.OPEN_CONTROL_SLOTS, config.controlSlots())
                .putInt(Abi.OPEN_DATA_STRIDE, stride)
                .putInt(Abi.OPEN_CONTROL_STRIDE, stride)
                .putLong(Abi.OPEN_TX_RING, txRing.handle())
                .putLong(Abi.OPEN_DATA_RING, dataRing.handle())
                .putLong(Abi.OPEN_CONTROL_RING, controlRing.handle())
                .putLong(Abi.OPEN_DATA_MEMORY, dataSlots.handle())
                .putLong(Abi.OPEN_CONTROL_MEMORY, controlSlots.handle())
                .putLong(Abi.OPEN_STATS, stats.handle());
            return at;
        }

        private static int scope(final InetAddress address) {
            return address instanceof Inet6Address v6 ? v6.getScopeId() : 0;
        }
    }
}
