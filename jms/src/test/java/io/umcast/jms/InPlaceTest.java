/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners that the engine's own thread calls are subject to what stops and closes as those are that a session's thread calls. */
@Timeout(120)
final class InPlaceTest {
    private static final int ROUNDS = 100_000;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(2);

    private final UmcastConnectionFactory factory = new UmcastConnectionFactory(Ports.uri(""));
    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final long beginNs = System.nanoTime();
    private volatile boolean over;
    private volatile boolean ended;

    private boolean goesOn(final int round) {
        return round < ROUNDS && System.nanoTime() - beginNs < LIMIT_NS;
    }

    private void hear() {
        heard.incrementAndGet();
        if (over) {
            late.incrementAndGet();
        }
    }

    private Thread sending(final JMSContext by, final Topic topic) {
        final Thread thread = new Thread(() -> {
            final JMSProducer producer = by.createProducer();
            while (!ended) {
                producer.send(topic, "m");
                Thread.yield();
            }
        });
        thread.start();
        return thread;
    }

    private void awaitMore() {
        final int before = heard.get();
        while (heard.get() == before) {
            Thread.yield();
        }
    }

    /** Rounds of letting messages come and ending that, while another thread sends. */
    private void assertNothingLate(final Topic topic, final Part begin, final Part end) throws JMSException, InterruptedException {
        try (JMSContext sender = factory.createContext()) {
            final Thread sending = sending(sender, topic);
            try {
                for (int round = 0; goesOn(round); round++) {
                    over = false;
                    begin.run();
                    awaitMore();
                    end.run();
                    over = true;
                    Thread.yield();
                    assertEquals(0, late.get(), "round " + round);
                }
            } finally {
                ended = true;
                sending.join();
            }
        }
    }

    /** Half of a round. */
    private interface Part {
        void run() throws JMSException;
    }

    @Test
    void noMessageComesOnceStoppingHasReturned() throws JMSException, InterruptedException {
        try (UmcastConnection connection = factory.createConnection()) {
            final Session session = connection.createSession(UmcastJms.NO_ACKNOWLEDGE);
            final Topic topic = session.createTopic("stopped");
            session.createConsumer(topic).setMessageListener(message -> hear());
            assertNothingLate(topic, connection::start, connection::stop);
        }
    }

    @Test
    void noMessageComesOnceClosingHasReturned() throws JMSException, InterruptedException {
        try (UmcastConnection connection = factory.createConnection()) {
            final Session session = connection.createSession(UmcastJms.NO_ACKNOWLEDGE);
            final Topic topic = session.createTopic("closed");
            final MessageConsumer[] consumer = {null};
            connection.start();
            assertNothingLate(topic, () -> {
                consumer[0] = session.createConsumer(topic);
                consumer[0].setMessageListener(message -> hear());
            }, () -> consumer[0].close());
        }
    }
}
