/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;

import io.umcast.Publisher;
import io.umcast.core.session.EngineSession;

/** Where all producers of an engine put a topic's messages: each session by a {@link Lane} of its own. */
final class Outlet {
    private final EngineSession session;
    private final Publisher publisher;
    private final JmsOptions options;
    private final long madeNs = System.nanoTime();

    Outlet(final EngineSession session, final Publisher publisher, final JmsOptions options) {
        this.session = session;
        this.publisher = publisher;
        this.options = options;
    }

    Lane newLane() {
        return new Lane(this);
    }

    EngineSession session() {
        return session;
    }

    Publisher publisher() {
        return publisher;
    }

    String topic() {
        return publisher.topic().name();
    }

    void checkLength(final int length) throws JMSException {
        if (length > publisher.maxMessageLength()) {
            throw new ResourceAllocationException("a message of " + length + " bytes to " + topic() + ": at most " +
                publisher.maxMessageLength() + " go into the stream's log; raise the option log of the URI, such as log=64m");
        }
    }

    /** Whether one who could not send may try again; or throws why it cannot. */
    boolean mayRetry(final long result, final long waitedNs, final boolean mustNotWait) throws JMSException {
        if (result == Publisher.CLOSED) {
            throw new jakarta.jms.IllegalStateException("the connection is closed");
        }
        if (result == Publisher.NOT_CONNECTED) {
            return System.nanoTime() - madeNs < options.discoveryNs();
        }
        if (waitedNs > options.sendNs()) {
            throw new ResourceAllocationException("no room to send to " + topic() + " for " + options.sendNs() / 1_000_000 +
                " ms (jms.send-timeout): receivers are too slow");
        }
        if (mustNotWait) {
            throw new ResourceAllocationException("no room to send to " + topic() + ", and a NO_ACKNOWLEDGE listener cannot wait: it is " +
                "called by the thread that makes room");
        }
        return true;
    }
}
