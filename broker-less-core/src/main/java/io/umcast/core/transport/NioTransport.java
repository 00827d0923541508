/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicReference;

import io.umcast.natives.Abi;
import org.agrona.BufferUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Kernel UDP by Java's channels, for where the C poller cannot be loaded: the same rings, one call a datagram. It knows no
 * segmentation offload, and Java cannot tell what the kernel dropped: {@link Abi#STATS_KERNEL_DROPS} stays 0.
 */
public final class NioTransport implements Transport {
    private static final int CACHE_LINE = 64;
    private static final long PATIENCE_MS = 5_000;
    private static final long MIN_NAP_NS = 1_000;
    private static final long MAX_NAP_NS = 50_000;

    private final TransportConfig config;
    private final NioChannels channels;
    private final DatagramChannel control;
    private final NioGroups groups;
    private final RegionTable memory = new RegionTable();
    private final NioDestinations destinations = new NioDestinations();
    private final TxRing tx;
    private final NioSender sender;
    private final NioReceiver dataReceiver;
    private final NioReceiver controlReceiver;
    private final PollGuard dataGuard = new PollGuard();
    private final PollGuard controlGuard = new PollGuard();
    private final AtomicReference<Thread> poller = new AtomicReference<>();
    private final UnsafeBuffer stats = new UnsafeBuffer(BufferUtil.allocateDirectAligned(Abi.STATS_SIZE, CACHE_LINE));
    private final PeerAddress local;
    private final int receiveBufferBytes;
    private volatile boolean closed;

    private NioTransport(final TransportConfig config, final NioChannels channels, final DatagramChannel control,
        final DatagramChannel data) throws IOException {
        this.config = config;
        this.channels = channels;
        this.control = control;
        groups = new NioGroups(config, channels);
        final OneToOneRingBuffer txRing = new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
            config.txRingBytes() + RingBufferDescriptor.TRAILER_LENGTH, CACHE_LINE)));
        tx = new TxRing(txRing);
        sender = new NioSender(txRing, memory, destinations, control, stats);
        dataReceiver = new NioReceiver(config.dataSlots(), config.mtu(), channels.ipv6(), stats);
        controlReceiver = new NioReceiver(config.controlSlots(), config.mtu(), channels.ipv6(), stats);
        controlReceiver.channels(control);
        local = PeerAddress.of((InetSocketAddress)control.getLocalAddress());
        receiveBufferBytes = 2 * data.getOption(StandardSocketOptions.SO_RCVBUF); // Java halves what Linux tells
        if (channels.ipv6()) {
            data.close();
        } else {
            groups.add(data);
            dataReceiver.channels(data);
        }
    }

    /**
     * Opens a transport.
     *
     * @param config of it; what it says of offloads is passed over.
     * @return the transport.
     * @throws io.umcast.EndpointException if a system call fails.
     */
    public static NioTransport open(final TransportConfig config) {
        final NioChannels channels = new NioChannels(config);
        DatagramChannel data = null;
        boolean opened = false;
        final DatagramChannel control = channels.openControl();
        try {
            data = channels.openData();
            final NioTransport transport = new NioTransport(config, channels, control, data);
            opened = true;
            return transport;
        } catch (final IOException e) {
            throw Errno.failure("open udp {interface=" + config.networkInterface().getName() + "}", e);
        } finally {
            if (!opened) {
                NioChannels.closeQuietly(control);
                if (data != null) {
                    NioChannels.closeQuietly(data);
                }
            }
        }
    }

    @Override
    public synchronized Region allocate(final int bytes) {
        checkOpen("allocate");
        return memory.allocate(bytes);
    }

    @Override
    public synchronized void release(final Region region) {
        if (closed) {
            return;
        }
        controlGuard.lock();
        try {
            memory.release(region.id());
        } finally {
            controlGuard.unlock();
        }
    }

    @Override
    public TxRing tx() {
        return tx;
    }

    @Override
    public RxRing dataRx() {
        return dataReceiver.view();
    }

    @Override
    public RxRing controlRx() {
        return controlReceiver.view();
    }

    @Override
    public synchronized void join(final Group group) {
        checkOpen("join");
        groups.join(group);
        pollChannels();
    }

    @Override
    public synchronized void leave(final Group group) {
        checkOpen("leave");
        final DatagramChannel unneeded = groups.leave(group);
        pollChannels();
        if (unneeded != null) {
            NioChannels.closeQuietly(unneeded);
        }
    }

    private void pollChannels() {
        final DatagramChannel[] all = groups.channels();
        dataGuard.lock();
        dataReceiver.channels(all);
        dataGuard.unlock();
    }

    @Override
    public int openDestination(final Group group) {
        return openDestination(new InetSocketAddress(group.address(), group.port()));
    }

    @Override
    public int openDestination(final PeerAddress peer) {
        return openDestination(peer.toSocketAddress());
    }

    private synchronized int openDestination(final InetSocketAddress to) {
        final String call = "open destination {" + to.getAddress().getHostAddress() + ":" + to.getPort() + "}";
        checkOpen(call);
        channels.check(call, to.getAddress());
        return destinations.open(channels.scoped(to), tx.completed());
    }

    @Override
    public synchronized void closeDestination(final int destination) {
        if (!closed) {
            destinations.close(destination, tx.submitted());
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
     * @return the address.
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
        if (closed || poller.get() != null) {
            return 0;
        }
        int work = 0;
        if ((mask & Abi.POLL_DATA) == 0 || (mask & (Abi.POLL_SEND | Abi.POLL_CONTROL)) != 0) {
            if (begin(controlGuard)) {
                work = pollControl((mask & Abi.POLL_CONTROL) != 0);
            }
        }
        if ((mask & Abi.POLL_DATA) != 0 && begin(dataGuard)) {
            work += pollData();
        }
        return work;
    }

    private boolean begin(final PollGuard guard) {
        final int found = guard.tryPoll();
        if (found == PollGuard.POLLED && poller.get() == null) {
            throw new IllegalStateException("another thread polls this transport: one thread at a time polls the data " +
                "endpoint, one the control endpoint and what is sent");
        }
        return found == PollGuard.FREE;
    }

    private int pollControl(final boolean receive) {
        try {
            if (closed) {
                return 0;
            }
            stats.getAndAddLong(Abi.STATS_POLLS, 1);
            final int sent = sender.poll();
            return receive ? sent + controlReceiver.poll() : sent;
        } finally {
            controlGuard.unlock();
        }
    }

    private int pollData() {
        try {
            if (closed) {
                return 0;
            }
            stats.getAndAddLong(Abi.STATS_POLLS, 1);
            return dataReceiver.poll();
        } finally {
            dataGuard.unlock();
        }
    }

    /**
     * {@inheritDoc}
     * <p>
     * Java cannot pin a thread: the CPU is passed over.
     */
    @Override
    public synchronized boolean startPoller(final int cpu) {
        checkOpen("start the poller thread");
        if (poller.get() == null) {
            final Thread thread = new Thread(this::run, "umcast-poller-" + local.port());
            thread.setDaemon(true);
            poller.set(thread);
            thread.start();
        }
        return true;
    }

    private void run() {
        final IdleStrategy idle = new BackoffIdleStrategy(1_000, 100, MIN_NAP_NS, MAX_NAP_NS);
        while (!closed) {
            int work = 0;
            if (controlGuard.tryPoll() == PollGuard.FREE) {
                work += pollControl(true);
            }
            if (dataGuard.tryPoll() == PollGuard.FREE) {
                work += pollData();
            }
            idle.idle(work);
        }
    }

    @Override
    public UnsafeBuffer stats() {
        return stats;
    }

    @Override
    public String describe() {
        return "udp (Java) interface=" + config.networkInterface().getName() + " port=" + config.port() + " control=" +
            local.toSocketAddress() + " mtu=" + config.mtu() + " rcvbuf=" + receiveBufferBytes +
            (receiveBufferBytes / 2 < config.receiveBuffer() ? " (asked for " + config.receiveBuffer() +
                ": raise sysctl net.core.rmem_max)" : "");
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            controlGuard.lock();
            dataGuard.lock();
            closed = true;
            groups.close();
            NioChannels.closeQuietly(control);
            dataGuard.unlock();
            controlGuard.unlock();
        }
        awaitPoller();
    }

    private void awaitPoller() {
        final Thread thread = poller.get();
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(PATIENCE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt(); // it sees that the transport is closed and ends by itself
        }
    }

    private void checkOpen(final String call) {
        if (closed) {
            throw Errno.closed(call);
        }
    }
}
