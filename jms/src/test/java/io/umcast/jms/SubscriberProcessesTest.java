/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.umcast.Umcast;

/** Subscribers in processes of their own: each gets its own, and none suffers from another that is slow or killed. */
final class SubscriberProcessesTest {
    private static final long SOON = 120_000;
    private static final String TOPIC = "processes";

    /** Says what it receives, until the message "end". Arguments: URI, selector. */
    static final class Selecting {
        private Selecting() {
        }

        public static void main(final String... args) throws JMSException {
            try (JMSContext context = new UmcastConnectionFactory(args[0]).createContext()) {
                final JMSConsumer consumer = context.createConsumer(context.createTopic(TOPIC), args[1]);
                String body = "ready";
                while (body != null && !body.equals("end")) {
                    Jvm.say(body);
                    body = consumer.receiveBody(String.class, SOON);
                }
                Jvm.say(String.valueOf(body));
            }
        }
    }

    /** Never comes back from its first message; says when it is told that it has lost some. */
    static final class Stuck {
        private Stuck() {
        }

        public static void main(final String... args) throws Exception {
            try (UmcastConnection connection = new UmcastConnectionFactory(args[0]).createConnection();
                 Session session = connection.createSession(); MessageConsumer consumer = session.createConsumer(session.createTopic(TOPIC))) {
                connection.setExceptionListener(exception -> Jvm.say(exception.getClass().getSimpleName()));
                final CountDownLatch never = new CountDownLatch(1);
                consumer.setMessageListener(message -> {
                    Jvm.say("stuck");
                    try {
                        never.await();
                    } catch (final InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                connection.start();
                never.await(170, TimeUnit.SECONDS);
            }
        }
    }

    /** Commits one transaction of so many messages after the other until it is killed. Arguments: URI, messages. */
    static final class Committing {
        private Committing() {
        }

        public static void main(final String... args) throws JMSException {
            final int size = Integer.parseInt(args[1]);
            try (UmcastConnection connection = new UmcastConnectionFactory(args[0]).createConnection();
                 Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
                final Topic topic = session.createTopic(TOPIC);
                final MessageProducer producer = session.createProducer(topic);
                if (!connection.awaitSubscribers(topic, 1, Duration.ofSeconds(60))) {
                    throw new IllegalStateException("nobody subscribes");
                }
                for (int transaction = 0; transaction < 1_000_000; transaction++) {
                    for (int i = 0; i < size; i++) {
                        producer.send(session.createTextMessage(transaction + "." + i));
                    }
                    session.commit();
                }
            }
        }
    }

    @Test
    void eightProcessesWithDifferentSelectorsGetExactlyTheirOwn() throws Exception {
        final String uri = Ports.uri("");
        final List<Jvm> subscribers = new ArrayList<>();
        try (UmcastConnection connection = new UmcastConnectionFactory(uri).createConnection(); Session session = connection.createSession()) {
            for (int kind = 0; kind < 8; kind++) {
                subscribers.add(new Jvm(Selecting.class, uri, "kind = " + kind + " OR final"));
            }
            final Topic topic = session.createTopic(TOPIC);
            final MessageProducer producer = session.createProducer(topic);
            for (final Jvm subscriber : subscribers) {
                subscriber.await("ready");
            }
            assertTrue(connection.awaitSubscribers(topic, 8, Duration.ofSeconds(60)));
            for (int n = 0; n < 800; n++) {
                final Message message = session.createTextMessage("m" + n);
                message.setIntProperty("kind", n % 8);
                producer.send(message);
            }
            final Message end = session.createTextMessage("end");
            end.setBooleanProperty("final", true);
            producer.send(end);
            for (int kind = 0; kind < 8; kind++) {
                final List<String> expected = new ArrayList<>(List.of("ready"));
                for (int n = kind; n < 800; n += 8) {
                    expected.add("m" + n);
                }
                expected.add("end");
                assertTrue(subscribers.get(kind).ends());
                assertEquals(expected, subscribers.get(kind).lines());
            }
        } finally {
            for (final Jvm subscriber : subscribers) {
                subscriber.close();
            }
        }
    }

    @Test
    void aStuckListenerInAnotherProcessHarmsNobodyAndIsTold() throws Exception {
        final String uri = Ports.uri("");
        try (Jvm stuck = new Jvm(Stuck.class, uri + "&jms.queue=64k"); Jvm good = new Jvm(Selecting.class, uri, "TRUE");
             UmcastConnection connection = new UmcastConnectionFactory(uri).createConnection(); Session session = connection.createSession()) {
            final Topic topic = session.createTopic(TOPIC);
            final MessageProducer producer = session.createProducer(topic);
            good.await("ready");
            assertTrue(connection.awaitSubscribers(topic, 2, Duration.ofSeconds(60)));
            final int count = 5000;
            for (int n = 0; n < count; n++) {
                producer.send(session.createTextMessage("m" + n + "-".repeat(1000)));
            }
            producer.send(session.createTextMessage("end"));
            stuck.await("stuck");
            stuck.await("DataOverrunException");
            assertTrue(good.ends());
            assertEquals(count + 2, good.lines().size());
        }
    }

    @Test
    void aKilledSubscriberIsGivenUpAndTheOthersGetAll() throws Exception {
        final String uri = Ports.uri("receiver-timeout=3s&jms.overrun=hold");
        try (Jvm killed = new Jvm(Selecting.class, uri, "TRUE"); JMSContext receiver = new UmcastConnectionFactory(uri + "&name=r").createContext();
             UmcastConnection connection = new UmcastConnectionFactory(uri).createConnection(); Session session = connection.createSession()) {
            final Topic topic = session.createTopic(TOPIC);
            final MessageProducer producer = session.createProducer(topic);
            final JMSConsumer consumer = receiver.createConsumer(topic);
            killed.await("ready");
            assertTrue(connection.awaitSubscribers(topic, 2, Duration.ofSeconds(60)));
            for (int n = 0; n < 5000; n++) {
                if (n == 100) {
                    killed.await("m50");
                    killed.kill();
                }
                final TestMessage message = new TestMessage(n);
                producer.send(session.createTextMessage(message.text()));
                final String body = consumer.receiveBody(String.class, SOON);
                assertEquals(message.text(), body);
            }
        }
    }

    private record TestMessage(int n) {
        String text() {
            return n <= 100 ? "m" + n : "m" + n + "-".repeat(2000);
        }
    }

    /** Kills publishers until one was in the middle of a commit, which a subscriber that knows nothing of transactions sees. */
    @Test
    @Timeout(400)
    void aPublisherKilledInTheMiddleOfACommitIsHeardWhollyOrNotAtAll() throws Exception {
        final int size = 2000;
        boolean caught = false;
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        for (int tries = 0; !caught && tries < 20 && System.nanoTime() < end; tries++) {
            final String bare = Ports.uri("");
            final String uri = bare + "&jms.overrun=hold";
            final AtomicInteger records = new AtomicInteger();
            try (io.umcast.Connection plain = Umcast.connect(bare);
                 JMSContext context = new UmcastConnectionFactory(uri).createContext()) {
                final JMSConsumer consumer = context.createConsumer(context.createTopic(TOPIC));
                plain.createSession().start().subscribe(io.umcast.Topic.of(TOPIC),
                    (buffer, offset, length, header) -> records.incrementAndGet());
                try (Jvm publisher = new Jvm(Committing.class, uri + "&rate=2m", String.valueOf(size))) { // a commit takes a while
                    assertNotNull(consumer.receive(SOON));
                    for (int i = 1; i < size + tries * 97; i++) {
                        assertNotNull(consumer.receive(SOON));
                    }
                    publisher.kill();
                }
                int received = size + tries * 97;
                Message message = consumer.receive(5_000);
                while (message != null) {
                    received++;
                    assertEquals((received - 1) / size + "." + (received - 1) % size, message.getBody(String.class));
                    message = consumer.receive(5_000);
                }
                assertEquals(0, received % size, "a part of a transaction was delivered");
                caught = records.get() > received;
            }
        }
        assumeTrue(caught, "of all kills none hit a commit: nothing is shown");
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
