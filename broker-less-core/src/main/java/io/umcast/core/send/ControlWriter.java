/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.core.transport.PeerAddress;
import io.umcast.core.transport.TxRing;
import io.umcast.core.wire.AnnounceFrame;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import io.umcast.core.wire.StatusFrame;
import io.umcast.core.wire.TopicsFrame;

/** Writes control frames into the tx ring. A full ring refuses: what matters is told again by its timer. */
public final class ControlWriter {
    private static final int MAX_TOPICS_FRAME = 1400;

    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[MAX_TOPICS_FRAME]);
    private final TxRing tx;
    private final int domain;

    /**
     * A writer.
     *
     * @param tx     to write to.
     * @param domain of the system.
     */
    public ControlWriter(final TxRing tx, final int domain) {
        this.tx = tx;
        this.domain = domain;
    }

    boolean announce(final int destination, final long streamId, final long sent, final boolean aligned, final long earliest,
        final long ageNs,
        final long digest, final int topicCount, final int mtu, final int logCapacity, final int intervalUs, final long connectionId,
        final PeerAddress controlAddress, final long epochNs) {
        final int index = tx.claim(destination, 0, 0, 0, AnnounceFrame.LENGTH);
        if (index == TxRing.FULL) {
            return false;
        }
        final MutableDirectBuffer buffer = tx.buffer();
        AnnounceFrame.write(buffer, index, aligned ? FrameHeader.FLAG_ALIGNED : 0, domain, streamId, sent, epochNs);
        AnnounceFrame.putStream(buffer, index, earliest, ageNs, digest, topicCount);
        AnnounceFrame.putShape(buffer, index, mtu, logCapacity, intervalUs, connectionId);
        if (controlAddress != null) {
            AnnounceFrame.putControl(buffer, index, controlAddress);
        }
        tx.commit();
        return true;
    }

    /** Writes the definitions from one number on, as many as a small datagram takes. */
    boolean topics(final int destination, final long streamId, final OutboundTopics topics, final int from, final long epochNs) {
        int length = TopicsFrame.write(scratch, 0, domain, streamId, epochNs, from, topics.count(), topics.digest());
        for (int number = from; number <= topics.count(); number++) {
            final int longer = TopicsFrame.append(scratch, 0, length, scratch.capacity(), topics.name(number));
            if (longer == TopicsFrame.FULL) {
                break;
            }
            length = longer;
        }
        return forward(destination, scratch, 0, length);
    }

    /** Writes a frame that is all header: CONFIRM, UNAVAILABLE, BYE. */
    boolean plain(final int destination, final int type, final long streamId, final long position, final int length, final long epochNs) {
        final int index = tx.claim(destination, 0, 0, 0, FrameHeader.LENGTH);
        if (index == TxRing.FULL) {
            return false;
        }
        FrameHeader.write(tx.buffer(), index, type, 0, 0, domain, length, streamId, position, epochNs);
        tx.commit();
        return true;
    }

    /** Tells a receiver from where on the stream is held, and whether it is waited for ({@link FrameHeader#FLAG_DROPPED} and so on). */
    boolean unavailable(final int destination, final int flags, final long streamId, final long earliest, final long epochNs) {
        final int index = tx.claim(destination, 0, 0, 0, FrameHeader.LENGTH);
        if (index == TxRing.FULL) {
            return false;
        }
        FrameHeader.write(tx.buffer(), index, FrameType.UNAVAILABLE, flags, 0, domain, 0, streamId, earliest, epochNs);
        tx.commit();
        return true;
    }

    boolean confirm(final int destination, final long streamId, final long position, final int length, final long epochNs) {
        return plain(destination, FrameType.CONFIRM, streamId, position, length, epochNs);
    }

    /**
     * Writes a STATUS.
     *
     * @param destination     the publisher's.
     * @param streamId        of the stream.
     * @param consumed        the position consumed.
     * @param leaving         whether the receiver leaves.
     * @param receiverId      of the receiving session.
     * @param received        the highest position seen.
     * @param windowBytes     from the consumed position.
     * @param windowDatagrams from the received position.
     * @param tag             of the receiver, 0 for none.
     * @param interest        the bitmap of topics subscribed to.
     * @param firstWord       the first of its words to tell.
     * @param words           how many words to tell.
     * @param name            of the receiver.
     * @param epochNs         the time.
     * @return whether there was room.
     */
    public boolean status(final int destination, final long streamId, final long consumed, final boolean leaving, final long receiverId,
        final long received, final int windowBytes, final int windowDatagrams, final long tag, final long[] interest, final int firstWord,
        final int words, final byte[] name, final long epochNs) {
        final int length = StatusFrame.length(words, name.length);
        final int index = tx.claim(destination, 0, 0, 0, length);
        if (index == TxRing.FULL) {
            return false;
        }
        final MutableDirectBuffer buffer = tx.buffer();
        StatusFrame.write(buffer, index, leaving ? FrameHeader.FLAG_LEAVING : 0, domain, streamId, consumed, epochNs, receiverId, received,
            windowBytes, windowDatagrams, tag);
        StatusFrame.putInterest(buffer, index, 1 + (firstWord << 6), interest, firstWord, words);
        StatusFrame.putName(buffer, index, name, name.length);
        tx.commit();
        return true;
    }

    /**
     * Sends a frame that has been written elsewhere.
     *
     * @param destination of it.
     * @param frame       that holds it.
     * @param offset      where it begins.
     * @param length      in bytes.
     * @return whether there was room.
     */
    public boolean forward(final int destination, final DirectBuffer frame, final int offset, final int length) {
        final int index = tx.claim(destination, 0, 0, 0, length);
        if (index == TxRing.FULL) {
            return false;
        }
        tx.buffer().putBytes(index, frame, offset, length);
        tx.commit();
        return true;
    }
}
