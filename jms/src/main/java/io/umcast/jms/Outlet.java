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

    private final EngineSession session;
    private final Publisher publisher;
    private final JmsOptions options;
    private final long madeNs = System.nanoTime();

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
        session.sendUnled();
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
        session.sendUnled();
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
        if (tries > SPINS && UmcastSession.isInPlace()) {
            throw new ResourceAllocationException("no room to send to " + topic() + ", and a NO_ACKNOWLEDGE listener cannot wait: it is " +
                "called by the thread that makes room");
        }
        return true;
    }

    private static void pause(final long result, final int tries) {
        if (result == Publisher.NOT_CONNECTED) {
            LockSupport.parkNanos(LONG_NS);
        } else if (tries < SPINS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(tries < 10 * SPINS ? SHORT_NS : LONG_NS);
        }
    }
}
