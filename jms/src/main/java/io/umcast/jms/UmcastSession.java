/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;

import io.umcast.core.message.MessageView;

/** One thread's work with a connection: producers, consumers, acknowledgement, transactions. */
final class UmcastSession implements TopicSession {
    private final UmcastConnection connection;
    private final int mode;
    private final Sender sender;
    private final Acknowledger acknowledger;
    private final CopyOnWriteArrayList<UmcastConsumer> consumers = new CopyOnWriteArrayList<>();
    private final ReentrantLock delivering = new ReentrantLock();
    private final Waiter waiter;
    private final Dispatcher dispatcher;
    private volatile boolean closed;

    UmcastSession(final UmcastConnection connection, final int mode) {
        this.connection = connection;
        this.mode = mode;
        this.sender = new Sender(connection, mode == SESSION_TRANSACTED);
        this.acknowledger = new Acknowledger(mode, connection.engine().options().redeliveries());
        this.waiter = new Waiter(connection.engine().session());
        this.dispatcher = new Dispatcher(this, consumers, delivering, waiter, acknowledger);
    }

    static void checkMode(final int mode) throws JMSException {
        if (mode < SESSION_TRANSACTED || mode > DUPS_OK_ACKNOWLEDGE && mode != UmcastJms.NO_ACKNOWLEDGE) {
            throw new JMSException("a session mode of " + mode + " is not known");
        }
    }

    UmcastConnection connection() {
        return connection;
    }

    int mode() {
        return mode;
    }

    boolean isClosed() {
        return closed;
    }

    void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
    }

    void signal() {
        waiter.signal();
    }

    boolean consumes() {
        return !consumers.isEmpty();
    }

    boolean consumes(final UmcastDestination destination) {
        return consumers.stream().anyMatch(consumer -> consumer.inbox().destination().equals(destination));
    }

    boolean hasListener() {
        for (final UmcastConsumer consumer : consumers) {
            if (consumer.listener() != null) {
                return true;
            }
        }
        return false;
    }

    void checkNotDelivering(final String what) throws JMSException {
        if (delivering.isHeldByCurrentThread()) {
            throw new IllegalStateException("a message listener cannot " + what + ", which waits for the listener to end");
        }
        if (sender.isCompleting()) {
            throw new IllegalStateException("a completion listener cannot " + what + ", which waits for the listener to end");
        }
    }

    void awaitDelivered() {
        delivering.lock();
        try {
            waiter.signal();
        } finally {
            delivering.unlock();
        }
    }

    void awaitDeliveredUnlessOwn() {
        if (!delivering.isHeldByCurrentThread()) {
            awaitDelivered();
        }
    }

    void startDispatching() {
        dispatcher.start();
    }

    void remove(final UmcastConsumer consumer) {
        consumers.remove(consumer);
    }

    boolean deliverInPlace(final UmcastConsumer consumer, final MessageView message, final UmcastDestination destination) {
        return dispatcher.deliverInPlace(consumer, message, destination);
    }

    Message receive(final UmcastConsumer consumer, final long nanos) throws JMSException {
        final long start = System.nanoTime();
        while (!closed && !consumer.isClosed()) {
            final Message message = take(consumer);
            if (message != null) {
                waiter.found();
                return message;
            }
            final long left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                return null;
            }
            waiter.await(() -> closed || consumer.isClosed() || connection.isRunning() && !consumer.inbox().isEmpty() ||
                Thread.currentThread().isInterrupted(), left);
        }
        return null;
    }

    private Message take(final UmcastConsumer consumer) {
        delivering.lock(); // whoever empties an inbox has it; who closes one has had it after closing the consumer
        try {
            final Delivery delivery = connection.isRunning() && !consumer.isClosed() ? consumer.inbox().poll() : null;
            return delivery == null ? null : acknowledger.received(delivery, this);
        } finally {
            delivering.unlock();
        }
    }

    void acknowledge(final Delivery delivery) throws JMSException {
        checkOpen();
        acknowledger.acknowledge();
    }

    void acknowledge() throws JMSException {
        checkOpen();
        acknowledger.acknowledge();
    }

    void send(final UmcastDestination to, final Message message, final UmcastProducer.Quality quality, final CompletionListener listener)
        throws JMSException {
        sender.send(to, message, quality, listener);
    }

    @Override
    public boolean getTransacted() throws JMSException {
        checkOpen();
        return mode == SESSION_TRANSACTED;
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        checkOpen();
        return mode;
    }

    private void checkTransacted(final boolean wanted) throws JMSException {
        checkOpen();
        if (mode == SESSION_TRANSACTED != wanted) {
            throw new IllegalStateException(wanted ? "the session is not transacted" : "the session is transacted: use rollback");
        }
        if (sender.isCompleting()) {
            throw new IllegalStateException("not in a completion listener");
        }
    }

    @Override
    public void commit() throws JMSException {
        checkTransacted(true);
        sender.commit();
        acknowledger.acknowledgeAll();
    }

    @Override
    public void rollback() throws JMSException {
        checkTransacted(true);
        sender.rollback();
        acknowledger.recover();
    }

    @Override
    public void recover() throws JMSException {
        checkTransacted(false);
        acknowledger.recover();
    }

    @Override
    public void close() throws JMSException {
        if (closed) {
            return;
        }
        checkNotDelivering("close its session");
        closed = true;
        waiter.signal();
        awaitDelivered();
        sender.close();
        acknowledger.close();
        for (final UmcastConsumer consumer : consumers) {
            consumer.close();
        }
        connection.remove(this);
    }

    @Override
    public MessageListener getMessageListener() throws JMSException {
        checkOpen();
        return null;
    }

    @Override
    public void setMessageListener(final MessageListener listener) throws JMSException {
        checkOpen();
        throw new JMSException(Refusals.NO_POOLS);
    }

    @Override
    public void run() {
        throw new jakarta.jms.JMSRuntimeException(Refusals.NO_POOLS);
    }

    @Override
    public BytesMessage createBytesMessage() throws JMSException {
        checkOpen();
        return new UmcastBytesMessage();
    }

    @Override
    public MapMessage createMapMessage() throws JMSException {
        checkOpen();
        return new UmcastMapMessage();
    }

    @Override
    public Message createMessage() throws JMSException {
        checkOpen();
        return new UmcastMessage();
    }

    @Override
    public ObjectMessage createObjectMessage() throws JMSException {
        checkOpen();
        return new UmcastObjectMessage();
    }

    @Override
    public ObjectMessage createObjectMessage(final Serializable object) throws JMSException {
        final ObjectMessage message = createObjectMessage();
        message.setObject(object);
        return message;
    }

    @Override
    public StreamMessage createStreamMessage() throws JMSException {
        checkOpen();
        return new UmcastStreamMessage();
    }

    @Override
    public TextMessage createTextMessage() throws JMSException {
        checkOpen();
        return new UmcastTextMessage();
    }

    @Override
    public TextMessage createTextMessage(final String text) throws JMSException {
        final TextMessage message = createTextMessage();
        message.setText(text);
        return message;
    }

    @Override
    public MessageProducer createProducer(final Destination destination) throws JMSException {
        return producer(destination);
    }

    @Override
    public TopicPublisher createPublisher(final Topic topic) throws JMSException {
        return producer(topic);
    }

    private UmcastProducer producer(final Destination destination) throws JMSException {
        checkOpen();
        final UmcastDestination to = destination == null ? null : UmcastDestination.of(destination);
        if (to != null) {
            connection.engine().outlet(to); // so that it is announced before the first message
        }
        return new UmcastProducer(this, to);
    }

    private UmcastDestination consumable(final Destination destination) throws JMSException {
        checkOpen();
        if (destination == null) {
            throw new InvalidDestinationException("a consumer needs a destination");
        }
        final UmcastDestination from = UmcastDestination.of(destination);
        connection.temporaries().checkConsumable(from);
        return from;
    }

    private UmcastConsumer consumer(final Destination destination, final String selector, final boolean noLocal) throws JMSException {
        final UmcastDestination from = consumable(destination);
        final UmcastConsumer consumer = new UmcastConsumer(this, selector, noLocal);
        consumer.alone(new Inbox(from, Selector.of(selector), noLocal, connection, connection.engine().options()));
        consumers.add(consumer);
        try {
            connection.engine().add(consumer.inbox());
        } catch (final JMSException e) {
            consumers.remove(consumer);
            throw e;
        }
        return consumer;
    }

    @Override
    public MessageConsumer createConsumer(final Destination destination) throws JMSException {
        return consumer(destination, null, false);
    }

    @Override
    public MessageConsumer createConsumer(final Destination destination, final String selector) throws JMSException {
        return consumer(destination, selector, false);
    }

    @Override
    public MessageConsumer createConsumer(final Destination destination, final String selector, final boolean noLocal) throws JMSException {
        return consumer(destination, selector, noLocal);
    }

    @Override
    public TopicSubscriber createSubscriber(final Topic topic) throws JMSException {
        return consumer(topic, null, false);
    }

    @Override
    public TopicSubscriber createSubscriber(final Topic topic, final String selector, final boolean noLocal) throws JMSException {
        return consumer(topic, selector, noLocal);
    }

    @Override
    public MessageConsumer createSharedConsumer(final Topic topic, final String name) throws JMSException {
        return createSharedConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedConsumer(final Topic topic, final String name, final String selector) throws JMSException {
        final UmcastDestination from = consumable(topic);
        if (name == null || name.isEmpty()) {
            throw new JMSException("a shared subscription needs a name");
        }
        final UmcastConsumer consumer = new UmcastConsumer(this, selector, false);
        final Inbox fresh = new Inbox(from, Selector.of(selector), false, connection, connection.engine().options());
        consumer.sharing(fresh);
        final String owner = connection.getClientID();
        consumer.sharing(connection.engine().share((owner == null ? "" : owner) + '\n' + name, fresh, consumer));
        consumers.add(consumer);
        return consumer;
    }

    private UmcastConsumer refuseDurable(final Topic topic, final String selector) throws JMSException {
        consumable(topic);
        Selector.of(selector);
        throw new JMSException(Refusals.NO_DURABLE);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(final Topic topic, final String name) throws JMSException {
        return refuseDurable(topic, null);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(final Topic topic, final String name, final String selector, final boolean noLocal)
        throws JMSException {
        return refuseDurable(topic, selector);
    }

    @Override
    public MessageConsumer createDurableConsumer(final Topic topic, final String name) throws JMSException {
        return refuseDurable(topic, null);
    }

    @Override
    public MessageConsumer createDurableConsumer(final Topic topic, final String name, final String selector, final boolean noLocal)
        throws JMSException {
        return refuseDurable(topic, selector);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(final Topic topic, final String name) throws JMSException {
        return refuseDurable(topic, null);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(final Topic topic, final String name, final String selector) throws JMSException {
        return refuseDurable(topic, selector);
    }

    @Override
    public void unsubscribe(final String name) throws JMSException {
        checkOpen();
        throw new InvalidDestinationException("there is no durable subscription '" + name + "'");
    }

    @Override
    public Topic createTopic(final String name) throws JMSException {
        checkOpen();
        return UmcastDestination.topic(name);
    }

    @Override
    public Queue createQueue(final String name) throws JMSException {
        checkOpen();
        throw new IllegalStateException(Refusals.NO_QUEUES);
    }

    @Override
    public QueueBrowser createBrowser(final Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(final Queue queue, final String selector) throws JMSException {
        checkOpen();
        throw new IllegalStateException(Refusals.NO_QUEUES);
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        checkOpen();
        return new UmcastTemporaryTopic(connection.temporaries().create(UmcastDestination.TEMPORARY_TOPIC, connection.origin()), connection);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        checkOpen();
        if (connection.isTopicOnly()) {
            throw new IllegalStateException("a TopicSession has no temporary queues: use a Session of Connection.createSession");
        }
        return new UmcastTemporaryQueue(connection.temporaries().create(UmcastDestination.TEMPORARY_QUEUE, connection.origin()), connection);
    }

    List<UmcastConsumer> consumers() {
        return consumers;
    }
}
