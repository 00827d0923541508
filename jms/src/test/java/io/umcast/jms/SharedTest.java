/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Shared subscriptions over connections that share nothing but the network, as those of different processes do. */
final class SharedTest {
    private static final long SOON_NS = TimeUnit.SECONDS.toNanos(60);

    private final String uri = Ports.uri("jms.overrun=hold");
    private final Map<Integer, AtomicInteger> got = new ConcurrentHashMap<>();

    /** A member: a connection with sockets and threads of its own, since its URI is. */
    private final class Member implements AutoCloseable {
        private final UmcastConnection connection;
        private final UmcastConsumer consumer;
        private final AtomicInteger count = new AtomicInteger();
        private final CompletableFuture<JMSException> told = new CompletableFuture<>();

        Member(final String name, final String selector) throws JMSException {
            connection = new UmcastConnectionFactory(uri + "&name=" + name).createConnection();
            connection.setExceptionListener(told::complete);
            final Session session = connection.createSession();
            consumer = (UmcastConsumer)session.createSharedConsumer(session.createTopic("shared"), "s", selector);
            consumer.setMessageListener(message -> {
                try {
                    got.computeIfAbsent(message.getIntProperty("n"), n -> new AtomicInteger()).incrementAndGet();
                    count.incrementAndGet();
                } catch (final JMSException e) {
                    throw new IllegalStateException(e);
                }
            });
            connection.start();
        }

        int size() {
            return consumer.inbox().share().size();
        }

        @Override
        public void close() throws JMSException {
            connection.close();
        }
    }

    private static void await(final BooleanSupplier condition, final String what) {
        final long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - begin < SOON_NS, what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void awaitSize(final int size, final Member... members) {
        for (final Member member : members) {
            await(() -> member.size() == size, "not " + size + " members but " + member.size());
        }
    }

    private void send(final MessageProducer producer, final Session session, final int from, final int to) throws JMSException {
        for (int n = from; n < to; n++) {
            final jakarta.jms.Message message = session.createMessage();
            message.setIntProperty("n", n);
            producer.send(message);
        }
    }

    private void assertOnceEach(final int count) {
        final long begin = System.nanoTime();
        while (got.size() < count) {
            assertTrue(System.nanoTime() - begin < SOON_NS, () -> "missing: " +
                IntStream.range(0, count).filter(n -> !got.containsKey(n)).boxed().toList());
            LockSupport.parkNanos(1_000_000);
        }
        got.forEach((n, times) -> assertEquals(1, times.get(), "message " + n));
    }

    @Test
    void eachMessageGoesToExactlyOneOfTheProcesses() throws JMSException {
        try (Member a = new Member("a", null); Member b = new Member("b", null); Member c = new Member("c", null);
             UmcastConnection sender = new UmcastConnectionFactory(uri).createConnection(); Session session = sender.createSession()) {
            awaitSize(3, a, b, c);
            final Topic topic = session.createTopic("shared");
            final MessageProducer producer = session.createProducer(topic);
            assertTrue(sender.awaitSubscribers(topic, 3, Duration.ofSeconds(60)));
            send(producer, session, 0, 3000);
            assertOnceEach(3000);
            for (final Member member : List.of(a, b, c)) {
                assertTrue(member.count.get() > 700, "one has hardly any: " + member.count);
            }
        }
    }

    @Test
    void whoComesAndGoesInOrderNeitherLosesNorRepeatsAMessage() throws Exception {
        try (Member a = new Member("a", null); UmcastConnection sender = new UmcastConnectionFactory(uri).createConnection();
             Session session = sender.createSession()) {
            awaitSize(1, a);
            final Topic topic = session.createTopic("shared");
            final MessageProducer producer = session.createProducer(topic);
            assertTrue(sender.awaitSubscribers(topic, 1, Duration.ofSeconds(60)));
            final AtomicInteger sent = new AtomicInteger();
            final CompletableFuture<Void> stop = new CompletableFuture<>();
            final CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    while (!stop.isDone()) {
                        send(producer, session, sent.get(), sent.incrementAndGet());
                        LockSupport.parkNanos(200_000);
                    }
                } catch (final JMSException e) {
                    throw new IllegalStateException(e);
                }
            });
            final List<Member> others = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                final Member next = new Member("m" + i, null);
                others.add(next);
                awaitSize(i + 2, a, next);
                await(() -> next.count.get() > 20, "a new member gets nothing");
            }
           a.connection.close();
            others.get(1).close();
           awaitSize(2, others.get(0), others.get(2));
            final int before = others.get(2).count.get();
            await(() -> others.get(2).count.get() > before + 100, "nothing comes after others left");
            stop.complete(null);
            sending.get(60, TimeUnit.SECONDS);
            assertOnceEach(sent.get());
            for (final Member member : others) {
                member.close();
            }
        }
    }

    @Test
    void transactionsAreGivenToOneProcessWhole() throws Exception {
        final Map<String, Member> transactions = new ConcurrentHashMap<>();
        final AtomicInteger messages = new AtomicInteger();
        try (Member a = new Member("a", null); Member b = new Member("b", null);
             UmcastConnection sender = new UmcastConnectionFactory(uri).createConnection();
             Session session = sender.createSession(Session.SESSION_TRANSACTED)) {
            awaitSize(2, a, b);
            for (final Member member : List.of(a, b)) {
                member.consumer.setMessageListener(message -> {
                    try {
                        final Member before = transactions.putIfAbsent(message.getStringProperty("t"), member);
                        if (before == null || before == member) {
                            messages.incrementAndGet();
                        }
                    } catch (final JMSException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            final Topic topic = session.createTopic("shared");
            final MessageProducer producer = session.createProducer(topic);
            assertTrue(sender.awaitSubscribers(topic, 2, Duration.ofSeconds(60)));
            for (int transaction = 0; transaction < 100; transaction++) {
                for (int i = 0; i < 5; i++) {
                    final jakarta.jms.Message message = session.createMessage();
                    message.setStringProperty("t", "t" + transaction);
                    producer.send(message);
                }
                session.commit();
            }
            await(() -> messages.get() == 500, "not each transaction came to one process as a whole");
            assertEquals(2, transactions.values().stream().distinct().count(), "one process had all");
        }
    }

    @Test
    void anotherSelectorUnderTheSameNameIsToldToTheExceptionListener() throws Exception {
        try (Member a = new Member("a", null); Member b = new Member("b", "n > 5")) {
            final JMSException exception = (JMSException)CompletableFuture.anyOf(a.told, b.told).get(60, TimeUnit.SECONDS);
            assertTrue(exception.getMessage().contains("another topic or selector"), exception.getMessage());
            assertNull(got.get(0));
        }
    }
}
