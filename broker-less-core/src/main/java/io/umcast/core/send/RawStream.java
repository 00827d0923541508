/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import java.util.List;

import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;

import io.umcast.ReceiverInfo;
import io.umcast.Topic;
import io.umcast.core.log.Log;
import io.umcast.core.transport.TxRing;
import io.umcast.core.wire.RecordType;

/** A log that is sent as it is: one record, one datagram, no header. For talking to programs that are not umcast's. */
public final class RawStream extends OutboundStream {
    private static final int BURST = 64;

    private final TxRing tx;
    private final int group;
    private final int maxDatagram;
    private final TokenBucket rate;
    private long tendedNs;
    private long sent;
    private long tendedPosition;
    private long completed;
    private long completing;
    private long completingMark;
    private long tooLong;

    /**
     * A stream at position 0.
     *
     * @param id             for handlers of the same session.
     * @param log            fresh.
     * @param group          the group's destination.
     * @param tx             to send by.
     * @param maxDatagram    the largest datagram in bytes; longer messages are dropped and counted.
     * @param claimTimeoutNs after what time an uncommitted claim is given up.
     * @param rates          how fast it may be sent.
     * @param nowNs          the time.
     */
    public RawStream(final long id, final Log log, final int group, final TxRing tx, final int maxDatagram, final long claimTimeoutNs,
        final RateConfig rates, final long nowNs) {
        super(id, log, claimTimeoutNs);
        this.group = group;
        this.tx = tx;
        this.maxDatagram = maxDatagram;
        this.rate = TokenBucket.of(rates.rate(), rates.burstNs(), maxDatagram, nowNs);
        this.tendedNs = nowNs;
    }

    @Override
    public int send(final long epochNs) {
        final Log log = log();
        final AtomicBuffer buffer = log.buffer();
        final long guard = log.retained() + log.capacity();
        int count = 0;
        while (count < BURST && sent < guard) {
            final int aligned = log.committedLength(sent);
            if (aligned <= 0) {
                break;
            }
            final int index = log.index(sent);
            final int type = buffer.getInt(RecordDescriptor.typeOffset(index));
            final int length = buffer.getInt(RecordDescriptor.lengthOffset(index)) - Log.RECORD_HEADER_LENGTH;
            if (type > 0 && type != RecordType.TOPIC_DEFINITION) {
                if (length > maxDatagram) {
                    tooLong++;
                } else if (!send(index + Log.RECORD_HEADER_LENGTH, length)) {
                    break;
                }
            }
            sent += aligned;
            count++;
        }
        boundary(sent);
        return count;
    }

    @Override
    long sentPosition() {
        return sent;
    }

    @Override
    public int tend(final long nowNs, final long epochNs) {
        tendedNs = nowNs;
        if (sent == tendedPosition && sent != log().claimed()) {
            checkStuckClaim(sent, nowNs);
        }
        tendedPosition = sent;
        retain();
        return 0;
    }

    private boolean send(final int index, final int length) {
        if (rate != null && rate.available(tendedNs) < length || tx.claim(group, log().region().id(), index, length, 0) == TxRing.FULL) {
            return false;
        }
        tx.commit();
        if (rate != null) {
            rate.take(length);
        }
        return true;
    }

    private void retain() {
        if (tx.completed() >= completingMark) {
            completed = completing;
            completing = sent;
            completingMark = tx.submitted();
        }
        final long position = Math.min(completed, localPosition());
        if (position > log().retained()) {
            log().retain(position);
        }
    }

    @Override
    public boolean isStalled() {
        return false;
    }

    @Override
    public boolean isDrained() {
        return sent == log().claimed() && completed == sent;
    }

    @Override
    public void bye(final long epochNs) {
        // nobody would understand it
    }

    @Override
    public int subscriberCount(final Topic topic) {
        return 0;
    }

    @Override
    public List<ReceiverInfo> receivers() {
        return List.of();
    }

    @Override
    public StreamNumbers numbers() {
        return new StreamNumbers(id(), log().claimed(), sent, log().retained(), Long.MAX_VALUE, 0, 0, 0, 0, 0, claimsUnblocked(),
            backPressuredCount(), tooLong, 0, 0);
    }

    @Override
    public long consumedPosition() {
        return completed;
    }

    @Override
    boolean isOpenToNobody() {
        return true;
    }
}
