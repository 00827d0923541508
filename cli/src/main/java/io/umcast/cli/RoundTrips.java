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
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/**
 * The pinging side of round trips: one message goes out, nothing else happens until it is back. A message begins with its number, or as
 * many low bytes of it as fit in; a number below zero is a greeting, which is answered but not counted, and always has all of it.
 */
final class RoundTrips implements MessageHandler {
    /** The room for the whole number. */
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
    private int expectedLength;
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
        if (length == expectedLength && number(buffer, offset, length) == low(expected, length)) {
            arrived = true; // others may be pinging too: their numbers are not ours
        }
    }

    private static long number(final DirectBuffer buffer, final int offset, final int length) {
        if (length >= MIN_SIZE) {
            return buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            number |= (buffer.getByte(offset + i) & 0xFFL) << Byte.SIZE * i;
        }
        return number;
    }

    private static long low(final long number, final int length) {
        return length >= MIN_SIZE ? number : number & (1L << Byte.SIZE * length) - 1;
    }

    private static void put(final MutableDirectBuffer buffer, final int offset, final int length, final long number) {
        if (length >= MIN_SIZE) {
            buffer.putLong(offset, number, ByteOrder.LITTLE_ENDIAN);
        } else {
            for (int i = 0; i < length; i++) {
                buffer.putByte(offset + i, (byte)(number >>> Byte.SIZE * i));
            }
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
        final int length = number < 0 ? Math.max(size, MIN_SIZE) : size;
        expected = number;
        expectedLength = length;
        arrived = false;
        final long begin = System.nanoTime();
        long position = publisher.tryClaim(length, claim);
        while (position < 0) {
            if (position != Publisher.BACK_PRESSURED) {
                throw new UmcastException("nobody answers any more: the pong has gone");
            }
            if (System.nanoTime() - begin > timeoutNs) {
                return LOST;
            }
            idle.idle(session.poll());
            position = publisher.tryClaim(length, claim);
        }
        put(claim.buffer(), claim.offset(), length, number);
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
