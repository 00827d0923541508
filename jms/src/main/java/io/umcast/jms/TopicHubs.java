/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import jakarta.jms.JMSException;

import io.umcast.Session;
import io.umcast.SubscriberOptions;
import io.umcast.TopicPattern;
import io.umcast.UmcastException;

/**
 * The topics that an engine hears. One whose last consumer has closed is heard for some time longer, by nobody: publishers elsewhere do not
 * know yet that there is none, and what they send to a consumer that is made meanwhile would come to a session that has just left the stream.
 */
final class TopicHubs {
    /** Some times as long as it takes publishers to hear of a change, losses included. */
    private static final long KEPT_NS = TimeUnit.SECONDS.toNanos(1);

    private final Engine engine;
    private final Session session;
    private final boolean hold;
    private final Map<String, TopicHub> hubs = new ConcurrentHashMap<>();

    TopicHubs(final Engine engine, final Session session, final boolean hold) {
        this.engine = engine;
        this.session = session;
        this.hold = hold;
    }

    /** Begins to deliver to an inbox. */
    synchronized void add(final Inbox inbox) throws JMSException {
        final String name = inbox.destination().name();
        final TopicHub known = hubs.get(name);
        if (known != null) {
            known.inboxes().add(inbox);
            return;
        }
        final TopicHub hub = new TopicHub(engine, inbox.destination());
        hub.inboxes().add(inbox);
        try {
            hub.subscriber(session.subscribe(TopicPattern.of(name), hub, SubscriberOptions.DEFAULT.holdOnOverrun(hold)));
        } catch (final UmcastException | IllegalStateException e) {
            throw Refusals.because(new JMSException(e.getMessage()), e);
        }
        hubs.put(name, hub);
    }

    synchronized void remove(final Inbox inbox) {
        final TopicHub hub = hubs.get(inbox.destination().name());
        if (hub == null || !hub.inboxes().remove(inbox) || !hub.inboxes().isEmpty()) {
            return;
        }
        if (inbox.destination().isTemporary()) {
            close(hub); // nobody else may hear it again
        } else if (hub.idleSince(System.nanoTime())) {
            closeLater(hub, KEPT_NS);
        }
    }

    /** Drops what is not whole of a stream that has lost something. By the conductor, which must not wait for one who joins a group. */
    void forget(final long streamId) {
        hubs.values().forEach(hub -> hub.groups().forget(streamId));
    }

    private void closeLater(final TopicHub hub, final long delayNs) {
        engine.later(() -> closeIfIdle(hub), delayNs);
    }

    private synchronized void closeIfIdle(final TopicHub hub) {
        if (!hub.inboxes().isEmpty()) {
            hub.busy();
            return;
        }
        final long leftNs = KEPT_NS - hub.idleNs(System.nanoTime());
        if (leftNs > 0) {
            closeLater(hub, leftNs); // it had a consumer meanwhile
        } else {
            close(hub);
        }
    }

    private void close(final TopicHub hub) {
        hubs.remove(hub.destination().name());
        hub.close();
    }
}
