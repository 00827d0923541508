/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.nio.ByteOrder;

import io.umcast.Claim;
import io.umcast.Header;
import io.umcast.MessageHandler;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.UmcastException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/**
 * The pinging side of round trips: one message goes out, nothing else happens until it is back. A message begins with its number;
 * a number below zero is a greeting, which is answered but not counted.
 */
final class RoundTrips implements MessageHandler {
    /** The room for the number. */
    static final int MIN_SIZE = Long.BYTES;
    /** What a round trip that never ends has for a time. */
    static final long LOST = -1;

    private static final int POLLS_PER_LOOK_AT_THE_CLOCK = 64;

    private final Session session;
    private final Publisher publisher;
    private final Claim claim;
    private final int size;
    private final IdleStrategy idle;
    private long expected;
    private boolean arrived;

    RoundTrips(final Session session, final Publisher publisher, final int size, final IdleStrategy idle) {
        this.session = session;
        this.publisher = publisher;
        this.claim = publisher.newClaim();
        this.size = size;
        this.idle = idle;
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (length >= MIN_SIZE && buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN) == expected) {
            arrived = true; // others may be pinging too: their numbers are not ours
        }
    }

    /**
     * One round trip.
     *
     * @param number    of the message, never used before.
     * @param timeoutNs when it counts as lost.
     * @return nanoseconds, or {@link #LOST}.
     * @throws UmcastException if nobody is there any more.
     */
    long roundTrip(final long number, final long timeoutNs) {
        expected = number;
        arrived = false;
        final long begin = System.nanoTime();
        long position = publisher.tryClaim(size, claim);
        while (position < 0) {
            if (position != Publisher.BACK_PRESSURED) {
                throw new UmcastException("nobody answers any more: the pong has gone");
            }
            if (System.nanoTime() - begin > timeoutNs) {
                return LOST;
            }
            idle.idle(session.poll());
            position = publisher.tryClaim(size, claim);
        }
        claim.buffer().putLong(claim.offset(), number, ByteOrder.LITTLE_ENDIAN);
        claim.commit();
        idle.reset();
        int polls = 0;
        while (true) {
            final int work = session.poll();
            if (arrived) {
                return System.nanoTime() - begin;
            }
            idle.idle(work);
            if (++polls % POLLS_PER_LOOK_AT_THE_CLOCK == 0 && System.nanoTime() - begin > timeoutNs) {
                return LOST;
            }
        }
    }
}
