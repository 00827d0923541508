/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.time.Duration;

/** An umcast participant: configuration, memory, sessions, counters and one background thread, the conductor. */
public interface Connection extends AutoCloseable {
    /**
     * A session: one data thread's world.
     *
     * @return the session.
     * @throws EndpointException if its sockets cannot be opened.
     */
    Session createSession();

    /**
     * Waits until a number of subscribers on the network is ready to receive a topic from this connection's publishers of it.
     *
     * @param topic   that a publisher of this connection exists for.
     * @param count   of subscribing sessions, 1 or more.
     * @param timeout the longest wait.
     * @return whether they are there.
     * @throws UmcastException if this connection has no publisher of the topic.
     */
    boolean awaitSubscribers(Topic topic, int count, Duration timeout);

    /**
     * How many subscribing sessions on the network are ready to receive a topic from this connection's publishers of it.
     *
     * @param topic that is published.
     * @return the number; 0 when there is no publisher of it.
     */
    int subscriberCount(Topic topic);

    /**
     * The URI that the connection was opened with.
     *
     * @return the URI.
     */
    String uri();

    /**
     * Whether the connection is closed.
     *
     * @return whether it is.
     */
    boolean isClosed();

    /** Closes all sessions, then the connection. From any thread; a second call does nothing. */
    @Override
    void close();
}
