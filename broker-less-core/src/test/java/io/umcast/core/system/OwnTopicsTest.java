/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.PublisherOptions;
import io.umcast.Session;
import io.umcast.Subscriber;
import io.umcast.Topic;
import io.umcast.Umcast;
import io.umcast.core.transport.TestPorts;

/**
 * What a session publishes once it subscribes comes to it, however its threads meet: each round subscribes, publishes one message and waits
 * for it, while another thread is at any point of the session's cycle.
 */
@Timeout(120)
class OwnTopicsTest {
    private static final int ROUNDS = 3_000;
    /** Where threads share a core a round takes a while: then fewer will do. */
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int STREAMS = 16;

    private final UnsafeBuffer message = new UnsafeBuffer(new byte[64]);
    private final long beginNs = System.nanoTime();

    private boolean goesOn(final int round, final int rounds) {
        return round < rounds && System.nanoTime() - beginNs < LIMIT_NS;
    }

    private static Connection connect() {
        return Umcast.connect("udp:interface=lo&log=128k&port=" + TestPorts.next());
    }

    private void assertHeard(final Session session, final Topic topic, final int round) {
        final AtomicInteger heard = new AtomicInteger();
        final Subscriber subscriber = session.subscribe(topic, (buffer, offset, length, header) -> heard.incrementAndGet());
        try (Publisher publisher = session.createPublisher(topic, PublisherOptions.CONCURRENT)) {
            final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            long position;
            while ((position = publisher.offer(message, 0, 8)) == Publisher.BACK_PRESSURED && System.nanoTime() - deadline < 0) {
                Thread.yield();
            }
            assertTrue(position > 0, "connected at once, since the session subscribes: " + position);
            while (heard.get() == 0 && System.nanoTime() - deadline < 0) {
                Thread.yield(); // where there is but one core
            }
            assertEquals(1, heard.get(), () -> "round " + round + ": " + topic + " at " + publisher.position());
        } finally {
            subscriber.close();
        }
    }

    @Test
    void comesToASubscriberThatIsAloneInItsStream() {
        try (Connection connection = connect()) {
            final Session session = connection.createSession().start(NoOpIdleStrategy.INSTANCE);
            for (int round = 0; goesOn(round, ROUNDS); round++) {
                assertHeard(session, Topic.of("alone." + round), round);
            }
        }
    }

    @Test
    void comesToASubscriberOfATopicThatHadNone() {
        try (Connection connection = connect()) {
            final Session session = connection.createSession().start(NoOpIdleStrategy.INSTANCE);
            for (int round = 0; goesOn(round, ROUNDS); round++) {
                assertHeard(session, Topic.of("again." + round % STREAMS), round);
            }
        }
    }

    @Test
    void comesToASubscriberWhileOthersAreBusyInTheSameStream() {
        try (Connection connection = connect()) {
            final Session session = connection.createSession().start(NoOpIdleStrategy.INSTANCE);
            final Publisher[] busy = new Publisher[64];
            for (int i = 0; i < busy.length; i++) { // in every stream
                final Topic topic = Topic.of("busy." + i);
                session.subscribe(topic, (buffer, offset, length, header) -> { });
                busy[i] = session.createPublisher(topic, PublisherOptions.CONCURRENT);
            }
            for (int round = 0; goesOn(round, ROUNDS); round++) {
                for (final Publisher publisher : busy) {
                    publisher.offer(message, 0, 8);
                }
                assertHeard(session, Topic.of("beside." + round), round);
            }
        }
    }

    @Test
    void comesToTheFirstSubscriberOfASession() {
        try (Connection connection = connect()) {
            for (int round = 0; goesOn(round, ROUNDS / 50); round++) {
                try (Session session = connection.createSession().start(NoOpIdleStrategy.INSTANCE)) {
                    assertHeard(session, Topic.of("first"), round);
                }
            }
        }
    }
}
