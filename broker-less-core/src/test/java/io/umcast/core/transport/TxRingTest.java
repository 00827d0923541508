/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

import io.umcast.natives.Abi;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;

class TxRingTest {
    private static final int CAPACITY = 1024;

    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH)));
    private final TxRing tx = new TxRing(ring);

    /** The bytes that a record of so long a header takes. */
    private static int recordBytes(final int header) {
        return BitUtil.align(RecordDescriptor.HEADER_LENGTH + Abi.TX_HEADER + header, RecordDescriptor.ALIGNMENT);
    }

    @Test
    void writesWhatThePollerReads() {
        final int header = tx.claim(7, 3, 0x1_2345_6789L, 1000, 40);
        final int record = header - Abi.TX_HEADER;
        tx.buffer().putLong(header, 42);
        tx.commit();
        final int[] read = new int[2];
        ring.read((type, buffer, index, length) -> {
            read[0]++;
            read[1] = length;
            assertEquals(Abi.TX_SEND, type);
            assertEquals(record, index);
            assertEquals(7, buffer.getInt(index + Abi.TX_DESTINATION));
            assertEquals(3, buffer.getInt(index + Abi.TX_REGION));
            assertEquals(0x1_2345_6789L, buffer.getLong(index + Abi.TX_RANGE_OFFSET));
            assertEquals(1000, buffer.getInt(index + Abi.TX_RANGE_LENGTH));
            assertEquals(40, buffer.getShort(index + Abi.TX_HEADER_LENGTH));
            assertEquals(0, buffer.getShort(index + Abi.TX_FLAGS));
            assertEquals(42, buffer.getLong(index + Abi.TX_HEADER));
        });
        assertEquals(1, read[0]);
        assertEquals(Abi.TX_HEADER + 40, read[1]);
    }

    @Test
    void flagsAreZeroWhereOldBytesLay() {
        ring.buffer().setMemory(0, CAPACITY / 2, (byte)-1);
        ring.buffer().putLong(0, 0);
        final int record = tx.claim(1, 0, 0, 0, 65) - Abi.TX_HEADER;
        assertEquals(65, tx.buffer().getShort(record + Abi.TX_HEADER_LENGTH));
        assertEquals(0, tx.buffer().getShort(record + Abi.TX_FLAGS));
    }

    @Test
    void isHandedOverByCommitOnly() {
        tx.claim(1, 0, 0, 0, 8);
        assertEquals(0, ring.read((type, buffer, index, length) -> { }));
        tx.commit();
        assertEquals(1, ring.read((type, buffer, index, length) -> { }));
    }

    @Test
    void saysFullAndLeavesWhatIsThereAlone() {
        int claimed = 0;
        while (tx.claim(claimed, 0, 0, 0, 8) != TxRing.FULL) {
            tx.commit();
            claimed++;
        }
        final long submitted = tx.submitted();
        assertEquals((long)claimed * recordBytes(8), submitted);
        assertEquals(TxRing.FULL, tx.claim(99, 9, 9, 9, 8));
        assertEquals(submitted, tx.submitted());
        final int[] next = {0};
        ring.read((type, buffer, index, length) -> assertEquals(next[0]++, buffer.getInt(index + Abi.TX_DESTINATION)));
        assertEquals(claimed, next[0]);
        assertNotEquals(TxRing.FULL, tx.claim(99, 0, 0, 0, 8));
    }

    @Test
    void submittedAndCompletedMeetWhenAllIsSent() {
        assertEquals(0, tx.submitted());
        assertEquals(0, tx.completed());
        tx.claim(1, 0, 0, 0, 40);
        tx.commit();
        assertEquals(recordBytes(40), tx.submitted());
        assertEquals(0, tx.completed());
        ring.read((type, buffer, index, length) -> { });
        assertEquals(tx.submitted(), tx.completed());
    }

    @Test
    void carriesEveryHeaderLengthRoundTheEndOfTheRing() {
        int header = 0;
        long last = 0;
        for (int i = 0; i < 2000; i++) {
            final int at = tx.claim(i, 0, 0, 0, header);
            assertNotEquals(TxRing.FULL, at);
            assertTrue(at >= Abi.TX_HEADER && at + header <= CAPACITY, "at " + at);
            tx.commit();
            final int expected = i;
            assertEquals(1, ring.read((type, buffer, index, length) ->
                assertEquals(expected, buffer.getInt(index + Abi.TX_DESTINATION)), 1) + readPadding());
            assertTrue(tx.submitted() > last);
            last = tx.submitted();
            header = header == tx.maxHeaderLength() ? 0 : header + 1;
        }
        assertTrue(last > 10L * CAPACITY);
    }

    /** Agrona's read stops at the wrap: another gets the record behind it. */
    private int readPadding() {
        return ring.consumerPosition() == ring.producerPosition() ? 0 : ring.read((type, buffer, index, length) -> { });
    }

    @Test
    void refusesAHeaderThatTheRingCannotHold() {
        final int longest = tx.maxHeaderLength();
        assertEquals(CAPACITY / 8 - Abi.TX_HEADER, longest);
        assertThrows(IllegalArgumentException.class, () -> tx.claim(1, 0, 0, 0, longest + 1));
        assertEquals(0, tx.submitted());
        assertNotEquals(TxRing.FULL, tx.claim(1, 0, 0, 0, longest));
    }
}
