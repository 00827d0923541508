/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;

import io.umcast.EndpointException;
import io.umcast.natives.Abi;
import io.umcast.natives.NativeError;
import io.umcast.natives.NativeLibrary;
import io.umcast.natives.NativeMemory;
import io.umcast.natives.UmcastNative;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the transports of the C poller have in common: one JNI call a poll, or none with its own thread. Memory is C's and stays mapped
 * while anything here or there refers to it.
 */
abstract class NativePoller implements Transport {
    private static final PeerAddress ANY = new PeerAddress(0, 0, 0, 0, 0);

    private final long handle;
    private final TransportConfig config;
    private final TxRing tx;
    private final RxRing dataRx;
    private final RxRing controlRx;
    private final UnsafeBuffer partStats;
    private final StatsSum stats = new StatsSum();
    private final int receiveBufferBytes;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean threaded;

    /**
     * Opens it in C.
     *
     * @param config     of it.
     * @param rings      its memory.
     * @param parameters what C is to know.
     */
    NativePoller(final TransportConfig config, final NativeRings rings, final ByteBuffer parameters) {
        this.config = config;
        handle = check(UmcastNative.open(parameters));
        tx = rings.tx();
        dataRx = rings.dataRx();
        controlRx = rings.controlRx();
        partStats = rings.stats();
        receiveBufferBytes = (int)check(UmcastNative.receiveBuffer(handle));
    }

    /** Refuses when the library cannot be used. */
    static void requireLibrary(final String remedy) {
        if (!NativeLibrary.available()) {
            throw new EndpointException("load libumcast.so", 0, NativeLibrary.reason(), remedy);
        }
    }

    /** Closes what was forgotten. */
    static <T extends NativePoller> T guarded(final T transport) {
        final long handle = transport.handle();
        NativeMemory.whenUnreachable(transport, () -> UmcastNative.close(handle));
        return transport;
    }

    /** The handle that C knows it by. */
    final long handle() {
        return handle;
    }

    /** What it was opened with. */
    final TransportConfig config() {
        return config;
    }

    /** Whether it has been closed. */
    final boolean isClosed() {
        return closed.get();
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
        final PeerAddress address = address(group);
        final PeerAddress source = source(group);
        check(UmcastNative.join(handle, address.kind(), address.high(), address.low(), address.port(), source.kind(), source.high(),
            source.low()));
    }

    @Override
    public void leave(final Group group) {
        final PeerAddress address = address(group);
        final PeerAddress source = source(group);
        check(UmcastNative.leave(handle, address.kind(), address.high(), address.low(), address.port(), source.kind(), source.high(),
            source.low()));
    }

    @Override
    public int openDestination(final Group group) {
        return openDestination(address(group));
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
        threaded = true;
        return true;
    }

    @Override
    public boolean canAwait() {
        return !threaded;
    }

    /** {@inheritDoc} One JNI call: it arms what tells of arrivals, looks once more, and sleeps on the descriptors. */
    @Override
    public boolean await(final long nanos) {
        return UmcastNative.await(handle, nanos) >= 0;
    }

    @Override
    public void wake() {
        UmcastNative.wake(handle);
    }

    @Override
    public UnsafeBuffer stats() {
        return stats.of(partStats, partStats, Abi.STATS_SIZE);
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

    /** A group as C is to know it. */
    PeerAddress address(final Group group) {
        return PeerAddress.of(new InetSocketAddress(group.address(), group.port()));
    }

    private static PeerAddress source(final Group group) {
        final InetAddress source = group.source();
        return source == null ? ANY : PeerAddress.of(new InetSocketAddress(source, 0));
    }

    /** Where the control endpoint is, as C tells it. */
    final PeerAddress readControlAddress() {
        final ByteBuffer into = ByteBuffer.allocateDirect(Abi.ADDRESS_SIZE).order(ByteOrder.nativeOrder());
        check(UmcastNative.controlAddress(handle, into));
        return new PeerAddress(into.getShort(Abi.ADDRESS_KIND), into.getLong(Abi.ADDRESS_BYTES), into.getLong(Abi.ADDRESS_BYTES + 8),
            into.getInt(Abi.ADDRESS_PORT), into.getInt(Abi.ADDRESS_SCOPE));
    }

    static NativeMemory memory(final int bytes) {
        final NativeMemory memory = NativeMemory.allocate(bytes);
        if (memory == null) {
            throw failure();
        }
        return memory;
    }

    static long check(final long result) {
        if (result < 0) {
            throw failure();
        }
        return result;
    }

    private static EndpointException failure() {
        final NativeError error = NativeError.last();
        return new EndpointException(error.call(), error.errno(), error.text(), error.cause());
    }
}
