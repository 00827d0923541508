/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.concurrent.locks.LockSupport;

import org.agrona.DirectBuffer;

import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;

import io.umcast.Claim;
import io.umcast.Publisher;
import io.umcast.core.message.MessageEncoder;
import io.umcast.core.session.EngineSession;

/** Where all producers of an engine put a topic's messages. */
final class Outlet {
    private static final long SHORT_NS = 1_000;
    private static final long LONG_NS = 50_000;
    private static final int SPINS = 100;
    private static final long ROOM_NS = 1_000_000;
    /** What one who leads publishes between two cycles: a tenth of a millisecond's work, so that receivers have theirs. */
    private static final int SHARE_BYTES = 128 << 10;
    private static final long LATE_NS = 1_000_000;
    /** Who is late so often in a row is not fast any more; once or twice it may only have lost its core. */
    private static final int LATE_TURNS = 4;

    private final EngineSession session;
    private final Publisher publisher;
    private final JmsOptions options;
    private final long madeNs = System.nanoTime();
    /** The position from which on a publisher that has outrun the session's thread sends by itself again. Of all that publish, and roughly. */
    private long due = Long.MAX_VALUE;
    private long ledNs;
    private int lateTurns;

    Outlet(final EngineSession session, final Publisher publisher, final JmsOptions options) {
        this.session = session;
        this.publisher = publisher;
        this.options = options;
    }

    Claim newClaim() {
        return publisher.newClaim();
    }

    String topic() {
        return publisher.topic().name();
    }

    /** Sends a message now, or throws why it cannot. A topic that nobody subscribes to takes everything and keeps nothing. */
    void send(final MessageEncoder message, final Claim claim) throws JMSException {
        checkLength(message.encodedLength());
        long result = message.sendBy(publisher, claim);
        if (result < 0) {
            long startNs = 0;
            for (int tries = 0; result < 0 && mayRetry(result, startNs, tries); tries++) {
                startNs = startNs == 0 ? System.nanoTime() : startNs;
                pause(result, tries);
                result = message.sendBy(publisher, claim);
            }
        }
        sent(result);
    }

    /** As the other, of a message that is encoded. */
    void send(final DirectBuffer buffer, final int length) throws JMSException {
        long result = publisher.offer(buffer, 0, length);
        long startNs = 0;
        for (int tries = 0; result < 0 && mayRetry(result, startNs, tries); tries++) {
            startNs = startNs == 0 ? System.nanoTime() : startNs;
            pause(result, tries);
            result = publisher.offer(buffer, 0, length);
        }
        sent(result);
    }

    private void sent(final long position) {
        if (position >= due) {
            goOnSending(position);
        } else {
            session.sendUnled();
        }
    }

    /** One who publishes has outrun the session's thread and so sends by itself, as long as it publishes that fast. */
    private void goOnSending(final long position) {
        final long now = System.nanoTime();
        lateTurns = now - ledNs > LATE_NS ? lateTurns + 1 : 0;
        ledNs = now;
        due = position + SHARE_BYTES;
        if (lateTurns == LATE_TURNS || !session.leadToSend(publisher, ROOM_NS)) {
            due = Long.MAX_VALUE;
            session.resign();
        }
    }

    void checkLength(final int length) throws JMSException {
        if (length > publisher.maxMessageLength()) {
            throw new ResourceAllocationException("a message of " + length + " bytes to " + topic() + ": at most " +
                publisher.maxMessageLength() + " go into the stream's log; raise the option log of the URI, such as log=64m");
        }
    }

    private boolean mayRetry(final long result, final long startNs, final int tries) throws JMSException {
        if (result == Publisher.CLOSED) {
            throw new jakarta.jms.IllegalStateException("the connection is closed");
        }
        final long now = System.nanoTime();
        if (result == Publisher.NOT_CONNECTED) {
            return now - madeNs < options.discoveryNs();
        }
        if (startNs != 0 && now - startNs > options.sendNs()) {
            throw new ResourceAllocationException("no room to send to " + topic() + " for " + options.sendNs() / 1_000_000 +
                " ms (jms.send-timeout): receivers are too slow");
        }
        if (tries > SPINS && Dispatcher.isInPlace()) {
            throw new ResourceAllocationException("no room to send to " + topic() + ", and a NO_ACKNOWLEDGE listener cannot wait: it is " +
                "called by the thread that makes room");
        }
        return true;
    }

    private void pause(final long result, final int tries) {
        if (result == Publisher.NOT_CONNECTED) {
            LockSupport.parkNanos(LONG_NS);
        } else if (session.leadToSend(publisher, ROOM_NS)) {
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
