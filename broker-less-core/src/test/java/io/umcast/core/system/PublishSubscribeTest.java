/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.umcast.Connection;
import io.umcast.MessageHandler;
import io.umcast.Publisher;
import io.umcast.PublisherOptions;
import io.umcast.QueueSubscriber;
import io.umcast.Session;
import io.umcast.Subscriber;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole connections over real loopback multicast. */
@Timeout(120)
class PublishSubscribeTest {
    private static final Topic TOPIC = Topic.of("prices.EURUSD");

    private final Peers peers = new Peers();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[1 << 21]);

    @AfterEach
    void close() {
        peers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "native=off", "poller=native", "mtu=1472", "gso=off", "mtu=1472&gro=off"})
    void deliversEverythingInOrderToEverySubscriber(final String options) {
        final List<long[]> counts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            final long[] next = new long[2];
            counts.add(next);
            peers.session(options).subscribe(TOPIC, (buffer, offset, length, header) -> {
                next[1] += buffer.getLong(offset) == next[0] && header.topic().equals(TOPIC) && length == 8 + next[0] % 400 ? 0 : 1;
                next[0]++;
            });
        }
        final Session session = peers.session(options);
        final Publisher publisher = session.createPublisher(TOPIC);
        peers.await("three subscribers", () -> publisher.isConnected() && peers.events.size() == 3);
        final int total = 20_000;
        for (int i = 0; i < total; i++) {
            message.putLong(0, i);
            peers.publish(publisher, message, 8 + i % 400);
        }
        peers.await("all", () -> counts.stream().allMatch(count -> count[0] == total));
        counts.forEach(count -> assertEquals(0, count[1]));
        assertTrue(peers.losses.isEmpty());
        assertTrue(peers.errors.isEmpty());
        assertTrue(peers.events.stream().allMatch("available at 0"::equals), "a younger stream is had from its begin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "native=off", "mtu=1472"})
    void losesNothingThroughLossDuplicationAndReordering(final String options) {
        final String faults = "loss=0.05&duplicate=0.02&reorder=0.05&seed=7" + (options.isEmpty() ? "" : "&" + options);
        final long[] next = new long[2];
        peers.session(faults).subscribe(TOPIC, (buffer, offset, length, header) -> {
            next[1] += buffer.getLong(offset) == next[0] ? 0 : 1;
            next[0]++;
        });
        final Publisher publisher = peers.session(options).createPublisher(TOPIC);
        peers.await("the subscriber", publisher::isConnected);
        final int total = 100_000;
        for (int i = 0; i < total; i++) {
            message.putLong(0, i);
            peers.publish(publisher, message, 8 + i % 700);
        }
        peers.await("all", () -> next[0] == total);
        assertEquals(0, next[1]);
        assertTrue(peers.losses.isEmpty());
    }

    @Test
    void carriesLargeMessagesAcrossDatagrams() {
        final int length = 1 << 20;
        final long[] wrong = new long[2];
        peers.session("log=16m&loss=0.02&seed=3").subscribe(TOPIC, (buffer, offset, size, header) -> {
            wrong[0]++;
            for (int i = 0; i < size; i += 8) {
                wrong[1] += buffer.getLong(offset + i) == wrong[0] * i ? 0 : 1;
            }
            wrong[1] += size == length ? 0 : 1;
        });
        final Publisher publisher = peers.session("log=16m").createPublisher(TOPIC);
        peers.await("the subscriber", publisher::isConnected);
        for (int n = 1; n <= 50; n++) {
            for (int i = 0; i < length; i += 8) {
                message.putLong(i, (long)n * i);
            }
            peers.publish(publisher, message, length);
        }
        peers.await("all", () -> wrong[0] == 50);
        assertEquals(0, wrong[1]);
    }

    @Test
    void hearsItselfStraightFromTheLog() {
        final Session session = peers.session("");
        final Publisher publisher = session.createPublisher(TOPIC);
        assertEquals(Publisher.NOT_CONNECTED, publisher.offer(message, 0, 8));
        final List<Integer> lengths = new ArrayList<>();
        final Subscriber subscriber = session.subscribe(TOPIC, (buffer, offset, length, header) -> lengths.add(length));
        assertTrue(publisher.offer(message, 0, 17) > 0, "without a poll in between");
        session.poll();
        assertEquals(List.of(17), lengths);
        subscriber.close();
        assertEquals(Publisher.NOT_CONNECTED, publisher.offer(message, 0, 8));
        assertEquals(0, subscriber.imageCount());
    }

    @Test
    void doesNotHearItselfWithLocalOff() {
        final Session session = peers.session("local=off");
        final long[] count = new long[2];
        session.subscribe(TOPIC, (buffer, offset, length, header) -> count[0]++);
        peers.session("local=off").subscribe(TOPIC, (buffer, offset, length, header) -> count[1]++);
        final Publisher publisher = session.createPublisher(TOPIC);
        peers.await("the other", publisher::isConnected);
        for (int i = 0; i < 100; i++) {
            peers.publish(publisher, message, 8);
        }
        peers.await("the other has all", () -> count[1] == 100);
        assertEquals(0, count[0]);
    }

    @Test
    void takesFromManyThreadsAtOnceInEachThreadsOrder() throws InterruptedException {
        final long[] next = new long[4];
        final long[] wrong = new long[1];
        peers.session("").subscribe(TOPIC, (buffer, offset, length, header) -> {
            final int thread = buffer.getInt(offset);
            wrong[0] += buffer.getLong(offset + 8) == next[thread]++ ? 0 : 1;
        });
        final Connection connection = peers.connect("");
        final Publisher publisher = connection.createSession().start(new BackoffIdleStrategy())
            .createPublisher(TOPIC, PublisherOptions.CONCURRENT);
        peers.await("the subscriber", publisher::isConnected);
        final List<Thread> threads = new ArrayList<>();
        final int each = 20_000;
        for (int t = 0; t < next.length; t++) {
            final int number = t;
            threads.add(new Thread(() -> {
                final UnsafeBuffer own = new UnsafeBuffer(new byte[64]);
                own.putInt(0, number);
                for (int i = 0; i < each; i++) {
                    own.putLong(8, i);
                    while (publisher.offer(own, 0, 16 + i % 48) < 0) {
                        Thread.yield();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        peers.await("all", () -> java.util.Arrays.stream(next).allMatch(count -> count == each));
        for (final Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, wrong[0]);
    }

    @Test
    void keepsTenThousandTopicsApartOnSixteenStreams() {
        final int topics = 10_000;
        final Session subscribing = peers.session("");
        final Map<String, Integer> seen = new HashMap<>();
        final long[] wrong = new long[1];
        final java.util.Set<Long> streams = new java.util.HashSet<>();
        final MessageHandler handler = (buffer, offset, length, header) -> {
            seen.merge(header.topic().name(), 1, Integer::sum);
            wrong[0] += header.topic().name().equals("t." + buffer.getInt(offset)) ? 0 : 1;
            streams.add(header.streamId());
        };
        for (int i = 0; i < topics; i++) {
            subscribing.subscribe(Topic.of("t." + i), handler);
        }
        final Session publishing = peers.session("");
        final List<Publisher> publishers = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            publishers.add(publishing.createPublisher(Topic.of("t." + i)));
        }
        peers.await("all connected", () -> publishers.stream().allMatch(Publisher::isConnected));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < topics; i++) {
                message.putInt(0, i);
                peers.publish(publishers.get(i), message, 4);
            }
        }
        peers.await("all", () -> seen.size() == topics && seen.values().stream().allMatch(count -> count == 3));
        assertEquals(0, wrong[0]);
        assertEquals(16, streams.size());
    }

    @Test
    void joinsAnOlderStreamFromNowKnowingItsTopics() {
        final List<Long> first = new ArrayList<>();
        final List<Long> second = new ArrayList<>();
        peers.session("").subscribe(TOPIC, (buffer, offset, length, header) -> first.add(buffer.getLong(offset)));
        final Publisher publisher = peers.session("").createPublisher(TOPIC);
        peers.await("the first", publisher::isConnected);
        for (int i = 0; i < 1000; i++) {
            message.putLong(0, i);
            peers.publish(publisher, message, 8);
        }
        peers.await("the first has all", () -> first.size() == 1000);
        peers.session("").subscribe(TOPIC, (buffer, offset, length, header) -> second.add(buffer.getLong(offset)));
        peers.await("the second", () -> peers.events.stream().filter(event -> event.startsWith("available at")).count() == 2);
        for (int i = 1000; i < 2000; i++) {
            message.putLong(0, i);
            peers.publish(publisher, message, 8);
        }
        peers.await("both have all", () -> first.size() == 2000 && second.size() == 1000);
        assertEquals(1000L, second.get(0));
        assertTrue(peers.losses.isEmpty());
    }

    @Test
    void dropsForAFullQueueAndSaysSoWithoutStoppingAnybody() {
        final Session session = peers.session("");
        final QueueSubscriber queue = session.subscribeQueue(TOPIC, SubscriberOptions.DEFAULT.queueBytes(4096));
        final long[] inPlace = new long[1];
        session.subscribe(TOPIC, (buffer, offset, length, header) -> inPlace[0]++);
        final Publisher publisher = peers.session("").createPublisher(TOPIC);
        peers.await("the subscriber", publisher::isConnected);
        for (int i = 0; i < 1000; i++) {
            message.putLong(0, i);
            peers.publish(publisher, message, 100);
        }
        peers.await("all in place", () -> inPlace[0] == 1000);
        final List<Long> polled = new ArrayList<>();
        while (queue.poll((buffer, offset, length, header) -> polled.add(buffer.getLong(offset)), 10) > 0) {
            assertFalse(polled.isEmpty());
        }
        assertEquals(1000, polled.size() + queue.overruns());
        assertTrue(queue.overruns() > 900);
        peers.await("to be told", () -> peers.events.contains("overrun"));
        assertEquals(0L, polled.get(0));
    }

    @Test
    void holdsTheStreamBackForAFullQueueIfAskedTo() {
        final Session session = peers.session("");
        final QueueSubscriber queue = session.subscribeQueue(TOPIC, SubscriberOptions.DEFAULT.queueBytes(4096).holdOnOverrun(true));
        final Publisher publisher = peers.session("").createPublisher(TOPIC);
        peers.await("the subscriber", publisher::isConnected);
        final List<Long> polled = new ArrayList<>();
        final AtomicLong published = new AtomicLong();
        final int total = 50_000;
        peers.await("all", () -> {
            message.putLong(0, published.get());
            if (published.get() < total && publisher.offer(message, 0, 200) > 0) {
                published.incrementAndGet();
            }
            queue.poll((buffer, offset, length, header) -> polled.add(buffer.getLong(offset)), 5);
            return polled.size() == total;
        });
        for (int i = 0; i < total; i++) {
            assertEquals(i, polled.get(i));
        }
        assertEquals(0, queue.overruns());
    }

    @Test
    void tellsGoodbyeAndAcceptsARestartedPublisher() {
        final long[] count = new long[1];
        peers.session("").subscribe(TOPIC, (buffer, offset, length, header) -> count[0]++);
        for (int life = 1; life <= 3; life++) {
            final Connection connection = peers.connect("");
            final Session session = connection.createSession();
            final Publisher publisher = session.createPublisher(TOPIC);
            peers.await("the subscriber", () -> {
                session.poll();
                return publisher.isConnected();
            });
            assertTrue(publisher.offer(message, 0, 8) > 0);
            final long expected = life;
            peers.await("the message", () -> {
                session.poll();
                return count[0] == expected;
            });
            final Thread closing = new Thread(connection::close);
            closing.start();
            peers.await("the goodbye", () -> peers.events.stream().filter("goodbye"::equals).count() == expected && !closing.isAlive());
            assertEquals(Publisher.CLOSED, publisher.offer(message, 0, 8));
        }
    }

    @Test
    void goesOnAfterAHandlerHasThrown() {
        final long[] count = new long[1];
        peers.session("").subscribe(TOPIC, (buffer, offset, length, header) -> {
            if (++count[0] % 10 == 0) {
                throw new IllegalStateException("the handler's own fault");
            }
        });
        final Publisher publisher = peers.session("").createPublisher(TOPIC);
        peers.await("the subscriber", publisher::isConnected);
        for (int i = 0; i < 100; i++) {
            peers.publish(publisher, message, 8);
        }
        peers.await("all", () -> count[0] == 100);
        peers.await("all errors", () -> peers.errors.size() >= 10);
        assertEquals(10, peers.errors.size());
    }

    @Test
    void refusesASecondPollingThreadByName() throws InterruptedException {
        final Session session = peers.session("");
        session.poll();
        final AtomicReference<Throwable> thrown = new AtomicReference<>();
        final Thread second = new Thread(() -> thrown.set(assertThrows(IllegalStateException.class, session::poll)), "second");
        second.start();
        second.join();
        assertTrue(thrown.get().getMessage().contains("'second'"), thrown.get().getMessage());
        assertThrows(IllegalStateException.class, () -> session.start(new BackoffIdleStrategy()));
    }

    @Test
    void closesFromItsOwnHandler() {
        final Session session = peers.session("");
        session.subscribe(TOPIC, (buffer, offset, length, header) -> session.close());
        final Publisher publisher = session.createPublisher(TOPIC);
        publisher.offer(message, 0, 8);
        session.poll();
        assertTrue(session.isClosed());
        assertThrows(IllegalStateException.class, session::poll);
        assertEquals(Publisher.CLOSED, publisher.offer(message, 0, 8));
    }
}
