/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.agrona.DirectBuffer;

import jakarta.jms.JMSException;

import io.umcast.Claim;
import io.umcast.Publisher;
import io.umcast.core.message.MessageEncoder;
import io.umcast.core.session.EngineSession;

/**
 * One session's way to an {@link Outlet}: waits for room, and sees to it that what it has published goes out. A session that publishes more than
 * the engine's thread sends meanwhile does the sending itself, as long as it is that fast. By one thread at a time.
 */
final class Lane {
    private static final long SHORT_NS = 1_000;
    private static final long LONG_NS = 50_000;
    private static final int SPINS = 100;
    private static final long ROOM_NS = 1_000_000;
    /** What one who sends by itself publishes in between: a tenth of a millisecond's work, so that receivers have theirs. */
    private static final int SHARE_BYTES = 128 << 10;
    private static final long LATE_NS = 1_000_000;
    /** Who is late so often in a row is not fast any more; once or twice it may only have lost its core. */
    private static final int LATE_TURNS = 4;

    private final Outlet outlet;
    private final EngineSession engine;
    private final Publisher publisher;
    private final Claim claim;
    /** The position from which on it sends by itself again. */
    private long due = Long.MAX_VALUE;
    private long ledNs;
    private int lateTurns;

    Lane(final Outlet outlet) {
        this.outlet = outlet;
        this.engine = outlet.session();
        this.publisher = outlet.publisher();
        this.claim = publisher.newClaim();
    }

    Outlet outlet() {
        return outlet;
    }

    /** Sends a message now, or throws why it cannot. A topic that nobody subscribes to takes everything and keeps nothing. */
    void send(final MessageEncoder message) throws JMSException {
        outlet.checkLength(message.encodedLength());
        final long result = message.sendBy(publisher, claim);
        sent(result < 0 ? retry(result, () -> message.sendBy(publisher, claim)) : result);
    }

    /** As the other, of a message that is encoded. */
    void send(final DirectBuffer buffer, final int length) throws JMSException {
        final long result = publisher.offer(buffer, 0, length);
        sent(result < 0 ? retry(result, () -> publisher.offer(buffer, 0, length)) : result);
    }

    /** Tries again as long as that may help; at least once when there was no room. */
    private long retry(final long refused, final LongSupplier attempt) throws JMSException {
        final long startNs = System.nanoTime();
        long result = refused;
        long waitedNs = 0;
        for (int tries = 0; result < 0 && outlet.mayRetry(result, waitedNs, tries > SPINS && Dispatcher.isInPlace()); tries++) {
            pause(result, tries);
            result = attempt.getAsLong();
            waitedNs = System.nanoTime() - startNs;
        }
        return result;
    }

    private void sent(final long position) {
        if (position >= due) {
            goOnSending(position);
        } else {
            engine.sendUnled();
        }
    }

    private void goOnSending(final long position) {
        final long now = System.nanoTime();
        lateTurns = now - ledNs > LATE_NS ? lateTurns + 1 : 0;
        ledNs = now;
        due = position + SHARE_BYTES;
        if (lateTurns == LATE_TURNS || !engine.leadToSend(publisher, ROOM_NS)) {
            due = Long.MAX_VALUE;
            engine.resign();
        }
    }

    private void pause(final long result, final int tries) {
        if (result == Publisher.NOT_CONNECTED) {
            LockSupport.parkNanos(LONG_NS);
        } else if (engine.leadToSend(publisher, ROOM_NS)) {
            due = publisher.position() + SHARE_BYTES;
            ledNs = System.nanoTime();
            lateTurns = 0;
        } else if (tries < SPINS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(tries < 10 * SPINS ? SHORT_NS : LONG_NS);
        }
    }
}
