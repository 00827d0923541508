/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.concurrent.TimeUnit;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

import io.umcast.core.message.MessageView;

/** Receives a topic's messages, by asking or by a listener. */
final class UmcastConsumer implements TopicSubscriber {
    private final UmcastSession session;
    private final boolean noLocal;
    private final String selector;
    private Inbox inbox;
    private boolean shared;
    private volatile MessageListener listener;
    private volatile boolean closed;

    UmcastConsumer(final UmcastSession session, final String selector, final boolean noLocal) {
        this.session = session;
        this.selector = selector;
        this.noLocal = noLocal;
    }

    /** Gives it its own inbox. */
    void alone(final Inbox own) {
        inbox = own;
        own.consumers().add(this);
    }

    void sharing(final Inbox common) {
        inbox = common;
        shared = true;
    }

    Inbox inbox() {
        return inbox;
    }

    UmcastConnection connection() {
        return session.connection();
    }

    void signal() {
        session.signal();
    }

    MessageListener listener() {
        return listener;
    }

    boolean isClosed() {
        return closed;
    }

    private void checkOpen() throws JMSException {
        if (closed) {
            throw new jakarta.jms.IllegalStateException("the consumer is closed");
        }
        session.checkOpen();
    }

    /** Gives a message to the listener on the spot, if this consumer takes its messages so. By the engine's thread. */
    boolean deliverInPlace(final MessageView message, final UmcastDestination destination) {
        return session.mode() == UmcastJms.NO_ACKNOWLEDGE && listener != null && session.deliverInPlace(this, message, destination);
    }

    @Override
    public String getMessageSelector() throws JMSException {
        checkOpen();
        return selector == null || selector.isEmpty() ? null : selector;
    }

    @Override
    public Topic getTopic() throws JMSException {
        checkOpen();
        return (Topic)inbox.destination();
    }

    @Override
    public boolean getNoLocal() throws JMSException {
        checkOpen();
        return noLocal;
    }

    @Override
    public MessageListener getMessageListener() throws JMSException {
        checkOpen();
        return listener;
    }

    @Override
    public void setMessageListener(final MessageListener value) throws JMSException {
        checkOpen();
        listener = value;
        if (value != null) {
            session.startDispatching();
        }
    }

    @Override
    public Message receive() throws JMSException {
        return receive(0);
    }

    @Override
    public Message receive(final long timeout) throws JMSException {
        return await(timeout <= 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeout));
    }

    @Override
    public Message receiveNoWait() throws JMSException {
        return await(0);
    }

    private Message await(final long nanos) throws JMSException {
        checkOpen();
        if (listener != null || session.hasListener()) {
            throw new jakarta.jms.IllegalStateException("the session has a message listener: its thread receives");
        }
        return session.receive(this, nanos);
    }

    @Override
    public void close() throws JMSException {
        if (closed) {
            return;
        }
        closed = true;
        session.awaitDeliveredUnlessOwn();
        detach();
        session.remove(this);
        session.signal();
    }

    private void detach() {
        if (shared) {
            session.connection().engine().leave(inbox, this);
        } else {
            session.connection().engine().remove(inbox);
        }
    }
}
