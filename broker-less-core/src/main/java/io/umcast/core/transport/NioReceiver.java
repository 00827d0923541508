/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;

import io.umcast.natives.Abi;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Fills the slots of one endpoint from its channels. One thread at a time. */
final class NioReceiver {
    private static final int SLOT_ALIGNMENT = 64;
    private static final int BATCH = 64;
    private static final long V4_MAPPED = 0xFFFF_0000L; // as the bytes 8 to 11 of ::ffff:0:0 lie in memory

    private final OneToOneRingBuffer ring;
    private final ByteBuffer memory;
    private final RxRing view;
    private final UnsafeBuffer stats;
    private final int slots;
    private final int stride;
    private final int mtu;
    private final boolean ipv6;
    private DatagramChannel[] channels = {};
    private int first;

    // the last source, decoded: the next datagram most often has the same
    private InetSocketAddress source;
    private long sourceHigh;
    private long sourceLow;
    private int sourceScope;

    /**
     * An endpoint's receiving side.
     *
     * @param slots   a power of two.
     * @param mtu     the largest datagram taken whole.
     * @param ipv6    whether the channels are of that family.
     * @param stats   to count in.
     */
    NioReceiver(final int slots, final int mtu, final boolean ipv6, final UnsafeBuffer stats) {
        this.slots = slots;
        this.mtu = mtu;
        this.stride = BitUtil.align(mtu + 1, SLOT_ALIGNMENT); // a byte more than the MTU tells that there was more
        this.ipv6 = ipv6;
        this.stats = stats;
        final long bytes = (long)slots * stride;
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(slots + " slots of " + stride + " bytes are more than 2 GiB: ask for fewer");
        }
        ring = new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
            slots * Abi.RX_RECORD_SIZE + RingBufferDescriptor.TRAILER_LENGTH, SLOT_ALIGNMENT)));
        memory = BufferUtil.allocateDirectAligned((int)bytes, RegionTable.PAGE);
        view = new RxRing(ring, new UnsafeBuffer(memory));
    }

    RxRing view() {
        return view;
    }

    /** Not while it is polled. */
    void channels(final DatagramChannel... all) {
        channels = all;
    }

    int poll() {
        int datagrams = 0;
        long bytes = 0;
        int calls = 0;
        int truncated = 0;
        final int begin = first < channels.length ? first : 0;
        for (int k = 0; k < channels.length; k++) {
            final int number = (begin + k) % channels.length;
            final DatagramChannel channel = channels[number];
            if (!hasRoom()) {
                stats.getAndAddLong(Abi.STATS_NO_SLOT, 1);
                first = number; // whom nothing was left for is the first next time
                break;
            }
            for (int i = 0; i < BATCH && hasRoom(); i++) {
                final int slot = (int)(ring.producerPosition() / Abi.RX_RECORD_SIZE) & slots - 1;
                final int offset = slot * stride;
                calls++;
                final InetSocketAddress from = receive(channel, offset);
                if (from == null) {
                    break;
                }
                final int length = memory.position() - offset;
                if (!isOfFamily(from)) {
                    continue; // IPv4 heard by an IPv6 socket that Java cannot keep from it
                }
                publish(offset, Math.min(length, mtu), length > mtu ? Abi.RX_TRUNCATED : 0, from);
                datagrams++;
                bytes += Math.min(length, mtu);
                truncated += length > mtu ? 1 : 0;
            }
        }
        stats.getAndAddLong(Abi.STATS_RECEIVE_CALLS, calls);
        if (datagrams > 0) {
            stats.getAndAddLong(Abi.STATS_RECEIVED_DATAGRAMS, datagrams);
            stats.getAndAddLong(Abi.STATS_RECEIVED_BYTES, bytes);
            stats.getAndAddLong(Abi.STATS_TRUNCATED, truncated);
        }
        return datagrams;
    }

    private boolean hasRoom() {
        // the ring's producer wants a free header behind each record, so the last record stays free
        return ring.producerPosition() - ring.consumerPosition() < (long)(slots - 1) * Abi.RX_RECORD_SIZE;
    }

    private InetSocketAddress receive(final DatagramChannel channel, final int offset) {
        memory.limit(offset + mtu + 1).position(offset);
        try {
            return (InetSocketAddress)channel.receive(memory);
        } catch (final IOException e) {
            stats.getAndAddLong(Abi.STATS_RECEIVE_ERRORS, 1);
            stats.putLongRelease(Abi.STATS_LAST_ERRNO, Errno.of(e));
            return null;
        }
    }

    private boolean isOfFamily(final InetSocketAddress from) {
        return from.getAddress() instanceof Inet6Address == ipv6;
    }

    private void publish(final int offset, final int length, final int flags, final InetSocketAddress from) {
        if (from != source) {
            decode(from);
        }
        final int index = ring.tryClaim(Abi.RX_RECEIVED, Abi.RX_RECORD_SIZE - RecordDescriptor.HEADER_LENGTH);
        final MutableDirectBuffer record = ring.buffer();
        record.putInt(index + Abi.RX_OFFSET, offset);
        record.putInt(index + Abi.RX_LENGTH, length);
        record.putInt(index + Abi.RX_SEGMENT, length);
        record.putShort(index + Abi.RX_SOURCE_KIND, (short)(ipv6 ? Abi.ADDRESS_IPV6 : Abi.ADDRESS_IPV4));
        record.putShort(index + Abi.RX_FLAGS, (short)flags);
        record.putLong(index + Abi.RX_SOURCE, sourceHigh);
        record.putLong(index + Abi.RX_SOURCE + 8, sourceLow);
        record.putInt(index + Abi.RX_SOURCE_PORT, from.getPort());
        record.putInt(index + Abi.RX_SOURCE_SCOPE, sourceScope);
        record.putLong(index + Abi.RX_TIME, 0);
        record.putLong(index + Abi.RX_RESERVED, 0);
        ring.commit(index);
    }

    private void decode(final InetSocketAddress from) {
        final InetAddress address = from.getAddress();
        final ByteBuffer bytes = ByteBuffer.wrap(address.getAddress()).order(ByteOrder.LITTLE_ENDIAN);
        if (address instanceof Inet4Address) {
            sourceHigh = 0;
            sourceLow = (bytes.getInt(0) & 0xFFFF_FFFFL) << 32 | V4_MAPPED;
            sourceScope = 0;
        } else {
            sourceHigh = bytes.getLong(0);
            sourceLow = bytes.getLong(8);
            sourceScope = ((Inet6Address)address).getScopeId();
        }
        source = from;
    }
}
