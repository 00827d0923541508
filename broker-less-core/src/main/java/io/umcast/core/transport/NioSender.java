/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

import io.umcast.natives.Abi;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Sends what is in the tx ring. One thread at a time. */
final class NioSender {
    private static final int MAX_PAYLOAD = 65507;

    private final TxReader reader;
    private final RegionTable memory;
    private final NioDestinations destinations;
    private final DatagramChannel channel;
    private final UnsafeBuffer stats;
    private final ByteBuffer staging = ByteBuffer.allocateDirect(MAX_PAYLOAD);
    private final UnsafeBuffer stagingView = new UnsafeBuffer(staging);
    private boolean broken;

    NioSender(final OneToOneRingBuffer ring, final RegionTable memory, final NioDestinations destinations,
        final DatagramChannel channel, final UnsafeBuffer stats) {
        this.reader = new TxReader(ring);
        this.memory = memory;
        this.destinations = destinations;
        this.channel = channel;
        this.stats = stats;
    }

    /**
     * Sends what the ring holds now.
     *
     * @return datagrams sent or given up.
     */
    int poll() {
        final long until = reader.tail();
        int datagrams = 0;
        while (!broken && reader.position() < until) {
            final int found = reader.peek();
            if (found == TxReader.NONE) {
                break;
            }
            if (found == TxReader.BROKEN) {
                broken = true; // nothing behind it can be found
                giveUp(Errno.EBADMSG);
                break;
            }
            if (reader.type() != RingBuffer.PADDING_MSG_TYPE_ID) {
                if (!send(found)) {
                    break;
                }
                datagrams++;
            }
            reader.advance();
        }
        return datagrams;
    }

    /** One record: false if it has to be tried again. */
    private boolean send(final int index) {
        final AtomicBuffer records = reader.buffer();
        final int header = reader.length() < Abi.TX_HEADER ? -1 : records.getShort(index + Abi.TX_HEADER_LENGTH) & 0xFFFF;
        if (reader.type() != Abi.TX_SEND || header < 0 || header > reader.length() - Abi.TX_HEADER) {
            return giveUp(Errno.EBADMSG);
        }
        final InetSocketAddress to = destinations.find(records.getInt(index + Abi.TX_DESTINATION), reader.position());
        if (to == null) {
            return giveUp(Errno.EDESTADDRREQ);
        }
        final int range = records.getInt(index + Abi.TX_RANGE_LENGTH);
        final long offset = records.getLong(index + Abi.TX_RANGE_OFFSET);
        final UnsafeBuffer region = range == 0 ? null : memory.range(records.getInt(index + Abi.TX_REGION), offset, range);
        if (range != 0 && region == null) {
            return giveUp(Errno.EFAULT);
        }
        if (range > MAX_PAYLOAD - header) {
            return giveUp(Errno.EMSGSIZE);
        }
        stagingView.putBytes(0, records, index + Abi.TX_HEADER, header);
        if (range != 0) {
            stagingView.putBytes(header, region, (int)offset, range);
        }
        return transmit(to, header + range);
    }

    private boolean transmit(final InetSocketAddress to, final int length) {
        staging.limit(length).position(0);
        stats.getAndAddLong(Abi.STATS_SEND_CALLS, 1);
        try {
            if (channel.send(staging, to) < length) {
                stats.getAndAddLong(Abi.STATS_SEND_BLOCKED, 1);
                return false;
            }
        } catch (final IOException | RuntimeException e) {
            final int errno = Errno.of(e);
            if (errno == Errno.ENOBUFS) {
                stats.getAndAddLong(Abi.STATS_SEND_BLOCKED, 1);
                return false;
            }
            return giveUp(errno);
        }
        stats.getAndAddLong(Abi.STATS_SENT_DATAGRAMS, 1);
        stats.getAndAddLong(Abi.STATS_SENT_BYTES, length);
        return true;
    }

    private boolean giveUp(final int errno) {
        stats.getAndAddLong(Abi.STATS_SEND_ERRORS, 1);
        stats.putLongRelease(Abi.STATS_LAST_ERRNO, errno);
        return true;
    }
}
