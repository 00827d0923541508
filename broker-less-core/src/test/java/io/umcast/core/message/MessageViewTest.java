/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import io.umcast.message.BodyType;

class MessageViewTest {
    private static byte[] copy(final MessageView view) {
        final byte[] bytes = new byte[view.buffer().capacity()];
        view.buffer().getBytes(0, bytes);
        return bytes;
    }

    @Test
    void aViewOverACopyReadsTheSameAndOutlivesTheMemoryThatWasCopied() {
        final MessageEncoder encoder = new MessageEncoder(-3).sequence(9).timestamp(1000).expiration(2000).deliveryTime(1500).priority(7)
            .persistent(true).flag(MessageLayout.ID_HIDDEN, true).group(5, 1, 2).correlationId("c").replyTo("r").type("t")
            .property("p", 12L).text("body");
        final UnsafeBuffer place = CodecRoundTripTest.encode(encoder);
        final MessageView inPlace = new MessageView().wrap(place, 0, place.capacity());
        final MessageView kept = inPlace.over(copy(inPlace));
        place.setMemory(0, place.capacity(), (byte)-1);
        assertEquals(-3, kept.origin());
        assertEquals(9, kept.sequence());
        assertEquals(1000, kept.timestamp());
        assertEquals(2000, kept.expiration());
        assertEquals(1500, kept.deliveryTime());
        assertEquals(7, kept.priority());
        assertTrue(kept.isPersistent());
        assertTrue(kept.hasFlag(MessageLayout.ID_HIDDEN));
        assertEquals(5, kept.group());
        assertEquals(1, kept.groupIndex());
        assertEquals(2, kept.groupSize());
        assertEquals("c", kept.correlationId());
        assertEquals("r", kept.replyTo());
        assertEquals("t", kept.type());
        assertEquals(12, kept.longProperty("p", 0));
        assertEquals("body", kept.text());
    }

    @Test
    void bytesThatAreNoMessageAreABodyOfTheUsualPriority() {
        final UnsafeBuffer place = new UnsafeBuffer(new byte[] {1, 2, 3});
        final MessageView inPlace = new MessageView().wrapAny(place, 0, 3);
        for (final MessageView view : new MessageView[] {inPlace, inPlace.over(copy(inPlace))}) {
            assertTrue(view.isPlain());
            assertEquals(BodyType.BYTES, view.bodyType());
            assertEquals(4, view.priority());
            assertEquals(0, view.groupSize());
            assertEquals(0, view.timestamp());
            assertEquals(false, view.isPersistent());
            assertEquals(0, view.propertyCount());
            assertNull(view.correlationId());
            assertNull(view.property("p"));
            assertEquals(3, view.bodyLength());
            assertEquals(2, view.bodyBuffer().getByte(view.bodyOffset() + 1));
        }
    }

    @Test
    void aViewKnowsNothingOfTheMessageBefore() {
        final UnsafeBuffer first = CodecRoundTripTest.encode(new MessageEncoder(1).priority(9).persistent(true).group(5, 0, 2));
        final UnsafeBuffer plain = new UnsafeBuffer(new byte[] {1});
        final MessageView view = new MessageView().wrap(first, 0, first.capacity()).wrapAny(plain, 0, 1);
        assertEquals(4, view.priority());
        assertEquals(0, view.groupSize());
        assertEquals(false, view.isPersistent());
    }

    @Test
    void anotherMessagesBytesAreRefused() {
        final MessageView view = new MessageView().wrapAny(new UnsafeBuffer(new byte[3]), 0, 3);
        assertThrows(IllegalArgumentException.class, () -> view.over(new byte[4]));
    }
}
