/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;

import jakarta.jms.JMSException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import io.umcast.core.message.MessageView;

/** What a member of a shared subscription makes of what it hears, in an order that the network seldom has. */
final class ShareTest {
    private static final long OTHER = 1;
    private static final long LATE = 2;
    private static final long ME = 3;
    private static final long STREAM = 46_171;
    private static final long END = 10_000;

    private final Inbox inbox;
    private final ShareParts parts;
    private final ShareStream stream;
    private final ShareView all = new ShareView(4, OTHER, LATE, ME);

    ShareTest() throws JMSException {
        inbox = new Inbox(new UmcastTopic("t"), null, false, null, JmsOptions.parse("udp:"));
        parts = new ShareParts(ME, inbox, 0);
        stream = parts.stream(STREAM);
        parts.view(all);
        stream.received(1, System.nanoTime());
        stream.extend(END, all);
    }

    private void add(final long position) {
        final byte[] bytes = {1, 2, 3};
        final MessageView view = new MessageView().wrapAny(new UnsafeBuffer(bytes), 0, bytes.length);
        parts.add(stream, position, null, new Delivery(bytes, new UmcastTopic("t"), inbox, view));
    }

    /** What a member says: from where on it has the stream, and that it has done all. */
    private static ShareDone done(final ShareView view, final long from, final long... knows) {
        final ShareDone done = new ShareDone(view.number());
        done.lines().put(STREAM, new ShareDone.Line(from, END, END, knows, new long[0]));
        return done;
    }

    /** A position whose message the late member would own, and the other without it. */
    private long position() {
        long position = 96;
        while (all.owner(STREAM, position) != LATE || all.without(each -> each == LATE).owner(STREAM, position) != OTHER) {
            position += 96;
        }
        assertTrue(position < END / 2);
        return position;
    }

    private void lateOneLeads(final ShareDone othersLastWord) {
        final ShareView next = all.next(2, LATE, ME);
        parts.rewind(stream, END, next.number());
        parts.view(next);
        parts.inherit(Map.of(OTHER, othersLastWord), Map.of(OTHER, false));
    }

    @Test
    void whatAMemberThatLeftDidNotKnowToBeItsOwnIsTakenOver() {
        add(position());
        final ShareDone lastWord = done(all, 1, ME);
        parts.doneBy(OTHER, lastWord); // it leaves, and has not heard from where on the late one has the stream
        parts.doneBy(LATE, done(all, END / 2));
        lateOneLeads(lastWord);
        assertNotNull(inbox.poll(), "lost: the member that left never had it");
    }

    @Test
    void whatAMemberThatLeftKnewToBeItsOwnIsNotRepeated() {
        add(position());
        final ShareDone lastWord = done(all, 1, LATE, ME);
        parts.doneBy(OTHER, lastWord);
        parts.doneBy(LATE, done(all, END / 2));
        lateOneLeads(lastWord);
        assertNull(inbox.poll());
        assertTrue(stream.entries().isEmpty());
    }

    @Test
    void aMemberThatIsGoneIsKnownStill() {
        parts.doneBy(OTHER, done(all, 1));
        lateOneLeads(done(all, 1));
        parts.forget(Set.of(OTHER));
        assertTrue(parts.own().lines().get(STREAM).knows(OTHER));
    }

    /** The word of a member that this process has had no time to read is not one that it never said. */
    @Test
    void whatAnotherOwnsIsTakenOverOnlyFromOneWhoWasListenedTo() {
        final long timeoutNs = 1_000_000_000L;
        add(position());
        final long laterNs = System.nanoTime() + 10 * timeoutNs;
        parts.resumed(laterNs); // after a pause
        parts.inheritFromTheDeaf(laterNs, timeoutNs);
        parts.inheritFromTheDeaf(laterNs + timeoutNs - 1, timeoutNs);
        assertNull(inbox.poll());
        parts.doneBy(OTHER, done(all, 1));
        parts.inheritFromTheDeaf(laterNs + timeoutNs, timeoutNs);
        assertTrue(stream.entries().values().stream().allMatch(entry -> entry.owner() == LATE), "who has said nothing since may have delivered it");
        parts.doneBy(LATE, new ShareDone(all.number())); // hears nothing of the stream
        parts.inheritFromTheDeaf(laterNs + timeoutNs, timeoutNs);
        assertTrue(stream.entries().values().stream().allMatch(entry -> entry.owner() == OTHER), "the only one who hears, with a lower number");
    }

    @Test
    void laterLeadersViewsHaveHigherNumbers() {
        final ShareView first = ShareView.NONE.next(1, ME);
        final ShareView second = first.next(1, ME, LATE);
        final ShareView byOneWhoMissedIt = first.next(2, LATE);
        assertEquals(first.number() + 1, second.number());
        assertTrue(byOneWhoMissedIt.number() > second.number());
    }
}
