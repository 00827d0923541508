/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

import io.umcast.natives.Abi;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;

class RxRingTest {
    private static final int SLOTS = 8;
    private static final int PAYLOAD = Abi.RX_RECORD_SIZE - RecordDescriptor.HEADER_LENGTH;
    private static final int NONE = -1;

    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(new UnsafeBuffer(
        ByteBuffer.allocateDirect(SLOTS * Abi.RX_RECORD_SIZE + RingBufferDescriptor.TRAILER_LENGTH)));
    private final UnsafeBuffer slots = new UnsafeBuffer(ByteBuffer.allocateDirect(SLOTS * 256));
    private final RxRing rx = new RxRing(ring, slots);

    /** A record as a poller writes it; false if the ring is full. */
    private boolean receive(final int number) {
        final int index = ring.tryClaim(Abi.RX_RECEIVED, PAYLOAD);
        if (index < 0) {
            return false;
        }
        ring.buffer().putInt(index + Abi.RX_LENGTH, number);
        ring.commit(index);
        return true;
    }

    private int number(final int record) {
        return rx.buffer().getInt(record + Abi.RX_LENGTH);
    }

    @Test
    void anEmptyRingHasNoRecord() {
        assertEquals(NONE, rx.next());
        assertEquals(NONE, rx.next());
        rx.release();
        assertEquals(0, ring.consumerPosition());
    }

    @Test
    void showsTheMemoryThatItWasGiven() {
        assertSame(slots, rx.slots());
        assertSame(ring.buffer(), rx.buffer());
    }

    @Test
    void returnsWhereAPayloadBeginsInOrder() {
        receive(10);
        receive(11);
        final int first = rx.next();
        assertEquals(RecordDescriptor.HEADER_LENGTH, first);
        assertEquals(10, number(first));
        final int second = rx.next();
        assertEquals(first + Abi.RX_RECORD_SIZE, second);
        assertEquals(11, number(second));
        assertEquals(NONE, rx.next());
    }

    @Test
    void doesNotSeeARecordBeforeItIsCommitted() {
        final int index = ring.tryClaim(Abi.RX_RECEIVED, PAYLOAD);
        assertEquals(NONE, rx.next());
        ring.commit(index);
        assertEquals(index, rx.next());
    }

    @Test
    void givesRecordsBackOnlyWhenToldTo() {
        while (receive(1)) {
            assertEquals(1, number(rx.next()));
        }
        assertEquals(0, ring.consumerPosition());
        assertEquals(NONE, rx.next());
        rx.release();
        assertEquals((SLOTS - 1) * Abi.RX_RECORD_SIZE, ring.consumerPosition());
        assertEquals(ring.producerPosition(), ring.consumerPosition());
        assertTrue(receive(2));
    }

    @Test
    void givesBackWhatWasReadAndKeepsTheRest() {
        for (int i = 0; i < 5; i++) {
            receive(i);
        }
        rx.next();
        rx.next();
        rx.release();
        assertEquals(2 * Abi.RX_RECORD_SIZE, ring.consumerPosition());
        for (int i = 2; i < 5; i++) {
            assertEquals(i, number(rx.next()));
        }
    }

    @Test
    void aSecondReleaseOfTheSameDoesNothing() {
        receive(1);
        rx.next();
        rx.release();
        rx.release();
        assertEquals(Abi.RX_RECORD_SIZE, ring.consumerPosition());
        assertEquals(NONE, rx.next());
    }

    @Test
    void goesRoundManyTimesWithoutSeeingARecordAgain() {
        int sent = 0;
        int seen = 0;
        for (int round = 0; round < 1000; round++) {
            for (int i = 0; i <= round % SLOTS; i++) {
                sent += receive(sent) ? 1 : 0;
            }
            for (int record = rx.next(); record >= 0; record = rx.next()) {
                assertEquals(seen++, number(record));
            }
            assertEquals(sent, seen);
            rx.release();
        }
    }

    @Test
    void beginsWhereTheRingsConsumerStands() {
        receive(1);
        receive(2);
        rx.next();
        rx.release();
        final RxRing later = new RxRing(ring, slots);
        assertEquals(2, number(later.next()));
        assertEquals(NONE, later.next());
    }
}
