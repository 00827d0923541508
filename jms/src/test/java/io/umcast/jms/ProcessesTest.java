/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** A publisher in a process of its own, killed without warning. */
final class ProcessesTest {
    private static final int SIZE = 10;
    private static final long SOON = 60_000;

    /** Commits transactions of {@value #SIZE} messages until it is killed, with eight values of a property in turns. */
    static final class Committing {
        private Committing() {
        }

        public static void main(final String... args) throws JMSException {
            try (UmcastConnection connection = new UmcastConnectionFactory(args[0]).createConnection();
                 Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
                final Topic topic = session.createTopic("killed");
                final MessageProducer producer = session.createProducer(topic);
                if (!connection.awaitSubscribers(topic, 1, Duration.ofSeconds(60))) {
                    throw new IllegalStateException("nobody subscribes");
                }
                for (int transaction = 0; transaction < 10_000_000; transaction++) {
                    for (int i = 0; i < SIZE; i++) {
                        final Message message = session.createTextMessage(transaction + "." + i);
                        message.setIntProperty("kind", transaction % 8);
                        producer.send(message);
                    }
                    session.commit();
                }
            }
        }
    }

    @Test
    void transactionsOfAKilledPublisherComeWholeAndInOrder() throws Exception {
        final String uri = Ports.uri("jms.overrun=hold");
        final Jvm publisher;
        try (JMSContext context = new UmcastConnectionFactory(uri).createContext()) {
            final JMSConsumer consumer = context.createConsumer(context.createTopic("killed"));
            publisher = new Jvm(Committing.class, uri);
            try {
                int transaction = 0;
                int index = 0;
                Message message = consumer.receive(SOON);
                assertNotNull(message, "the publisher has sent nothing");
                while (message != null) {
                    assertEquals(transaction + "." + index, message.getBody(String.class));
                    index = (index + 1) % SIZE;
                    transaction += index == 0 ? 1 : 0;
                    if (transaction == 200 && index == 3) {
                        publisher.kill();
                    }
                    message = consumer.receive(publisher.isAlive() ? SOON : 8_000);
                }
                assertEquals(0, index, "a part of transaction " + transaction);
                assertTrue(transaction > 200);
            } finally {
                publisher.close();
            }
        }
        assertTrue(publisher.ends());
    }

    @Test
    void eightSubscribersWithDifferentSelectorsGetExactlyTheirOwn() throws Exception {
        final String uri = Ports.uri("jms.overrun=hold");
        try (JMSContext context = new UmcastConnectionFactory(uri).createContext()) {
            final Topic topic = context.createTopic("killed");
            final List<JMSConsumer> consumers = new ArrayList<>();
            for (int kind = 0; kind < 8; kind++) {
                consumers.add(context.createConsumer(topic, "kind = " + kind));
            }
            final Jvm publisher = new Jvm(Committing.class, uri);
            try {
                for (int transaction = 0; transaction < 80; transaction++) {
                    for (int i = 0; i < SIZE; i++) {
                        final Message message = consumers.get(transaction % 8).receive(SOON);
                        assertNotNull(message);
                        assertEquals(transaction + "." + i, message.getBody(String.class));
                    }
                }
            } finally {
                publisher.close();
            }
            assertTrue(publisher.ends());
        }
    }
}
