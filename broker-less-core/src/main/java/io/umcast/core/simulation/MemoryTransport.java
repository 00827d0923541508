/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.umcast.EndpointException;
import io.umcast.core.transport.Group;
import io.umcast.core.transport.PeerAddress;
import io.umcast.core.transport.Region;
import io.umcast.core.transport.RegionTable;
import io.umcast.core.transport.RxRing;
import io.umcast.core.transport.Transport;
import io.umcast.core.transport.TxReader;
import io.umcast.core.transport.TxRing;
import io.umcast.natives.Abi;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** A transport of a {@link MemoryFabric}. It belongs to the fabric's thread and has no poller of its own. */
public final class MemoryTransport implements Transport {
    private static final int CACHE_LINE = 64;
    private static final int EBADF = 9;
    private static final int EFAULT = 14;
    private static final int EINVAL = 22;
    private static final int EBADMSG = 74;
    private static final int EDESTADDRREQ = 89;
    private static final int EMSGSIZE = 90;
    private static final int EADDRINUSE = 98;
    private static final int EADDRNOTAVAIL = 99;

    /** Where a number leads: one of the two; from {@code closedAt} of the tx ring on, nowhere. */
    private static final class Destination {
        private final MemoryGroup group;
        private final PeerAddress peer;
        private long closedAt = Long.MAX_VALUE;

        Destination(final MemoryGroup group, final PeerAddress peer) {
            this.group = group;
            this.peer = peer;
        }
    }

    private final MemoryFabric fabric;
    private final DatagramArena arena;
    private final MemoryConfig config;
    private final InetAddress address;
    private final PeerAddress local;
    private final RegionTable regions = new RegionTable();
    private final List<Destination> destinations = new ArrayList<>();
    private final Map<MemoryTransport, LinkConditions> links = new HashMap<>(0);
    private final UnsafeBuffer stats = new UnsafeBuffer(BufferUtil.allocateDirectAligned(Abi.STATS_SIZE, CACHE_LINE));
    private final MemoryEndpoint data;
    private final MemoryEndpoint control;
    private final TxRing tx;
    private final TxReader reader;
    private boolean broken;
    private boolean closed;

    MemoryTransport(final MemoryFabric fabric, final DatagramArena arena, final MemoryConfig config, final InetSocketAddress at) {
        this.fabric = fabric;
        this.arena = arena;
        this.config = config;
        this.address = at.getAddress();
        this.local = PeerAddress.of(at);
        final OneToOneRingBuffer ring = new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
            config.txRingBytes() + RingBufferDescriptor.TRAILER_LENGTH, CACHE_LINE)));
        tx = new TxRing(ring);
        reader = new TxReader(ring);
        data = new MemoryEndpoint(arena, config.dataSlots(), config.receiveBufferBytes(), stats);
        control = new MemoryEndpoint(arena, config.controlSlots(), config.receiveBufferBytes(), stats);
    }

    @Override
    public Region allocate(final int bytes) {
        checkOpen("allocate");
        return regions.allocate(bytes);
    }

    @Override
    public void release(final Region region) {
        if (!closed) {
            regions.release(region.id());
        }
    }

    @Override
    public TxRing tx() {
        return tx;
    }

    @Override
    public RxRing dataRx() {
        return data.view();
    }

    @Override
    public RxRing controlRx() {
        return control.view();
    }

    @Override
    public void join(final Group group) {
        checkOpen("join");
        if (!group(group).join(this, group.source())) {
            throw new EndpointException("join {group=" + group + "}", EADDRINUSE, "Address already in use",
                "the group is joined already");
        }
    }

    @Override
    public void leave(final Group group) {
        checkOpen("leave");
        if (!group(group).leave(this, group.source())) {
            throw new EndpointException("leave {group=" + group + "}", EADDRNOTAVAIL, "Cannot assign requested address",
                "the group was not joined");
        }
    }

    @Override
    public int openDestination(final Group group) {
        return open(new Destination(group(group), null));
    }

    @Override
    public int openDestination(final PeerAddress peer) {
        return open(new Destination(null, peer));
    }

    @Override
    public void closeDestination(final int destination) {
        if (closed) {
            return;
        }
        if (destination < 1 || destination > destinations.size() ||
            destinations.get(destination - 1).closedAt != Long.MAX_VALUE) {
            throw new EndpointException("close destination {number=" + destination + "}", EINVAL, "Invalid argument", "");
        }
        destinations.get(destination - 1).closedAt = tx.submitted();
    }

    /** Null: peers answer the source address that they see. */
    @Override
    public PeerAddress controlAddress() {
        return null;
    }

    /**
     * Where it is in the fabric.
     *
     * @return the address that its datagrams come from and that unicasts reach it by.
     */
    public PeerAddress localAddress() {
        return local;
    }

    @Override
    public int mtu() {
        return fabric.mtu();
    }

    @Override
    public int receiveBufferBytes() {
        return config.receiveBufferBytes();
    }

    @Override
    public int poll(final int mask) {
        if (closed) {
            return 0;
        }
        stats.getAndAddLong(Abi.STATS_POLLS, 1);
        int work = 0;
        if ((mask & Abi.POLL_DATA) == 0 || (mask & (Abi.POLL_SEND | Abi.POLL_CONTROL)) != 0) {
            work = send();
        }
        fabric.deliverDue();
        if ((mask & Abi.POLL_CONTROL) != 0) {
            work += control.poll();
        }
        if ((mask & Abi.POLL_DATA) != 0) {
            work += data.poll();
        }
        return work;
    }

    /** False: the fabric has one thread. */
    @Override
    public boolean startPoller(final int cpu) {
        checkOpen("start the poller thread");
        return false;
    }

    @Override
    public UnsafeBuffer stats() {
        return stats;
    }

    @Override
    public String describe() {
        return "memory " + local.toSocketAddress() + " mtu=" + mtu();
    }

    /** Closes it: its datagrams under way still arrive. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            fabric.forget(this);
            data.close();
            control.close();
        }
    }

    InetAddress address() {
        return address;
    }

    boolean hearsItself() {
        return config.loopback();
    }

    LinkConditions link(final MemoryTransport sender) {
        return links.isEmpty() ? null : links.get(sender);
    }

    void link(final MemoryTransport sender, final LinkConditions conditions) {
        if (conditions == null) {
            links.remove(sender);
        } else {
            links.put(sender, conditions);
        }
    }

    void offer(final int datagram, final boolean byGroup) {
        if (closed) {
            return;
        }
        if (byGroup) {
            data.offer(datagram);
            stats.putLong(Abi.STATS_KERNEL_DROPS, data.dropped());
        } else {
            control.offer(datagram);
        }
    }

    private int send() {
        int count = 0;
        while (!broken) {
            final int found = reader.peek();
            if (found == TxReader.NONE) {
                break;
            }
            if (found == TxReader.BROKEN) {
                broken = true; // nothing behind it can be found
                giveUp(EBADMSG);
                break;
            }
            if (reader.type() != RingBuffer.PADDING_MSG_TYPE_ID) {
                if (!send(found)) {
                    break;
                }
                count++;
            }
            reader.advance();
        }
        return count;
    }

    /** One record: false if it has to be tried again. */
    private boolean send(final int index) {
        final AtomicBuffer records = reader.buffer();
        final int header = reader.length() < Abi.TX_HEADER ? -1 : records.getShort(index + Abi.TX_HEADER_LENGTH) & 0xFFFF;
        if (reader.type() != Abi.TX_SEND || header < 0 || header > reader.length() - Abi.TX_HEADER) {
            return giveUp(EBADMSG);
        }
        final int number = records.getInt(index + Abi.TX_DESTINATION);
        if (number < 1 || number > destinations.size() || reader.position() >= destinations.get(number - 1).closedAt) {
            return giveUp(EDESTADDRREQ);
        }
        final int range = records.getInt(index + Abi.TX_RANGE_LENGTH);
        final long offset = records.getLong(index + Abi.TX_RANGE_OFFSET);
        final UnsafeBuffer region = range == 0 ? null : regions.range(records.getInt(index + Abi.TX_REGION), offset, range);
        if (range != 0 && region == null) {
            return giveUp(EFAULT);
        }
        if (range > mtu() - header) {
            return giveUp(EMSGSIZE);
        }
        stats.getAndAddLong(Abi.STATS_SEND_CALLS, 1);
        final int datagram = arena.take(this, header + range);
        if (datagram < 0) {
            stats.getAndAddLong(Abi.STATS_SEND_BLOCKED, 1);
            return false;
        }
        arena.memory().putBytes(arena.offset(datagram), records, index + Abi.TX_HEADER, header);
        if (range != 0) {
            arena.memory().putBytes(arena.offset(datagram) + header, region, (int)offset, range);
        }
        stats.getAndAddLong(Abi.STATS_SENT_DATAGRAMS, 1);
        stats.getAndAddLong(Abi.STATS_SENT_BYTES, header + range);
        dispatch(destinations.get(number - 1), datagram);
        return true;
    }

    private void dispatch(final Destination destination, final int datagram) {
        if (destination.group != null) {
            fabric.send(datagram, destination.group);
        } else {
            fabric.send(datagram, destination.peer);
        }
    }

    private boolean giveUp(final int errno) {
        stats.getAndAddLong(Abi.STATS_SEND_ERRORS, 1);
        stats.putLong(Abi.STATS_LAST_ERRNO, errno);
        return true;
    }

    private int open(final Destination destination) {
        checkOpen("open destination");
        final long sent = tx.completed();
        for (int i = 0; i < destinations.size(); i++) {
            if (destinations.get(i).closedAt <= sent) {
                destinations.set(i, destination);
                return i + 1;
            }
        }
        destinations.add(destination);
        return destinations.size();
    }

    private MemoryGroup group(final Group group) {
        return fabric.group(new InetSocketAddress(group.address(), group.port()));
    }

    private void checkOpen(final String call) {
        if (closed) {
            throw new EndpointException(call, EBADF, "Bad file descriptor", "the transport is closed");
        }
    }
}
