/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;

import io.umcast.UmcastException;

/** A connection: an origin of messages, sessions, and a share in an engine. */
public final class UmcastConnection implements TopicConnection {
    private final Engine engine;
    private final boolean topicOnly;
    private final long origin = ThreadLocalRandom.current().nextLong();
    private final AtomicLong sequence = new AtomicLong();
    private final Set<UmcastSession> sessions = ConcurrentHashMap.newKeySet();
    private final Temporaries temporaries = new Temporaries();
    private volatile boolean running;
    private volatile boolean closed;
    private volatile ExceptionListener exceptionListener;
    private String clientId;
    private boolean used;

    UmcastConnection(final String uri, final String clientId, final boolean topicOnly) throws JMSException {
        this.engine = Engine.acquire(uri);
        this.topicOnly = topicOnly;
        engine.connections().add(this);
        if (clientId != null) {
            try {
                claim(clientId);
            } catch (final JMSException e) {
                close();
                throw e;
            }
        }
    }

    Engine engine() {
        return engine;
    }

    long origin() {
        return origin;
    }

    long nextSequence() {
        return sequence.incrementAndGet();
    }

    Temporaries temporaries() {
        return temporaries;
    }

    boolean isRunning() {
        return running;
    }

    boolean isTopicOnly() {
        return topicOnly;
    }

    boolean consumes() {
        return sessions.stream().anyMatch(UmcastSession::consumes);
    }

    boolean consumes(final UmcastDestination destination) {
        return sessions.stream().anyMatch(session -> session.consumes(destination));
    }

    void remove(final UmcastSession session) {
        sessions.remove(session);
    }

    void tell(final JMSException exception) {
        if (exceptionListener != null) {
            engine.soon(() -> {
                final ExceptionListener listener = exceptionListener;
                if (listener != null && !closed) {
                    listener.onException(exception);
                }
            });
        }
    }

    void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("the connection is closed");
        }
    }

    private void use() throws JMSException {
        checkOpen();
        used = true;
    }

    /**
     * Waits until subscribers in other processes are ready to receive a topic from this process.
     *
     * @param topic   that a producer of this process exists for.
     * @param count   of subscribing processes, 1 or more.
     * @param timeout the longest wait.
     * @return whether they are there.
     * @throws JMSException if nothing of this process publishes the topic.
     */
    public boolean awaitSubscribers(final Topic topic, final int count, final Duration timeout) throws JMSException {
        use();
        final UmcastDestination destination = UmcastDestination.of(topic);
        engine.outlet(destination);
        try {
            return engine.connection().awaitSubscribers(io.umcast.Topic.of(destination.name()), count, timeout);
        } catch (final UmcastException e) {
            throw Refusals.because(new JMSException(e.getMessage()), e);
        }
    }

    @Override
    public String getClientID() throws JMSException {
        checkOpen();
        return clientId;
    }

    @Override
    public void setClientID(final String id) throws JMSException {
        checkOpen();
        if (clientId != null) {
            throw new IllegalStateException("the connection has the client id '" + clientId + "' already");
        }
        if (used) {
            throw new IllegalStateException("a client id is to be set before anything else is done with the connection");
        }
        claim(id);
    }

    private void claim(final String id) throws JMSException {
        if (id == null || id.isEmpty()) {
            throw new InvalidClientIDException("a client id has one character at least");
        }
        engine.clientIds().claim(id, this);
        clientId = id;
        if (closed) { // in the meantime
            engine.clientIds().release(id);
        }
        checkOpen();
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        use();
        return UmcastMetaData.INSTANCE;
    }

    @Override
    public ExceptionListener getExceptionListener() throws JMSException {
        checkOpen();
        return exceptionListener;
    }

    @Override
    public void setExceptionListener(final ExceptionListener listener) throws JMSException {
        use();
        exceptionListener = listener;
    }

    @Override
    public void start() throws JMSException {
        use();
        running = true;
        sessions.forEach(UmcastSession::signal);
    }

    @Override
    public void stop() throws JMSException {
        use();
        for (final UmcastSession session : sessions) {
            session.checkNotDelivering("stop its connection");
        }
        running = false;
        sessions.forEach(UmcastSession::awaitDelivered);
    }

    @Override
    public void close() throws JMSException {
        if (closed) {
            return;
        }
        for (final UmcastSession session : sessions) {
            session.checkNotDelivering("close its connection");
        }
        closed = true;
        running = false;
        for (final UmcastSession session : sessions) {
            session.close();
        }
        if (clientId != null) {
            engine.clientIds().release(clientId);
        }
        engine.connections().remove(this);
        engine.release();
    }

    @Override
    public Session createSession() throws JMSException {
        return session(Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public Session createSession(final int mode) throws JMSException {
        return session(mode);
    }

    @Override
    public Session createSession(final boolean transacted, final int mode) throws JMSException {
        return session(transacted ? Session.SESSION_TRANSACTED : notTransacted(mode));
    }

    @Override
    public TopicSession createTopicSession(final boolean transacted, final int mode) throws JMSException {
        return session(transacted ? Session.SESSION_TRANSACTED : notTransacted(mode));
    }

    private static int notTransacted(final int mode) throws JMSException {
        if (mode == Session.SESSION_TRANSACTED) {
            throw new JMSException("SESSION_TRANSACTED with transacted=false");
        }
        return mode;
    }

    UmcastSession session(final int mode) throws JMSException {
        use();
        UmcastSession.checkMode(mode);
        final UmcastSession session = new UmcastSession(this, mode);
        sessions.add(session);
        return session;
    }

    private ConnectionConsumer refuseConsumer(final Destination destination) throws JMSException {
        use();
        UmcastDestination.of(destination);
        throw new JMSException(Refusals.NO_POOLS);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(final Destination destination, final String selector, final ServerSessionPool pool,
        final int maxMessages) throws JMSException {
        return refuseConsumer(destination);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(final Topic topic, final String selector, final ServerSessionPool pool,
        final int maxMessages) throws JMSException {
        return refuseConsumer(topic);
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(final Topic topic, final String name, final String selector,
        final ServerSessionPool pool, final int maxMessages) throws JMSException {
        return refuseConsumer(topic);
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(final Topic topic, final String name, final String selector,
        final ServerSessionPool pool, final int maxMessages) throws JMSException {
        checkDurable();
        return refuseConsumer(topic);
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(final Topic topic, final String name, final String selector,
        final ServerSessionPool pool, final int maxMessages) throws JMSException {
        checkDurable();
        return refuseConsumer(topic);
    }

    private void checkDurable() throws JMSException {
        use();
        throw new JMSException(Refusals.NO_DURABLE);
    }
}
