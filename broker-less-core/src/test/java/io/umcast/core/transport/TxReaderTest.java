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
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TxReaderTest {
    private static final int CAPACITY = 1024;

    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH)));
    private final TxRing tx = new TxRing(ring);
    private final TxReader reader = new TxReader(ring);

    private boolean put(final int destination, final int header) {
        if (tx.claim(destination, 0, 0, 0, header) == TxRing.FULL) {
            return false;
        }
        tx.commit();
        return true;
    }

    @Test
    void anEmptyRingHasNothing() {
        assertEquals(TxReader.NONE, reader.peek());
        assertEquals(0, reader.position());
        assertEquals(0, reader.tail());
        assertSame(ring.buffer(), reader.buffer());
    }

    @Test
    void aClaimThatIsNotCommittedIsNothing() {
        tx.claim(1, 0, 0, 0, 40);
        assertEquals(TxReader.NONE, reader.peek());
        assertTrue(reader.tail() > reader.position());
        tx.commit();
        assertEquals(RecordDescriptor.HEADER_LENGTH, reader.peek());
    }

    @Test
    void aRecordStaysUntilItIsPassed() {
        put(5, 40);
        final int found = reader.peek();
        assertEquals(found, reader.peek());
        assertEquals(5, reader.buffer().getInt(found + Abi.TX_DESTINATION));
        assertEquals(Abi.TX_SEND, reader.type());
        assertEquals(Abi.TX_HEADER + 40, reader.length());
        assertEquals(0, tx.completed());
        reader.advance();
        assertEquals(tx.submitted(), tx.completed());
        assertEquals(tx.submitted(), reader.position());
        assertEquals(TxReader.NONE, reader.peek());
    }

    @Test
    void readsAllLengthsRoundTheRingAndPassesPadding() {
        int written = 0;
        int read = 0;
        int paddings = 0;
        for (int round = 0; round < 3000; round++) {
            written += put(written, round % (tx.maxHeaderLength() + 1)) ? 1 : 0;
            written += put(written, round % 17) ? 1 : 0;
            for (int found = reader.peek(); found != TxReader.NONE; found = reader.peek()) {
                if (reader.type() == RingBuffer.PADDING_MSG_TYPE_ID) {
                    paddings++;
                } else {
                    assertEquals(read++, reader.buffer().getInt(found + Abi.TX_DESTINATION));
                }
                reader.advance();
            }
            assertEquals(written, read);
            assertEquals(reader.tail(), reader.position());
        }
        assertEquals(6000, read);
        assertTrue(paddings > 100, "paddings " + paddings);
    }

    @Test
    void beginsWhereTheRingsConsumerStands() {
        put(1, 8);
        put(2, 8);
        reader.peek();
        reader.advance();
        final TxReader later = new TxReader(ring);
        assertEquals(reader.position(), later.position());
        assertEquals(2, later.buffer().getInt(later.peek() + Abi.TX_DESTINATION));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, CAPACITY + 1, Integer.MAX_VALUE})
    void aLengthThatCannotBeIsBroken(final int length) {
        put(1, 8);
        ring.buffer().putInt(0, length);
        assertEquals(TxReader.BROKEN, reader.peek());
        assertEquals(0, reader.position());
    }

    @Test
    void aRecordThatLeavesTheRingIsBroken() {
        put(1, 8);
        reader.peek();
        reader.advance();
        put(2, 8);
        ring.buffer().putInt((int)reader.position(), CAPACITY);
        assertEquals(TxReader.BROKEN, reader.peek());
        ring.buffer().putInt((int)reader.position(), CAPACITY - (int)reader.position());
        assertEquals(reader.position() + RecordDescriptor.HEADER_LENGTH, reader.peek(), "up to the end it may be");
    }

    @Test
    void aNegativeLengthIsNothingYet() {
        put(1, 8);
        ring.buffer().putInt(0, Integer.MIN_VALUE);
        assertEquals(TxReader.NONE, reader.peek());
    }
}
