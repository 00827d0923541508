/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import io.umcast.core.wire.FrameValidator;
import io.umcast.core.wire.NakFrame;
import io.umcast.core.wire.QueryFrame;
import io.umcast.core.wire.StatusFrame;
import io.umcast.natives.Abi;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * One transport made of two, feed A and feed B: what is sent goes by both, what comes by either is heard. A stream has the same id and
 * positions on both, so that whoever reads the rings takes the first copy of a range and finds the other to be a duplicate.
 * <p>
 * Records of the tx ring are handed on to both feeds' rings and given back when both have completed them; feed B sends from a copy of the
 * registered memory. What was received by the groups stays where it came, in two rings; what came to this session alone is copied
 * into one, and its source told by one address, whichever feed it came by.
 */
public final class TwoFeeds implements Transport {
    private static final int CACHE_LINE = 64;
    private static final int CONTROL_SLOTS = 128;
    private static final int PAYLOAD = Abi.RX_RECORD_SIZE - 8;

    private final Transport a;
    private final Transport b;
    private final UnaryOperator<InetAddress> groupB;
    private final int domain;
    private final TxRing tx;
    private final TxReader reader;
    private final FeedPeers peers = new FeedPeers(this::onLearned);
    private final OneToOneRingBuffer controlRing;
    private final UnsafeBuffer controlSlots;
    private final RxRing controlRx;
    private final int slotBytes;
    private final StatsSum stats = new StatsSum();
    private final List<Destination> closing = new ArrayList<>();
    private volatile Destination[] destinations = new Destination[64];
    private volatile Int2ObjectHashMap<Mirror> mirrors = new Int2ObjectHashMap<>();
    private final int[] merging = {-1, -1};
    private final int[] mergedTo = new int[2];
    private boolean passedA;
    private long mark;
    private long markA;
    private long markB;

    /** Where a number leads on each feed: 0 for nowhere. */
    static final class Destination {
        private final int number;
        private volatile int onA;
        private volatile int onB;
        private long closedAt;

        Destination(final int number) {
            this.number = number;
        }
    }

    /** The same memory, once a feed. */
    private record Mirror(Region ofA, Region ofB) {
    }

    /**
     * Two feeds as one; closes both when it is closed.
     *
     * @param a           the first feed.
     * @param b           the second, of the same MTU.
     * @param groupB      the second feed's group for one of the first.
     * @param txRingBytes capacity of the tx ring, a power of two.
     * @param domain      of the system.
     */
    public TwoFeeds(final Transport a, final Transport b, final UnaryOperator<InetAddress> groupB, final int txRingBytes,
        final int domain) {
        if (a.mtu() != b.mtu()) {
            throw new IllegalArgumentException("two feeds have one MTU, not " + a.mtu() + " and " + b.mtu());
        }
        this.a = a;
        this.b = b;
        this.groupB = groupB;
        this.domain = domain;
        final OneToOneRingBuffer txBuffer = ring(txRingBytes);
        this.tx = new TxRing(txBuffer);
        this.reader = new TxReader(txBuffer);
        this.slotBytes = BitUtil.align(a.mtu(), CACHE_LINE);
        this.controlRing = ring(CONTROL_SLOTS * Abi.RX_RECORD_SIZE);
        this.controlSlots = new UnsafeBuffer(ByteBuffer.allocateDirect(CONTROL_SLOTS * slotBytes));
        this.controlRx = new RxRing(controlRing, controlSlots);
    }

    private static OneToOneRingBuffer ring(final int bytes) {
        return new OneToOneRingBuffer(
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes + RingBufferDescriptor.TRAILER_LENGTH, CACHE_LINE)));
    }

    @Override
    public synchronized Region allocate(final int bytes) {
        final Region ofA = a.allocate(bytes);
        try {
            final Int2ObjectHashMap<Mirror> more = new Int2ObjectHashMap<>(mirrors);
            more.put(ofA.id(), new Mirror(ofA, b.allocate(bytes)));
            mirrors = more;
            return ofA;
        } catch (final RuntimeException e) {
            a.release(ofA);
            throw e;
        }
    }

    @Override
    public synchronized void release(final Region region) {
        final Int2ObjectHashMap<Mirror> fewer = new Int2ObjectHashMap<>(mirrors);
        final Mirror mirror = fewer.remove(region.id());
        mirrors = fewer;
        a.release(region);
        if (mirror != null) {
            b.release(mirror.ofB);
        }
    }

    @Override
    public TxRing tx() {
        return tx;
    }

    @Override
    public RxRing dataRx() {
        return a.dataRx();
    }

    @Override
    public RxRing secondDataRx() {
        return b.dataRx();
    }

    @Override
    public RxRing controlRx() {
        return controlRx;
    }

    @Override
    public PeerAddress heard(final int feed, final long id, final DirectBuffer records, final int record) {
        return peers.heard(feed, id, records, record);
    }

    private Group onB(final Group group) {
        return new Group(groupB.apply(group.address()), group.port(), group.source());
    }

    @Override
    public void join(final Group group) {
        a.join(group);
        try {
            b.join(onB(group));
        } catch (final RuntimeException e) {
            a.leave(group);
            throw e;
        }
    }

    @Override
    public void leave(final Group group) {
        try {
            a.leave(group);
        } finally {
            b.leave(onB(group));
        }
    }

    @Override
    public synchronized int openDestination(final Group group) {
        final Destination destination = add();
        destination.onA = a.openDestination(group);
        destination.onB = b.openDestination(onB(group));
        return destination.number;
    }

    @Override
    public int openDestination(final PeerAddress address) {
        synchronized (peers) { // ahead of this: learning locks in that order, too
            final FeedPeers.Peer peer = peers.at(0, address);
            synchronized (this) {
                final Destination destination = add();
                peer.destination(destination);
                open(peer, 0);
                open(peer, 1);
                return destination.number;
            }
        }
    }

    private Destination add() {
        Destination[] all = destinations;
        int number = 1;
        while (number < all.length && all[number] != null) {
            number++;
        }
        if (number == all.length) {
            all = java.util.Arrays.copyOf(all, 2 * number);
        }
        final Destination destination = new Destination(number);
        all[number] = destination;
        destinations = all;
        return destination;
    }

    private synchronized void onLearned(final FeedPeers.Peer peer, final int feed) {
        open(peer, feed);
    }

    private void open(final FeedPeers.Peer peer, final int feed) {
        final Destination destination = peer.destination();
        final PeerAddress address = peer.on(feed);
        if (destination == null || address == null || destination.closedAt != 0) {
            return;
        }
        if (feed == 0 && destination.onA == 0) {
            destination.onA = a.openDestination(address);
        } else if (feed == 1 && destination.onB == 0) {
            destination.onB = b.openDestination(address);
        }
    }

    @Override
    public synchronized void closeDestination(final int destination) {
        final Destination one = destinations[destination];
        one.closedAt = Math.max(1, tx.submitted());
        closing.add(one);
    }

    /** Closes what was to be closed and what nothing that is still to be handed on names. */
    private synchronized void closePassed() {
        closing.removeIf(destination -> {
            final boolean passed = destination.closedAt <= Math.max(1, reader.position());
            if (passed) {
                if (destination.onA != 0) {
                    a.closeDestination(destination.onA);
                }
                if (destination.onB != 0) {
                    b.closeDestination(destination.onB);
                }
                destinations[destination.number] = null;
            }
            return passed;
        });
    }

    /** Null: peers answer the source address that they see, on each feed another one. */
    @Override
    public PeerAddress controlAddress() {
        return null;
    }

    @Override
    public int mtu() {
        return a.mtu();
    }

    @Override
    public int receiveBufferBytes() {
        return Math.min(a.receiveBufferBytes(), b.receiveBufferBytes());
    }

    @Override
    public int poll(final int mask) {
        if ((mask & Abi.POLL_SEND) != 0) {
            handOn();
        }
        int work = a.poll(mask) + b.poll(mask);
        if ((mask & Abi.POLL_CONTROL) != 0) {
            work += merge(0, a.controlRx()) + merge(1, b.controlRx());
        }
        return work;
    }

    /** Hands records on to both feeds, as far as both have room. */
    private void handOn() {
        if (a.tx().completed() >= markA && b.tx().completed() >= markB) {
            reader.giveBack(mark);
            mark = reader.position();
            markA = a.tx().submitted();
            markB = b.tx().submitted();
        }
        final long until = reader.tail();
        while (reader.position() < until) {
            final int record = reader.peek();
            if (record < 0 || reader.type() != RingBuffer.PADDING_MSG_TYPE_ID && !handOn(record)) {
                break;
            }
            reader.pass();
        }
        if (!closing.isEmpty()) {
            closePassed();
        }
    }

    private boolean handOn(final int record) {
        final DirectBuffer from = reader.buffer();
        final Destination destination = destinations[from.getInt(record + Abi.TX_DESTINATION)];
        final int region = from.getInt(record + Abi.TX_REGION);
        if (!passedA && destination.onA != 0 && !put(a.tx(), destination.onA, region, from, record)) {
            return false;
        }
        passedA = true; // if feed B has no room now, only that is left to do
        if (destination.onB != 0 && !putB(destination.onB, region, from, record)) {
            return false;
        }
        passedA = false;
        return true;
    }

    private boolean putB(final int destination, final int region, final DirectBuffer from, final int record) {
        if (region == 0) {
            return put(b.tx(), destination, 0, from, record);
        }
        final Mirror mirror = mirrors.get(region);
        final int offset = (int)from.getLong(record + Abi.TX_RANGE_OFFSET);
        mirror.ofB.buffer().putBytes(offset, mirror.ofA.buffer(), offset, from.getInt(record + Abi.TX_RANGE_LENGTH));
        return put(b.tx(), destination, mirror.ofB.id(), from, record);
    }

    private static boolean put(final TxRing to, final int destination, final int region, final DirectBuffer from, final int record) {
        final int header = from.getShort(record + Abi.TX_HEADER_LENGTH) & 0xFFFF;
        final int index = to.claim(destination, region, from.getLong(record + Abi.TX_RANGE_OFFSET),
            from.getInt(record + Abi.TX_RANGE_LENGTH), header);
        if (index == TxRing.FULL) {
            return false;
        }
        to.buffer().putBytes(index, from, record + Abi.TX_HEADER, header);
        to.commit();
        return true;
    }

    /** Frames that came together (GRO) are parted; of a record that finds no room the rest is taken next time. */
    private int merge(final int feed, final RxRing from) {
        final DirectBuffer records = from.buffer();
        int count = 0;
        while (hasRoom()) {
            if (merging[feed] < 0) {
                merging[feed] = from.next();
                mergedTo[feed] = 0;
            }
            final int record = merging[feed];
            if (record < 0) {
                break;
            }
            final int length = records.getInt(record + Abi.RX_LENGTH);
            final int at = mergedTo[feed];
            final int segment = Math.min(Math.max(1, records.getInt(record + Abi.RX_SEGMENT)), length - at);
            give(feed, from, record, records.getInt(record + Abi.RX_OFFSET) + at, Math.min(slotBytes, segment));
            mergedTo[feed] = at + segment;
            if (mergedTo[feed] >= length) {
                merging[feed] = -1;
                from.release();
            }
            count++;
        }
        return count;
    }

    private boolean hasRoom() {
        return controlRing.producerPosition() - controlRing.consumerPosition() + 2L * Abi.RX_RECORD_SIZE <= controlRing.capacity();
    }

    private void give(final int feed, final RxRing from, final int record, final int offset, final int length) {
        final DirectBuffer records = from.buffer();
        final int slot = (int)(controlRing.producerPosition() / Abi.RX_RECORD_SIZE) & CONTROL_SLOTS - 1;
        controlSlots.putBytes(slot * slotBytes, from.slots(), offset, length);
        final int index = controlRing.tryClaim(Abi.RX_RECEIVED, PAYLOAD);
        final MutableDirectBuffer to = controlRing.buffer();
        to.putBytes(index, records, record, PAYLOAD);
        to.putInt(index + Abi.RX_OFFSET, slot * slotBytes);
        to.putInt(index + Abi.RX_LENGTH, length);
        to.putInt(index + Abi.RX_SEGMENT, length);
        if (FrameValidator.validate(controlSlots, slot * slotBytes, length, domain) == 0) {
            putSource(to, index, peers.heard(feed, senderId(slot * slotBytes), records, record));
        }
        controlRing.commit(index);
    }

    /** What names the sender of a valid frame: a receiver's id in what receivers send, else the stream's. */
    private long senderId(final int offset) {
        return switch (FrameHeader.type(controlSlots, offset)) {
            case FrameType.STATUS -> StatusFrame.receiverId(controlSlots, offset);
            case FrameType.NAK -> NakFrame.receiverId(controlSlots, offset);
            case FrameType.QUERY -> QueryFrame.receiverId(controlSlots, offset);
            default -> FrameHeader.streamId(controlSlots, offset);
        };
    }

    private static void putSource(final MutableDirectBuffer to, final int index, final PeerAddress address) {
        to.putShort(index + Abi.RX_SOURCE_KIND, (short)address.kind());
        to.putLong(index + Abi.RX_SOURCE, address.high());
        to.putLong(index + Abi.RX_SOURCE + Long.BYTES, address.low());
        to.putInt(index + Abi.RX_SOURCE_PORT, address.port());
        to.putInt(index + Abi.RX_SOURCE_SCOPE, address.scope());
    }

    @Override
    public boolean startPoller(final int cpu) {
        final boolean startedA = a.startPoller(cpu);
        return b.startPoller(cpu) && startedA;
    }

    /** Both feeds' counts, added up when this is called. */
    @Override
    public UnsafeBuffer stats() {
        return stats.of(a.stats(), b.stats(), 0);
    }

    @Override
    public String describe() {
        return "feed A: " + a.describe() + "; feed B: " + b.describe();
    }

    @Override
    public void close() {
        try {
            a.close();
        } finally {
            b.close();
        }
    }
}
