/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;

import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.ConnectionListener;
import io.umcast.ImageInfo;
import io.umcast.LossEvent;
import io.umcast.Publisher;
import io.umcast.PublisherOptions;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.UmcastException;
import io.umcast.core.session.EngineSession;

/** What all JMS connections of one URI in this process share; opened by the first, closed some time after the last. */
final class Engine {
    private static final Map<String, Engine> ENGINES = new HashMap<>();
    private static final long KEPT_NS = TimeUnit.SECONDS.toNanos(2);

    private final String key;
    private final JmsOptions options;
    private final Connection connection;
    private final EngineSession session;
    private final ScheduledThreadPoolExecutor events;
    private final TopicHubs hubs;
    private final Map<String, Outlet> outlets = new ConcurrentHashMap<>();
    private final Map<String, Inbox> shared = new HashMap<>();
    private final Set<UmcastConnection> connections = new CopyOnWriteArraySet<>();
    private ClientIds clientIds;
    private Session control;
    private int users;
    private long idleSinceNs;

    private Engine(final String key, final JmsOptions options) {
        this.key = key;
        this.options = options;
        events = new ScheduledThreadPoolExecutor(1, task -> {
            final Thread thread = new Thread(task, "umcast-jms-events");
            thread.setDaemon(true);
            return thread;
        });
        events.setRemoveOnCancelPolicy(true);
        connection = io.umcast.Umcast.connect(options.uri(), ConnectionConfig.defaults().listener(new Losses()));
        session = (EngineSession)options.started(connection.createSession());
        hubs = new TopicHubs(this, session, options.hold());
    }

    /** The engine of a URI, counted. */
    static Engine acquire(final String uri) throws JMSException {
        synchronized (ENGINES) {
            final Engine known = ENGINES.get(uri);
            if (known != null) {
                known.users++;
                return known;
            }
            final JmsOptions options = JmsOptions.parse(uri);
            try {
                final Engine made = new Engine(uri, options);
                made.users = 1;
                ENGINES.put(uri, made);
                return made;
            } catch (final UmcastException e) {
                throw Refusals.because(new JMSException(e.getMessage()), e);
            }
        }
    }

    /** Gives it back; who opens a connection soon finds it open still. */
    void release() {
        synchronized (ENGINES) {
            users--;
            if (users == 0) {
                idleSinceNs = System.nanoTime();
                later(this::closeIfIdle, KEPT_NS);
            }
        }
    }

    private void closeIfIdle() {
        synchronized (ENGINES) {
            if (users > 0 || System.nanoTime() - idleSinceNs < KEPT_NS || !ENGINES.remove(key, this)) {
                return;
            }
        }
        connection.close();
        events.shutdown();
    }

    JmsOptions options() {
        return options;
    }

    /** The session of the messages. */
    EngineSession session() {
        return session;
    }

    Set<UmcastConnection> connections() {
        return connections;
    }

    /** Who has which client id; made for the first that wants one. */
    synchronized ClientIds clientIds() throws JMSException {
        if (clientIds == null) {
            try {
                clientIds = new ClientIds(this);
            } catch (final UmcastException | IllegalStateException e) {
                throw Refusals.because(new JMSException(e.getMessage()), e);
            }
        }
        return clientIds;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // guarded tells what goes wrong
    void later(final Runnable task, final long delayNs) {
        events.schedule(() -> guarded(task), delayNs, TimeUnit.NANOSECONDS);
    }

    /** Runs something soon, in order, by the thread of events. */
    void soon(final Runnable task) {
        events.execute(() -> guarded(task));
    }

    private void guarded(final Runnable task) {
        try {
            task.run();
        } catch (final RuntimeException e) {
            onError(e);
        }
    }

    void onError(final Throwable error) {
        System.getLogger("io.umcast.jms").log(System.Logger.Level.WARNING, "umcast-jms: " + error, error);
    }

    /** A session apart from that of the messages, so that slow consumers do not hold up what processes tell each other. */
    synchronized Session controlSession() {
        if (control == null) {
            control = connection.createSession().start();
        }
        return control;
    }

    /** Begins to deliver to an inbox. */
    void add(final Inbox inbox) throws JMSException {
        hubs.add(inbox);
    }

    void remove(final Inbox inbox) {
        inbox.close();
        hubs.remove(inbox);
    }

    /** The inbox that the consumers of a shared subscription share. */
    Inbox share(final String id, final Inbox fresh, final UmcastConsumer consumer) throws JMSException {
        synchronized (shared) {
            Inbox inbox = shared.get(id);
            if (inbox == null) {
                inbox = fresh;
                inbox.consumers().add(consumer);
                try {
                    inbox.share(new Share(this, inbox, id));
                } catch (final UmcastException | IllegalStateException e) {
                    throw Refusals.because(new JMSException(e.getMessage()), e);
                }
                add(inbox);
                shared.put(id, inbox);
                return inbox;
            }
            final String mine = fresh.selector() == null ? null : fresh.selector().text();
            final String theirs = inbox.selector() == null ? null : inbox.selector().text();
            if (!inbox.destination().equals(fresh.destination()) || !java.util.Objects.equals(mine, theirs)) {
                throw new JMSException("the shared subscription is in use with another topic or selector: " + inbox.destination() + ", " + theirs);
            }
            inbox.consumers().add(consumer);
            return inbox;
        }
    }

    void leave(final Inbox inbox, final UmcastConsumer consumer) {
        synchronized (shared) {
            inbox.consumers().remove(consumer);
            if (!inbox.consumers().isEmpty()) {
                inbox.signal();
                return;
            }
            shared.values().remove(inbox);
        }
        remove(inbox);
        inbox.share().leave();
    }

    Outlet outlet(final UmcastDestination destination) throws JMSException {
        final Outlet known = outlets.get(destination.name());
        if (known != null) {
            return known;
        }
        if (destination.isPattern()) {
            throw new InvalidDestinationException(destination + " is a pattern: messages are sent to one topic, without * and >");
        }
        synchronized (outlets) {
            Outlet outlet = outlets.get(destination.name());
            if (outlet == null) {
                try {
                    final Publisher publisher = session.createPublisher(Topic.of(destination.name()), PublisherOptions.CONCURRENT);
                    outlet = new Outlet(session, publisher, options);
                } catch (final UmcastException | IllegalStateException e) {
                    throw Refusals.because(new JMSException(e.getMessage()), e);
                }
                outlets.put(destination.name(), outlet);
            }
            return outlet;
        }
    }

    Connection connection() {
        return connection;
    }

    /** Tells losses to all connections that consume, and lets go of transactions that cannot become whole. */
    private final class Losses implements ConnectionListener {
        @Override
        public void onLoss(final LossEvent loss) {
            hubs.forget(loss.streamId());
            final SequenceGapException gap = new SequenceGapException(String.valueOf(loss.source()), loss.streamId(), loss.from(), loss.to(),
                loss.reason().toString());
            connections.stream().filter(UmcastConnection::consumes).forEach(each -> each.tell(gap));
        }

        @Override
        public void onUnavailableImage(final ImageInfo image, final long position, final boolean orderly) {
            hubs.forget(image.streamId());
        }
    }
}
