/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import jakarta.jms.JMSException;

import io.umcast.core.message.MessageView;

class InboxTest {
    private static final int LIMIT = 64 << 10;
    /** What each message takes besides its own bytes. */
    private static final int OVERHEAD = 64;

    private final Inbox inbox;
    private long position;

    InboxTest() throws JMSException {
        inbox = new Inbox(new UmcastTopic("t"), null, false, null, JmsOptions.parse("udp:jms.queue=" + LIMIT));
    }

    private Delivery put(final int length) {
        final byte[] bytes = new byte[length];
        final MessageView view = new MessageView().wrapAny(new UnsafeBuffer(bytes), 0, length);
        final Delivery delivery = new Delivery(bytes, inbox.destination(), inbox, view);
        inbox.take(delivery, position++, null);
        return delivery;
    }

    @Test
    void takesWhatItsLimitAllowsAndHasAllRoomAgainWhenAllIsDone() {
        final Random random = new Random(7);
        final ArrayDeque<Delivery> inside = new ArrayDeque<>();
        for (int round = 0; round < 100; round++) {
            int length = random.nextInt(1000);
            int held = 0;
            while (inbox.hasRoom(length)) {
                inside.add(put(length));
                held += length + OVERHEAD;
                length = random.nextInt(1000);
            }
            assertTrue(held <= LIMIT && held + length + OVERHEAD > LIMIT, "it took " + held + " of " + LIMIT);
            while (!inside.isEmpty()) {
                final Delivery next = inbox.poll();
                assertSame(inside.poll(), next);
                inbox.doneInTurn(next);
            }
            assertNull(inbox.poll());
            assertTrue(inbox.isEmpty());
        }
    }

    @Test
    void whatIsNotAcknowledgedKeepsItsRoom() {
        final Delivery first = put(LIMIT - OVERHEAD);
        assertSame(first, inbox.poll());
        assertNull(inbox.poll());
        assertFalse(inbox.hasRoom(1));
        inbox.done(first);
        assertTrue(inbox.hasRoom(1));
    }

    @Test
    void aMessageTooLongForTheLimitComesWhenNothingElseIsHeld() {
        final Delivery large = put(2 * LIMIT);
        assertFalse(inbox.hasRoom(0));
        assertSame(large, inbox.poll());
        inbox.doneInTurn(large);
        assertTrue(inbox.hasRoom(2 * LIMIT));
    }

    @Test
    void whatIsGivenBackComesFirst() {
        final Delivery first = put(1);
        final Delivery second = put(1);
        assertSame(first, inbox.poll());
        inbox.giveBack(first);
        assertSame(first, inbox.poll());
        assertSame(second, inbox.poll());
        assertEquals(0, inbox.expired());
    }

    @Test
    void aClosedOneKeepsNothing() {
        put(1);
        inbox.close();
        put(1);
        assertTrue(inbox.isEmpty());
        assertNull(inbox.poll());
    }
}
