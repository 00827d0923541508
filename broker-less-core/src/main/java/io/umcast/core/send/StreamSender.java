/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import org.agrona.MutableDirectBuffer;

import io.umcast.core.log.Log;
import io.umcast.core.transport.TxRing;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;

/**
 * Cuts the committed part of a log into datagrams and hands them to the network. What is committed goes at once; when more than one
 * datagram waits, all but the last are full, wherever that cuts a record, so that equal segments can leave in one call.
 * <p>
 * Cursors: claimed ≥ committed ≥ walked ≥ sent ≥ completed ≥ retained. Owned by the holder of the session's control side.
 */
final class StreamSender {
    private final Log log;
    private final TxRing tx;
    private final DatagramTable datagrams;
    private final long streamId;
    private final int domain;
    private final int destination;
    private final int maxRange;
    private final int region;
    private final int capacityMask;

    private long sent;
    private long walked;
    private boolean stalled;
    private long completed;
    private long completing;
    private long completingMark;
    private long repairFloor = Long.MAX_VALUE;
    private long repairMark;
    private long repairFloorNext = Long.MAX_VALUE;
    private long repairMarkNext;
    private long datagramsSent;
    private long bytesSent;
    private long repairBytes;

    StreamSender(final Log log, final TxRing tx, final DatagramTable datagrams, final long streamId, final int domain,
        final int destination, final int mtu) {
        this.log = log;
        this.tx = tx;
        this.datagrams = datagrams;
        this.streamId = streamId;
        this.domain = domain;
        this.destination = destination;
        this.maxRange = mtu - FrameHeader.LENGTH & -Log.ALIGNMENT;
        this.region = log.region().id();
        this.capacityMask = log.capacity() - 1;
    }

    /** Like {@link #send(long, long, long, int, long)}, as fast as it goes. */
    int send(final long byteLimit, final long datagramLimit, final int burst, final long epochNs) {
        return send(byteLimit, Long.MAX_VALUE, datagramLimit, burst, epochNs);
    }

    /**
     * Sends what is committed.
     *
     * @param byteLimit     the position that must not be passed.
     * @param rateLimit     the position that must not be passed with data, though padding may: it is no bytes to send.
     * @param datagramLimit the datagram number that must not be reached.
     * @param burst         the most datagrams now.
     * @param epochNs       the time to put into headers.
     * @return how many datagrams were handed over.
     */
    int send(final long byteLimit, final long rateLimit, final long datagramLimit, final int burst, final long epochNs) {
        final long numberLimit = Math.min(datagramLimit, datagrams.next() + burst);
        final long before = datagrams.next();
        final long dataLimit = Math.min(byteLimit, rateLimit);
        stalled = false;
        while (datagrams.next() < numberLimit && !datagrams.isFull()) {
            final long start = sent;
            final long firstBoundary = walked;
            final long lapEnd = (start | capacityMask) + 1;
            final long target = Math.min(start + maxRange, lapEnd);
            final long end = Math.min(walk(target), target);
            if (end == start) {
                if (!sendPad(start, byteLimit, epochNs)) {
                    break;
                }
            } else {
                if (end > dataLimit) {
                    stalled = true;
                    break;
                }
                if (!sendRange(start, (int)(end - start), firstBoundary < end ? firstBoundary : -1, epochNs)) {
                    break;
                }
            }
        }
        return (int)(datagrams.next() - before);
    }

    /** Walks committed records until one ends at or behind the target; the log's wrap stops it, its padding being no bytes to send. */
    private long walk(final long target) {
        final Log log = this.log;
        final long guard = log.retained() + log.capacity();
        long position = walked;
        while (position < target && position < guard) {
            final int length = log.committedLength(position);
            if (length <= 0 || log.isWrapPadding(position, length)) {
                break;
            }
            position += length;
        }
        walked = position;
        return position;
    }

    private boolean sendRange(final long start, final int length, final long firstRecord, final long epochNs) {
        final int header = tx.claim(destination, region, log.index(start), length, FrameHeader.LENGTH);
        if (header == TxRing.FULL) {
            return false;
        }
        FrameHeader.write(tx.buffer(), header, FrameType.DATA, 0, firstRecordField(firstRecord, start), domain, length, streamId, start,
            epochNs);
        tx.commit();
        sent = start + length;
        datagrams.add(sent, firstRecord);
        datagramsSent++;
        bytesSent += length;
        return true;
    }

    private boolean sendPad(final long start, final long byteLimit, final long epochNs) {
        if (start >= log.retained() + log.capacity()) {
            return false;
        }
        final int length = log.committedLength(start);
        if (length <= 0 || !log.isWrapPadding(start, length)) {
            return false;
        }
        if (start + length > byteLimit) {
            stalled = true;
            return false;
        }
        final int header = tx.claim(destination, 0, 0, 0, FrameHeader.LENGTH);
        if (header == TxRing.FULL) {
            return false;
        }
        FrameHeader.write(tx.buffer(), header, FrameType.PAD, 0, 0, domain, length, streamId, start, epochNs);
        tx.commit();
        sent = start + length;
        walked = sent;
        datagrams.addPad(sent);
        datagramsSent++;
        return true;
    }

    /**
     * Sends a datagram again.
     *
     * @param number  of the datagram, still kept.
     * @param to      the destination: the group's, or one receiver's.
     * @param epochNs the time to put into its header.
     * @return whether the network took it.
     */
    boolean resend(final long number, final int to, final long epochNs) {
        final long start = datagrams.start(number);
        final int length = (int)(datagrams.end(number) - start);
        final boolean pad = datagrams.isPad(number);
        final int header = pad ? tx.claim(to, 0, 0, 0, FrameHeader.LENGTH) :
            tx.claim(to, region, log.index(start), length, FrameHeader.LENGTH);
        if (header == TxRing.FULL) {
            return false;
        }
        final MutableDirectBuffer buffer = tx.buffer();
        FrameHeader.write(buffer, header, pad ? FrameType.PAD : FrameType.DATA, FrameHeader.FLAG_REPAIR,
            pad ? 0 : firstRecordField(datagrams.firstRecord(number), start), domain, length, streamId, start, epochNs);
        tx.commit();
        repairBytes += FrameHeader.LENGTH + (pad ? 0 : length);
        repairFloorNext = Math.min(repairFloorNext, start);
        repairMarkNext = tx.submitted();
        return true;
    }

    private static int firstRecordField(final long firstRecord, final long start) {
        return firstRecord < 0 ? FrameHeader.NO_RECORD : (int)(firstRecord - start) >> 3;
    }

    /**
     * Looks which sends have completed. Before this says so, the network may still read what was sent, repairs included.
     *
     * @return the position before which nothing is read any more.
     */
    long updateCompleted() {
        final long done = tx.completed();
        if (done >= completingMark) {
            completed = completing;
            completing = sent;
            completingMark = tx.submitted();
        }
        if (done >= repairMark) {
            repairFloor = repairFloorNext;
            repairMark = repairMarkNext;
            repairFloorNext = Long.MAX_VALUE;
        }
        return Math.min(completed, Math.min(repairFloor, repairFloorNext));
    }

    /** The position behind the last byte sent. */
    long sent() {
        return sent;
    }

    /** The record boundary at or behind the sent position. */
    long walked() {
        return walked;
    }

    /** Whether the last round stopped for the limit, not for want of data. */
    boolean stalled() {
        return stalled;
    }

    /** What has been sent again, in bytes with headers. */
    long repairBytes() {
        return repairBytes;
    }

    long datagramsSent() {
        return datagramsSent;
    }

    long bytesSent() {
        return bytesSent;
    }
}
