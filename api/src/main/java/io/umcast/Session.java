/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.util.List;

import org.agrona.concurrent.IdleStrategy;

/**
 * One data thread's world: its endpoint, its publishers and its subscribers. Either the application calls {@link #poll()}
 * from one thread, or {@link #start} lets a thread of the session do it.
 * <p>
 * Creating and closing publishers and subscribers is allowed from any thread.
 */
public interface Session extends AutoCloseable {
    /**
     * The session's number in its connection.
     *
     * @return 1 or more.
     */
    int id();

    /**
     * A publisher whose stream one thread at a time writes.
     *
     * @param topic to publish to.
     * @return the publisher.
     * @throws EndpointException if its group cannot be had.
     */
    default Publisher createPublisher(final Topic topic) {
        return createPublisher(topic, PublisherOptions.EXCLUSIVE);
    }

    /**
     * A publisher.
     *
     * @param topic   to publish to.
     * @param options how its stream is written.
     * @return the publisher.
     * @throws EndpointException if its group cannot be had.
     */
    Publisher createPublisher(Topic topic, PublisherOptions options);

    /**
     * Subscribes a handler that this session calls in place, from {@link #poll()}.
     *
     * @param topic   to receive.
     * @param handler called for each message.
     * @return the subscription.
     * @throws EndpointException if the group cannot be joined.
     */
    default Subscriber subscribe(final Topic topic, final MessageHandler handler) {
        return subscribe(topic, handler, SubscriberOptions.DEFAULT);
    }

    /**
     * Subscribes a handler that this session calls in place, from {@link #poll()}.
     *
     * @param topic   to receive.
     * @param handler called for each message.
     * @param options what is asked for.
     * @return the subscription.
     * @throws EndpointException if the group cannot be joined.
     */
    Subscriber subscribe(Topic topic, MessageHandler handler, SubscriberOptions options);

    /**
     * Subscribes a queue that this session fills and another thread polls.
     *
     * @param topic   to receive.
     * @param options what is asked for.
     * @return the subscription.
     * @throws EndpointException if the group cannot be joined.
     */
    QueueSubscriber subscribeQueue(Topic topic, SubscriberOptions options);

    /**
     * Who receives this session's streams: name, address, position, lag. From any thread.
     *
     * @return a snapshot, a receiver once for each stream; its numbers may be a duty cycle old.
     */
    List<ReceiverInfo> receivers();

    /**
     * Subscribes a handler to all topics that match a pattern, whenever they appear. The session joins every group that such a topic may
     * go to: for a pattern with a wildcard all groups of the range, and those of matching topics in the option {@code topics}.
     *
     * @param pattern of the topics to receive; the header tells each message's topic.
     * @param handler called for each message.
     * @return the subscription.
     * @throws EndpointException if a group cannot be joined.
     * @throws ConfigException   if the endpoint is raw: it knows no topics.
     */
    default Subscriber subscribe(final TopicPattern pattern, final MessageHandler handler) {
        return subscribe(pattern, handler, SubscriberOptions.DEFAULT);
    }

    /**
     * Subscribes a handler to all topics that match a pattern, see {@link #subscribe(TopicPattern, MessageHandler)}.
     *
     * @param pattern of the topics to receive.
     * @param handler called for each message.
     * @param options what is asked for.
     * @return the subscription.
     * @throws EndpointException if a group cannot be joined.
     * @throws ConfigException   if the endpoint is raw: it knows no topics.
     */
    Subscriber subscribe(TopicPattern pattern, MessageHandler handler, SubscriberOptions options);

    /**
     * Subscribes a queue to all topics that match a pattern, see {@link #subscribe(TopicPattern, MessageHandler)}.
     *
     * @param pattern of the topics to receive.
     * @param options what is asked for.
     * @return the subscription.
     * @throws EndpointException if a group cannot be joined.
     * @throws ConfigException   if the endpoint is raw: it knows no topics.
     */
    QueueSubscriber subscribeQueue(TopicPattern pattern, SubscriberOptions options);

    /**
     * One duty cycle: sends what is committed, receives what has come, calls handlers, keeps the protocol going. Never blocks.
     *
     * @return the work done: 0 when there was nothing to do.
     * @throws IllegalStateException if the session is closed or started, or another thread has polled it before.
     */
    int poll();

    /**
     * Starts a thread that runs the duty cycles until the session is closed.
     *
     * @param idleStrategy what it does when there is nothing to do.
     * @return this session.
     * @throws IllegalStateException if the session is closed, started, or has been polled.
     */
    Session start(IdleStrategy idleStrategy);

    /**
     * Starts a thread that runs the duty cycles until the session is closed. When there is nothing to do it sleeps on its sockets or
     * completion queues: what arrives, and what another thread publishes, wakes it at once. Where it cannot (the pure Java poller, a
     * native poller thread, two feeds), it is {@link #start(IdleStrategy)} with {@link IdleStrategies#backoff()}.
     *
     * @return this session.
     * @throws IllegalStateException if the session is closed, started, or has been polled.
     */
    default Session start() {
        return start(IdleStrategies.backoff());
    }

    /**
     * Whether the session is closed.
     *
     * @return whether it is.
     */
    boolean isClosed();

    /** Sends what is committed (for at most the option {@code linger}), says goodbye, closes. From any thread, once. */
    @Override
    void close();
}
