/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

import io.umcast.natives.Abi;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Loses, duplicates and reorders what another transport receives by its groups, at random, from a seed: for tests, and for trying
 * out how an application takes it. What it lets pass stays in the other's slots, which are given back once all that was passed has been
 * read. What is sent, and the control endpoint, are untouched.
 */
public final class FaultyTransport implements Transport {
    private static final int RECORDS = 512;
    private static final int MOST_PER_DATAGRAM = 4;
    private static final int EMPTY_POLLS_UNTIL_RELEASE = 64;
    private static final int PAYLOAD = Abi.RX_RECORD_SIZE - RecordDescriptor.HEADER_LENGTH;

    private final Transport inner;
    private final double loss;
    private final double duplicate;
    private final double reorder;
    private final SplittableRandom random;
    private final OneToOneRingBuffer ring;
    private final RxRing rx;
    private final UnsafeBuffer held = new UnsafeBuffer(new byte[Abi.RX_RECORD_SIZE]);
    private boolean holding;
    private long heldAt;
    private int emptyPolls;
    private long lost;
    private long duplicated;
    private long reordered;
    private int record = -1;
    private long recordAt;
    private int segmentAt;

    /**
     * A fault seam in front of a transport.
     *
     * @param inner     that receives.
     * @param loss      the share of datagrams to drop, 0 to 1.
     * @param duplicate the share of datagrams to give twice, 0 to 1.
     * @param reorder   the share of datagrams to give after the one that follows, 0 to 1.
     * @param seed      of the random choices.
     */
    public FaultyTransport(final Transport inner, final double loss, final double duplicate, final double reorder,
        final long seed) {
        this.inner = inner;
        this.loss = loss;
        this.duplicate = duplicate;
        this.reorder = reorder;
        this.random = new SplittableRandom(seed);
        this.ring = new OneToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(RECORDS * Abi.RX_RECORD_SIZE + RingBufferDescriptor.TRAILER_LENGTH)));
        this.rx = new RxRing(ring, inner.dataRx().slots());
    }

    @Override
    public int poll(final int mask) {
        if ((mask & Abi.POLL_DATA) == 0) {
            return inner.poll(mask);
        }
        if (ring.consumerPosition() == ring.producerPosition()) {
            inner.dataRx().releaseTo(holding ? heldAt : record < 0 ? inner.dataRx().position() : recordAt);
        }
        final int work = inner.poll(mask);
        final int passed = pass();
        if (passed > 0) {
            emptyPolls = 0;
        } else if (holding && ++emptyPolls > EMPTY_POLLS_UNTIL_RELEASE && hasRoom()) {
            giveHeld(); // nothing follows it: late is enough
        }
        return work + passed;
    }

    private int pass() {
        final RxRing from = inner.dataRx();
        final DirectBuffer records = from.buffer();
        int count = 0;
        while (hasRoom()) {
            if (record < 0) {
                recordAt = from.position();
                record = from.next();
                segmentAt = 0;
                if (record < 0) {
                    break;
                }
            }
            final int length = records.getInt(record + Abi.RX_LENGTH);
            final int size = records.getInt(record + Abi.RX_SEGMENT);
            final int segment = size <= 0 ? length - segmentAt : Math.min(size, length - segmentAt);
            passDatagram(records, record, records.getInt(record + Abi.RX_OFFSET) + segmentAt, segment);
            count++;
            segmentAt += segment;
            if (segmentAt >= length) {
                record = -1;
            }
        }
        return count;
    }

    private void passDatagram(final DirectBuffer records, final int descriptor, final int offset, final int length) {
        if (random.nextDouble() < loss) {
            lost++;
            return;
        }
        final boolean twice = random.nextDouble() < duplicate;
        final boolean late = random.nextDouble() < reorder;
        if (late && !holding && length > 0) {
            describe(held, 0, records, descriptor, offset, length);
            holding = true;
            heldAt = recordAt;
            reordered++;
            return;
        }
        give(records, descriptor, offset, length);
        if (twice) {
            give(records, descriptor, offset, length);
            duplicated++;
        }
        if (holding) {
            giveHeld();
        }
    }

    private void giveHeld() {
        give(held, 0, held.getInt(Abi.RX_OFFSET), held.getInt(Abi.RX_LENGTH));
        holding = false;
    }

    private boolean hasRoom() {
        final long used = ring.producerPosition() - ring.consumerPosition();
        return used + (long)(MOST_PER_DATAGRAM + 1) * Abi.RX_RECORD_SIZE < ring.capacity();
    }

    private void give(final DirectBuffer records, final int descriptor, final int offset, final int length) {
        final int index = ring.tryClaim(Abi.RX_RECEIVED, PAYLOAD);
        describe(ring.buffer(), index, records, descriptor, offset, length);
        ring.commit(index);
    }

    /** A datagram of a stranger may be longer than the MTU where the inner transport's slots are larger (GRO): it is cut. */
    private void describe(final MutableDirectBuffer to, final int index, final DirectBuffer records, final int descriptor, final int offset,
        final int length) {
        final int kept = Math.min(length, inner.mtu());
        final int flags = records.getShort(descriptor + Abi.RX_FLAGS);
        to.putBytes(index, records, descriptor, PAYLOAD);
        to.putInt(index + Abi.RX_OFFSET, offset);
        to.putInt(index + Abi.RX_LENGTH, kept);
        to.putInt(index + Abi.RX_SEGMENT, kept);
        to.putShort(index + Abi.RX_FLAGS, (short)(length > kept ? flags | Abi.RX_TRUNCATED : flags));
    }

    /**
     * How many datagrams were dropped.
     *
     * @return the count.
     */
    public long lost() {
        return lost;
    }

    /**
     * How many datagrams were given twice.
     *
     * @return the count.
     */
    public long duplicated() {
        return duplicated;
    }

    /**
     * How many datagrams were given late.
     *
     * @return the count.
     */
    public long reordered() {
        return reordered;
    }

    @Override
    public RxRing dataRx() {
        return rx;
    }

    @Override
    public Region allocate(final int bytes) {
        return inner.allocate(bytes);
    }

    @Override
    public void release(final Region region) {
        inner.release(region);
    }

    @Override
    public TxRing tx() {
        return inner.tx();
    }

    @Override
    public RxRing controlRx() {
        return inner.controlRx();
    }

    @Override
    public void join(final Group group) {
        inner.join(group);
    }

    @Override
    public void leave(final Group group) {
        inner.leave(group);
    }

    @Override
    public int openDestination(final Group group) {
        return inner.openDestination(group);
    }

    @Override
    public int openDestination(final PeerAddress peer) {
        return inner.openDestination(peer);
    }

    @Override
    public void closeDestination(final int destination) {
        inner.closeDestination(destination);
    }

    @Override
    public PeerAddress controlAddress() {
        return inner.controlAddress();
    }

    @Override
    public int mtu() {
        return inner.mtu();
    }

    @Override
    public int receiveBufferBytes() {
        return inner.receiveBufferBytes();
    }

    @Override
    public int receiveBufferDatagrams() {
        return inner.receiveBufferDatagrams();
    }

    @Override
    public int receiveBufferPayload() {
        return inner.receiveBufferPayload();
    }

    @Override
    public void service(final TransportEvents events) {
        inner.service(events);
    }

    @Override
    public boolean startPoller(final int cpu) {
        return inner.startPoller(cpu);
    }

    @Override
    public boolean canAwait() {
        return inner.canAwait();
    }

    /** {@inheritDoc} Not while a datagram is held back, which only polls give free. */
    @Override
    public boolean await(final long nanos) {
        return !holding && inner.await(nanos);
    }

    @Override
    public void wake() {
        inner.wake();
    }

    @Override
    public UnsafeBuffer stats() {
        return inner.stats();
    }

    @Override
    public String describe() {
        return inner.describe() + ", with faults: loss " + loss + ", duplicate " + duplicate + ", reorder " + reorder;
    }

    @Override
    public void close() {
        inner.close();
    }
}
