/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;

/** Sends messages to one topic, or to any. */
final class UmcastProducer implements TopicPublisher {
    private static final int MAX_PRIORITY = 9;

    private final UmcastSession session;
    private final UmcastDestination destination;
    private boolean disableId;
    private boolean disableTimestamp;
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private int priority = Message.DEFAULT_PRIORITY;
    private long timeToLive = Message.DEFAULT_TIME_TO_LIVE;
    private long deliveryDelay = Message.DEFAULT_DELIVERY_DELAY;
    private volatile boolean closed;

    UmcastProducer(final UmcastSession session, final UmcastDestination destination) {
        this.session = session;
        this.destination = destination;
    }

    private void checkOpen() throws JMSException {
        if (closed) {
            throw new jakarta.jms.IllegalStateException("the producer is closed");
        }
        session.checkOpen();
    }

    @Override
    public void setDisableMessageID(final boolean value) throws JMSException {
        checkOpen();
        disableId = value;
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        checkOpen();
        return disableId;
    }

    @Override
    public void setDisableMessageTimestamp(final boolean value) throws JMSException {
        checkOpen();
        disableTimestamp = value;
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        checkOpen();
        return disableTimestamp;
    }

    private static void checkMode(final int value) throws JMSException {
        if (value != DeliveryMode.PERSISTENT && value != DeliveryMode.NON_PERSISTENT) {
            throw new JMSException("a delivery mode is PERSISTENT or NON_PERSISTENT, not " + value);
        }
    }

    private static void checkPriority(final int value) throws JMSException {
        if (value < 0 || value > MAX_PRIORITY) {
            throw new JMSException("a priority is 0 to 9, not " + value);
        }
    }

    @Override
    public void setDeliveryMode(final int value) throws JMSException {
        checkOpen();
        checkMode(value);
        deliveryMode = value;
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        checkOpen();
        return deliveryMode;
    }

    @Override
    public void setPriority(final int value) throws JMSException {
        checkOpen();
        checkPriority(value);
        priority = value;
    }

    @Override
    public int getPriority() throws JMSException {
        checkOpen();
        return priority;
    }

    @Override
    public void setTimeToLive(final long value) throws JMSException {
        checkOpen();
        timeToLive = notNegative("time to live", value);
    }

    private static long notNegative(final String what, final long value) throws JMSException {
        if (value < 0) {
            throw new JMSException("a " + what + " is 0 or more, not " + value);
        }
        return value;
    }

    @Override
    public long getTimeToLive() throws JMSException {
        checkOpen();
        return timeToLive;
    }

    @Override
    public void setDeliveryDelay(final long value) throws JMSException {
        checkOpen();
        deliveryDelay = notNegative("delivery delay", value);
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        checkOpen();
        return deliveryDelay;
    }

    @Override
    public Destination getDestination() throws JMSException {
        checkOpen();
        return destination;
    }

    @Override
    public Topic getTopic() throws JMSException {
        checkOpen();
        return (Topic)destination;
    }

    @Override
    public void close() {
        closed = true;
    }

    private UmcastDestination own() throws JMSException {
        checkOpen();
        if (destination == null) {
            throw new UnsupportedOperationException("the producer was made without a destination: name one with each message");
        }
        return destination;
    }

    private UmcastDestination given(final Destination to) throws JMSException {
        checkOpen();
        if (destination != null) {
            throw new UnsupportedOperationException("the producer was made for " + destination + ": send without a destination");
        }
        if (to == null) {
            throw new InvalidDestinationException("a message needs a destination");
        }
        return UmcastDestination.of(to);
    }

    private void send(final UmcastDestination to, final Message message, final int mode, final int urgency, final long ttl,
        final CompletionListener listener) throws JMSException {
        checkMode(mode);
        checkPriority(urgency);
        notNegative("time to live", ttl);
        session.send(to, message, new Quality(mode, urgency, ttl, deliveryDelay, disableId, disableTimestamp), listener);
    }

    private static CompletionListener needed(final CompletionListener listener) {
        if (listener == null) {
            throw new IllegalArgumentException("an asynchronous send needs a CompletionListener");
        }
        return listener;
    }

    /** How a message is to be sent. */
    record Quality(int mode, int priority, long timeToLive, long delay, boolean withoutId, boolean withoutTimestamp) {
    }

    @Override
    public void send(final Message message) throws JMSException {
        send(own(), message, deliveryMode, priority, timeToLive, null);
    }

    @Override
    public void send(final Message message, final int mode, final int urgency, final long ttl) throws JMSException {
        send(own(), message, mode, urgency, ttl, null);
    }

    @Override
    public void send(final Destination to, final Message message) throws JMSException {
        send(given(to), message, deliveryMode, priority, timeToLive, null);
    }

    @Override
    public void send(final Destination to, final Message message, final int mode, final int urgency, final long ttl) throws JMSException {
        send(given(to), message, mode, urgency, ttl, null);
    }

    @Override
    public void send(final Message message, final CompletionListener listener) throws JMSException {
        send(own(), message, deliveryMode, priority, timeToLive, needed(listener));
    }

    @Override
    public void send(final Message message, final int mode, final int urgency, final long ttl, final CompletionListener listener)
        throws JMSException {
        send(own(), message, mode, urgency, ttl, needed(listener));
    }

    @Override
    public void send(final Destination to, final Message message, final CompletionListener listener) throws JMSException {
        send(given(to), message, deliveryMode, priority, timeToLive, needed(listener));
    }

    @Override
    public void send(final Destination to, final Message message, final int mode, final int urgency, final long ttl,
        final CompletionListener listener) throws JMSException {
        send(given(to), message, mode, urgency, ttl, needed(listener));
    }

    @Override
    public void publish(final Message message) throws JMSException {
        send(message);
    }

    @Override
    public void publish(final Message message, final int mode, final int urgency, final long ttl) throws JMSException {
        send(message, mode, urgency, ttl);
    }

    @Override
    public void publish(final Topic to, final Message message) throws JMSException {
        send(to, message);
    }

    @Override
    public void publish(final Topic to, final Message message, final int mode, final int urgency, final long ttl) throws JMSException {
        send(to, message, mode, urgency, ttl);
    }
}
