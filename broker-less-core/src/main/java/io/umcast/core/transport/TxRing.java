/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import io.umcast.natives.Abi;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** What is to be sent, in order. One thread claims; the poller reads and, when a send has completed, gives the room back. */
public final class TxRing {
    /** Returned by {@link #claim} when the ring is full. */
    public static final int FULL = -1;

    private final OneToOneRingBuffer ring;
    private final MutableDirectBuffer buffer;
    private int claimed;

    /**
     * A view on the ring.
     *
     * @param ring that a poller consumes.
     */
    public TxRing(final OneToOneRingBuffer ring) {
        this.ring = ring;
        this.buffer = ring.buffer();
    }

    /**
     * Claims a record for one datagram.
     *
     * @param destination  as the transport numbered it.
     * @param region       of the range; 0 for a datagram that is all header.
     * @param rangeOffset  where the range begins in its region.
     * @param rangeLength  in bytes.
     * @param headerLength in bytes.
     * @return where to write the header in {@link #buffer()}, or {@link #FULL}; then call {@link #commit()}.
     */
    public int claim(final int destination, final int region, final long rangeOffset, final int rangeLength, final int headerLength) {
        final int index = ring.tryClaim(Abi.TX_SEND, Abi.TX_HEADER + headerLength);
        if (index < 0) {
            return FULL;
        }
        final MutableDirectBuffer buffer = this.buffer;
        buffer.putInt(index + Abi.TX_DESTINATION, destination);
        buffer.putInt(index + Abi.TX_REGION, region);
        buffer.putLong(index + Abi.TX_RANGE_OFFSET, rangeOffset);
        buffer.putInt(index + Abi.TX_RANGE_LENGTH, rangeLength);
        buffer.putInt(index + Abi.TX_HEADER_LENGTH, headerLength); // and flags 0
        claimed = index;
        return index + Abi.TX_HEADER;
    }

    /** Hands the claimed record to the poller. */
    public void commit() {
        ring.commit(claimed);
    }

    /**
     * The ring's memory.
     *
     * @return the buffer that {@link #claim} indexes.
     */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    /**
     * The longest header that can be claimed.
     *
     * @return bytes.
     */
    public int maxHeaderLength() {
        return ring.maxMsgLength() - Abi.TX_HEADER;
    }

    /**
     * How far records have been handed over.
     *
     * @return the ring's position behind the last one.
     */
    public long submitted() {
        return ring.producerPosition();
    }

    /**
     * How far sends have completed: the memory they name is no longer read.
     *
     * @return the ring's position behind the last one completed.
     */
    public long completed() {
        return ring.consumerPosition();
    }
}
