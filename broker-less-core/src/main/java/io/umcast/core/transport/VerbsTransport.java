/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReentrantLock;

import io.umcast.ConfigException;
import io.umcast.EndpointException;
import io.umcast.config.PortSpace;
import io.umcast.core.group.LinkType;
import io.umcast.core.group.Mgid;
import io.umcast.natives.Abi;
import io.umcast.natives.UmcastNative;

/**
 * UD queue pairs of InfiniBand or RoCE by the C poller: a data queue pair that is attached to the groups, a control queue pair that sends
 * everything and hears what is sent to it. In the IPoIB port space control goes by a kernel socket, and peers answer the source address
 * that they see.
 */
public final class VerbsTransport extends NativePoller {
    /** Of the receives that are posted, the share that windows may fill: the rest is for repairs and for what nobody here subscribes to. */
    private static final int SLOTS_SHARE = 3;
    private static final int SLOTS_OF = 4;

    private final VerbsConfig verbs;
    private final VerbsInfo info;
    private final VerbsEvents events = new VerbsEvents();
    /** Joining waits for the fabric; the conductor does not wait behind it. */
    private final ReentrantLock admin = new ReentrantLock();
    private volatile PeerAddress local;

    private VerbsTransport(final TransportConfig config, final VerbsConfig verbs, final NativeRings rings) {
        super(config, rings, verbs.put(rings.parameters(Abi.BACKEND_VERBS)));
        this.verbs = verbs;
        final ByteBuffer into = VerbsInfo.buffer();
        check(UmcastNative.info(handle(), into));
        info = VerbsInfo.read(into);
        local = readControlAddress();
    }

    /**
     * Opens a transport.
     *
     * @param config of it; buffers, TTL and offloads are not looked at.
     * @param verbs  what is verbs' own.
     * @return the transport.
     * @throws EndpointException if the libraries cannot be used, or the device refuses.
     */
    public static VerbsTransport open(final TransportConfig config, final VerbsConfig verbs) {
        requireLibrary("verbs: connections need it");
        return guarded(new VerbsTransport(config, verbs, new NativeRings(config)));
    }

    /**
     * What a transport would find, without opening one.
     *
     * @param config of it, with any MTU.
     * @param verbs  what is verbs' own.
     * @return what the port has, and how large datagrams may be.
     * @throws EndpointException as {@link #open}.
     */
    public static VerbsInfo probe(final TransportConfig config, final VerbsConfig verbs) {
        requireLibrary("verbs: connections need it");
        final ByteBuffer into = VerbsInfo.buffer();
        check(UmcastNative.verbsProbe(verbs.put(NativeRings.parameters(config, Abi.BACKEND_VERBS)), into));
        return VerbsInfo.read(into);
    }

    /**
     * {@inheritDoc}
     * <p>
     * The MGID that the fabric tells is compared with ours: they differ when the interface, or the kernel, follows other rules, and then
     * hosts would talk past each other.
     */
    @Override
    public void join(final Group group) {
        if (group.source() != null && verbs.portSpace() != PortSpace.IPOIB) {
            throw new ConfigException("source", group.source().getHostAddress(), "ps=udp groups have no sources: leave it out");
        }
        admin.lock();
        try {
            super.join(group);
            try {
                checkMgid(group, true);
            } catch (final EndpointException e) {
                super.leave(group);
                throw e;
            }
        } finally {
            admin.unlock();
        }
    }

    @Override
    public void leave(final Group group) {
        admin.lock();
        try {
            super.leave(group);
        } finally {
            admin.unlock();
        }
    }

    @Override
    public int openDestination(final Group group) {
        admin.lock();
        try {
            final int destination = super.openDestination(group);
            try {
                checkMgid(group, false);
            } catch (final EndpointException e) {
                closeDestination(destination);
                throw e;
            }
            return destination;
        } finally {
            admin.unlock();
        }
    }

    @Override
    public int openDestination(final PeerAddress peer) {
        if (peer.kind() != Abi.ADDRESS_IB) {
            return super.openDestination(peer);
        }
        return (int)check(UmcastNative.queuePairOpen(handle(), peer.high(), peer.low(), peer.port(), peer.scope(), peer.queueKey()));
    }

    private void checkMgid(final Group group, final boolean receiving) {
        final PeerAddress address = address(group);
        final ByteBuffer into = ByteBuffer.allocateDirect(Abi.MEMBERSHIP_SIZE).order(ByteOrder.nativeOrder());
        check(UmcastNative.membership(handle(), address.kind(), address.high(), address.low(), receiving, into));
        final byte[] bytes = new byte[Abi.MEMBERSHIP_MLID - Abi.MEMBERSHIP_MGID];
        into.get(Abi.MEMBERSHIP_MGID, bytes);
        compare(group, Mgid.of(bytes));
    }

    private void compare(final Group group, final Mgid told) {
        final Mgid expected = expected(group);
        if (!told.equals(expected)) {
            throw new EndpointException("rdma_join_multicast {group=" + group + "}", 0,
                "the fabric joined MGID " + told + ", expected was " + expected,
                "hosts of different kernels or IPoIB settings would talk past each other: look at the broadcast address of " +
                    verbs.port().networkInterface() + " (ip link show), and at the kernel's version");
        }
    }

    private Mgid expected(final Group group) {
        return verbs.rawMgids() ? Mgid.of(group.address().getAddress()) :
            Mgid.of(group.address(), verbs.port().pkey() == 0 ? info.pkey() : verbs.port().pkey(), verbs.port().scope(), verbs.portSpace(),
                info.link());
    }

    @Override
    PeerAddress address(final Group group) {
        final PeerAddress address = super.address(group);
        return verbs.rawMgids() ? new PeerAddress(Abi.ADDRESS_IB, address.high(), address.low(), 0, 0) : address;
    }

    /** {@inheritDoc} A queue pair's has to be told: it cannot be seen from a multicast datagram. */
    @Override
    public PeerAddress controlAddress() {
        final PeerAddress address = local;
        return address.kind() == Abi.ADDRESS_IB ? address : null;
    }

    @Override
    public int receiveBufferDatagrams() {
        return Math.max(1, info.dataDepth() * SLOTS_SHARE / SLOTS_OF);
    }

    @Override
    public int receiveBufferPayload() {
        return receiveBufferDatagrams() * mtu();
    }

    @Override
    public void service(final TransportEvents listener) {
        if (isClosed() || !admin.tryLock()) {
            return; // a join is under way: later
        }
        final int count;
        try {
            count = UmcastNative.events(handle(), events.buffer());
            if (count > 0 && events.isMoved(count)) {
                local = moved();
            }
        } finally {
            admin.unlock();
        }
        for (int i = 0; i < count; i++) {
            events.tell(i, listener);
        }
    }

    private PeerAddress moved() {
        try {
            return readControlAddress();
        } catch (final EndpointException e) {
            return local; // closed meanwhile
        }
    }

    /**
     * What the device granted.
     *
     * @return as it was when the transport was opened.
     */
    public VerbsInfo info() {
        return info;
    }

    @Override
    public String describe() {
        final String fabric = info.link() == LinkType.IB ? "InfiniBand" : info.link() == LinkType.ROCE1 ? "RoCE v1" : "RoCE v2";
        return "verbs " + info.device() + " port " + info.port() + " (" + fabric + ") interface=" + config().networkInterface().getName() +
            " ps=" + verbs.portSpace().name().toLowerCase(java.util.Locale.ROOT) + " mtu=" + mtu() + " of " + info.activeMtu() +
            String.format(" lid=%d gid=%s qpn=0x%06x,0x%06x qkey=0x%08x pkey=0x%04x", info.lid(), info.gid(), info.controlQueue(),
                info.dataQueue(), info.queueKey(), info.pkey()) +
            " slots=" + info.dataDepth() + " sends=" + info.sendDepth() + " inline=" + info.inlineSize();
    }
}
