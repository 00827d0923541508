/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;

/** The simplified API: a connection and a session in one. The session is made when it is first needed, so that a client id may come before. */
final class UmcastContext implements JMSContext {
    private final UmcastConnection connection;
    private final int mode;
    private final Users users;
    private UmcastSession session;
    private boolean autoStart = true;
    private boolean closed;

    /** How many contexts use a connection; the last closes it. */
    static final class Users {
        private final AtomicInteger count = new AtomicInteger();
    }

    UmcastContext(final UmcastConnection connection, final int mode, final Users users) {
        this.connection = connection;
        this.mode = mode;
        this.users = users;
        users.count.incrementAndGet();
    }

    private synchronized UmcastSession session() {
        if (closed) {
            throw new IllegalStateRuntimeException("the context is closed");
        }
        if (session == null) {
            session = Refusals.unchecked(() -> connection.session(mode));
        }
        return session;
    }

    private JMSConsumer consumer(final Refusals.Call<jakarta.jms.MessageConsumer> call) {
        final ContextConsumer consumer = new ContextConsumer(Refusals.unchecked(call));
        if (autoStart) {
            start();
        }
        return consumer;
    }

    @Override
    public JMSContext createContext(final int newMode) {
        if (closed) {
            throw new IllegalStateRuntimeException("the context is closed");
        }
        Refusals.unchecked(() -> UmcastSession.checkMode(newMode));
        return new UmcastContext(connection, newMode, users);
    }

    @Override
    public JMSProducer createProducer() {
        final UmcastSession own = session();
        return new ContextProducer(own, Refusals.unchecked(() -> own.createProducer(null)));
    }

    @Override
    public String getClientID() {
        return Refusals.unchecked(connection::getClientID);
    }

    @Override
    public void setClientID(final String id) {
        Refusals.unchecked(() -> connection.setClientID(id));
    }

    @Override
    public ConnectionMetaData getMetaData() {
        return Refusals.unchecked(connection::getMetaData);
    }

    @Override
    public ExceptionListener getExceptionListener() {
        return Refusals.unchecked(connection::getExceptionListener);
    }

    @Override
    public void setExceptionListener(final ExceptionListener listener) {
        Refusals.unchecked(() -> connection.setExceptionListener(listener));
    }

    @Override
    public void start() {
        Refusals.unchecked(connection::start);
    }

    @Override
    public void stop() {
        Refusals.unchecked(connection::stop);
    }

    @Override
    public void setAutoStart(final boolean value) {
        autoStart = value;
    }

    @Override
    public boolean getAutoStart() {
        return autoStart;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (session != null) {
                Refusals.unchecked(() -> session.checkNotDelivering("close its context"));
            }
            closed = true;
        }
        if (session != null) {
            Refusals.unchecked(session::close);
        }
        if (users.count.decrementAndGet() == 0) {
            Refusals.unchecked(connection::close);
        }
    }

    @Override
    public BytesMessage createBytesMessage() {
        return Refusals.unchecked(session()::createBytesMessage);
    }

    @Override
    public MapMessage createMapMessage() {
        return Refusals.unchecked(session()::createMapMessage);
    }

    @Override
    public Message createMessage() {
        return Refusals.unchecked(session()::createMessage);
    }

    @Override
    public ObjectMessage createObjectMessage() {
        final UmcastSession own = session();
        return Refusals.unchecked(() -> own.createObjectMessage());
    }

    @Override
    public ObjectMessage createObjectMessage(final Serializable object) {
        final UmcastSession own = session();
        return Refusals.unchecked(() -> own.createObjectMessage(object));
    }

    @Override
    public StreamMessage createStreamMessage() {
        return Refusals.unchecked(session()::createStreamMessage);
    }

    @Override
    public TextMessage createTextMessage() {
        final UmcastSession own = session();
        return Refusals.unchecked(() -> own.createTextMessage());
    }

    @Override
    public TextMessage createTextMessage(final String text) {
        final UmcastSession own = session();
        return Refusals.unchecked(() -> own.createTextMessage(text));
    }

    @Override
    public boolean getTransacted() {
        return mode == SESSION_TRANSACTED;
    }

    @Override
    public int getSessionMode() {
        return mode;
    }

    @Override
    public void commit() {
        Refusals.unchecked(session()::commit);
    }

    @Override
    public void rollback() {
        Refusals.unchecked(session()::rollback);
    }

    @Override
    public void recover() {
        Refusals.unchecked(session()::recover);
    }

    @Override
    public JMSConsumer createConsumer(final Destination destination) {
        return createConsumer(destination, null, false);
    }

    @Override
    public JMSConsumer createConsumer(final Destination destination, final String selector) {
        return createConsumer(destination, selector, false);
    }

    @Override
    public JMSConsumer createConsumer(final Destination destination, final String selector, final boolean noLocal) {
        final UmcastSession own = session();
        return consumer(() -> own.createConsumer(destination, selector, noLocal));
    }

    @Override
    public Queue createQueue(final String name) {
        final UmcastSession own = session();
        return Refusals.unchecked(() -> own.createQueue(name));
    }

    @Override
    public Topic createTopic(final String name) {
        final UmcastSession own = session();
        return Refusals.unchecked(() -> own.createTopic(name));
    }

    @Override
    public JMSConsumer createDurableConsumer(final Topic topic, final String name) {
        return createDurableConsumer(topic, name, null, false);
    }

    @Override
    public JMSConsumer createDurableConsumer(final Topic topic, final String name, final String selector, final boolean noLocal) {
        final UmcastSession own = session();
        return consumer(() -> own.createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(final Topic topic, final String name) {
        return createSharedDurableConsumer(topic, name, null);
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(final Topic topic, final String name, final String selector) {
        final UmcastSession own = session();
        return consumer(() -> own.createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public JMSConsumer createSharedConsumer(final Topic topic, final String name) {
        return createSharedConsumer(topic, name, null);
    }

    @Override
    public JMSConsumer createSharedConsumer(final Topic topic, final String name, final String selector) {
        final UmcastSession own = session();
        return consumer(() -> own.createSharedConsumer(topic, name, selector));
    }

    @Override
    public QueueBrowser createBrowser(final Queue queue) {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(final Queue queue, final String selector) {
        final UmcastSession own = session();
        return Refusals.unchecked(() -> own.createBrowser(queue, selector));
    }

    @Override
    public TemporaryQueue createTemporaryQueue() {
        return Refusals.unchecked(session()::createTemporaryQueue);
    }

    @Override
    public TemporaryTopic createTemporaryTopic() {
        return Refusals.unchecked(session()::createTemporaryTopic);
    }

    @Override
    public void unsubscribe(final String name) {
        final UmcastSession own = session();
        Refusals.unchecked(() -> own.unsubscribe(name));
    }

    @Override
    public void acknowledge() {
        final UmcastSession own = session();
        Refusals.unchecked(() -> own.acknowledge());
    }
}
