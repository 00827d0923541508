/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.ConnectionListener;
import io.umcast.ImageInfo;
import io.umcast.LossEvent;
import io.umcast.Publisher;
import io.umcast.ReceiverInfo;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import io.umcast.core.transport.TestPorts;
import org.agrona.concurrent.UnsafeBuffer;

/** Connections over real loopback multicast, on a port of their own for each test, and the events they tell. */
final class Peers implements AutoCloseable {
    private static final long DEADLINE_NS = 60_000_000_000L;
    /** Unless a test is about one of them, nobody is given up because a machine stands still for a while. */
    private static final List<String> PATIENT =
        List.of("image-timeout=60s", "receiver-timeout=60s", "loss-timeout=60s", "topic-timeout=60s", "claim-timeout=60s");

    final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<LossEvent> losses = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final int port = TestPorts.next();
    private final List<Connection> connections = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();

    int port() {
        return port;
    }

    String uri(final String options) {
        final StringBuilder uri = new StringBuilder("udp:interface=lo&port=").append(port).append("&linger=3s");
        if (!options.isEmpty()) {
            uri.append('&').append(options);
        }
        for (final String option : PATIENT) {
            if (!options.contains(option.substring(0, option.indexOf('=') + 1))) {
                uri.append('&').append(option);
            }
        }
        return uri.toString();
    }

    Connection connect(final String options) {
        final Connection connection = Umcast.connect(uri(options), ConnectionConfig.defaults().errorHandler(errors::add)
            .listener(new ConnectionListener() {
                @Override
                public void onAvailableImage(final ImageInfo image) {
                    events.add("available at " + image.joinPosition());
                }

                @Override
                public void onUnavailableImage(final ImageInfo image, final long position, final boolean orderly) {
                    events.add(orderly ? "goodbye" : "silent");
                }

                @Override
                public void onLoss(final LossEvent loss) {
                    losses.add(loss);
                }

                @Override
                public void onOverrun(final Topic topic, final long streamId, final long position) {
                    events.add("overrun");
                }

                @Override
                public void onReceiverLeft(final ReceiverInfo receiver, final boolean orderly) {
                    events.add("receiver left " + (orderly ? "orderly" : "silently"));
                }
            }));
        connections.add(connection);
        return connection;
    }

    /** A session of a connection made elsewhere, which is closed with the others. */
    Session adopt(final Connection connection) {
        if (!connections.contains(connection)) {
            connections.add(connection);
        }
        return session(connection);
    }

    /** The session made last. */
    Session last() {
        return sessions.get(sessions.size() - 1);
    }

    /** A session that {@link #await} polls. */
    Session session(final Connection connection) {
        final Session session = connection.createSession();
        sessions.add(session);
        return session;
    }

    Session session(final String options) {
        return session(connect(options));
    }

    void poll() {
        for (final Session session : sessions) {
            if (!session.isClosed()) {
                session.poll();
            }
        }
    }

    /** Polls all sessions until something is so; fails when it takes too long. */
    void await(final String what, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for: " + what + "; events " + events + ", losses " + losses + ", errors " +
                    errors);
            }
            poll();
            Thread.yield();
        }
    }

    /** Publishes, polling while it is pushed back. */
    void publish(final Publisher publisher, final UnsafeBuffer message, final int length) {
        final long[] result = new long[1];
        await("room to publish", () -> (result[0] = publisher.offer(message, 0, length)) != Publisher.BACK_PRESSURED);
        if (result[0] < 0) {
            throw new AssertionError("refused with " + result[0]);
        }
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
    }
}
