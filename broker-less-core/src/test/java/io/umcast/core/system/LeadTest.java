/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Topic;
import io.umcast.Umcast;
import io.umcast.core.session.EngineSession;
import io.umcast.core.transport.TestPorts;

/** Threads that run a started session's cycles while they wait, over real sockets. */
@Timeout(120)
class LeadTest {
    private static final Topic THERE = Topic.of("there");
    private static final Topic BACK = Topic.of("back");
    private static final int MESSAGES = 20_000;
    private static final int GUESTS = 3;

    /** A receiver of numbers, each of which must be the one that follows. */
    private static final class Numbers {
        private final AtomicLong last = new AtomicLong();
        private final AtomicLong wrong = new AtomicLong();

        void take(final long number) {
            if (number == last.get() + 1) {
                last.set(number);
            } else {
                wrong.incrementAndGet();
            }
        }
    }

    private static EngineSession started(final Connection connection) {
        return (EngineSession)connection.createSession().start();
    }

    private static void offer(final Publisher publisher, final UnsafeBuffer message, final long number) {
        message.putLong(0, number);
        while (publisher.offer(message, 0, 8) < 0) {
            LockSupport.parkNanos(1_000);
        }
    }

    /** As a thread that waits for messages, and has other things to do now and then for longer than anybody waits for it. */
    private static long waitFor(final EngineSession session, final Numbers numbers, final long all, final int seed) {
        final Random random = new Random(seed);
        long led = 0;
        long last = 0;
        while (numbers.last.get() + numbers.wrong.get() < all) {
            final long seen = last;
            if (session.lead(() -> numbers.last.get() > seen, TimeUnit.SECONDS.toNanos(1))) {
                led++;
            } else {
                LockSupport.parkNanos(20_000);
            }
            last = numbers.last.get();
            if (random.nextInt(200) == 0) {
                LockSupport.parkNanos(random.nextInt(3_000_000));
            }
        }
        return led;
    }

    @Test
    void nothingIsLostOrDoubledHoweverGuestsComeAndGo() throws Exception {
        final String uri = "udp:interface=lo&log=128k&port=" + TestPorts.next();
        final ExecutorService threads = Executors.newFixedThreadPool(2 * GUESTS);
        try (Connection one = Umcast.connect(uri); Connection other = Umcast.connect(uri)) {
            final EngineSession pinging = started(one);
            final EngineSession answering = started(other);
            final Numbers asked = new Numbers();
            final Numbers answered = new Numbers();
            final UnsafeBuffer answer = new UnsafeBuffer(new byte[8]);
            final Publisher back = answering.createPublisher(BACK);
            answering.subscribe(THERE, (buffer, offset, length, header) -> {
                asked.take(buffer.getLong(offset));
                offer(back, answer, buffer.getLong(offset));
            });
            pinging.subscribe(BACK, (buffer, offset, length, header) -> answered.take(buffer.getLong(offset)));
            final Publisher there = pinging.createPublisher(THERE);
            assertTrue(one.awaitSubscribers(THERE, 1, java.time.Duration.ofSeconds(20)));
            assertTrue(other.awaitSubscribers(BACK, 1, java.time.Duration.ofSeconds(20)));
            final List<Future<Long>> guests = new ArrayList<>();
            for (int i = 0; i < GUESTS; i++) {
                final int seed = i;
                guests.add(threads.submit(() -> waitFor(pinging, answered, MESSAGES, seed)));
                guests.add(threads.submit(() -> waitFor(answering, asked, MESSAGES, ~seed)));
            }
            final UnsafeBuffer question = new UnsafeBuffer(new byte[8]);
            for (long number = 1; number <= MESSAGES; number++) {
                offer(there, question, number);
                while (number - answered.last.get() > 10 && answered.wrong.get() == 0) {
                    LockSupport.parkNanos(1_000);
                }
            }
            long led = 0;
            for (final Future<Long> guest : guests) {
                led += guest.get(60, TimeUnit.SECONDS);
            }
            assertTrue(led > 0);
            assertEquals(0, asked.wrong.get());
            assertEquals(0, answered.wrong.get());
            assertEquals(MESSAGES, asked.last.get());
            assertEquals(MESSAGES, answered.last.get());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aGuestLeavesWhenItsTimeIsOver() {
        try (Connection connection = Umcast.connect("udp:interface=lo&log=128k&port=" + TestPorts.next())) {
            final EngineSession session = started(connection);
            final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!session.lead(() -> false, 1_000_000) && System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(20_000);
            }
            assertTrue(System.nanoTime() - deadline < 0, "it has led, and left");
        }
    }

    @Test
    void onePublisherSendsByItselfAndThenLeavesTheRestToTheSession() {
        final String uri = "udp:interface=lo&log=128k&port=" + TestPorts.next();
        try (Connection one = Umcast.connect(uri); Connection other = Umcast.connect(uri)) {
            final EngineSession publishing = started(one);
            final Numbers numbers = new Numbers();
            started(other).subscribe(THERE, (buffer, offset, length, header) -> numbers.take(buffer.getLong(offset)));
            final Publisher publisher = publishing.createPublisher(THERE);
            assertTrue(one.awaitSubscribers(THERE, 1, java.time.Duration.ofSeconds(20)));
            final UnsafeBuffer message = new UnsafeBuffer(new byte[256]);
            final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            int led = 0;
            long number = 0;
            while (led < 1000) {
                message.putLong(0, number + 1);
                if (publisher.offer(message, 0, message.capacity()) > 0) {
                    number++;
                } else if (publishing.leadToSend(publisher, 1_000_000)) {
                    led++;
                } else {
                    LockSupport.parkNanos(20_000);
                }
                assertTrue(System.nanoTime() - deadline < 0, led + " turns, " + number + " messages");
            }
            publishing.resign();
            while (numbers.last.get() + numbers.wrong.get() < number) {
                LockSupport.parkNanos(20_000);
                assertTrue(System.nanoTime() - deadline < 0, numbers.last.get() + " of " + number + " have come");
            }
            assertEquals(0, numbers.wrong.get());
        }
    }

    @Test
    void oneWhoPublishesIsNotMadeToCallHandlers() {
        try (Connection connection = Umcast.connect("udp:interface=lo&log=128k&port=" + TestPorts.next())) {
            final EngineSession session = started(connection);
            final Publisher publisher = session.createPublisher(THERE);
            final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!session.leadToSend(publisher, 0)) {
                LockSupport.parkNanos(20_000);
                assertTrue(System.nanoTime() - deadline < 0, "it leads as long as nobody subscribes");
            }
            session.subscribe(BACK, (buffer, offset, length, header) -> { });
            for (int i = 0; i < 100; i++) {
                assertFalse(session.leadToSend(publisher, 0));
            }
        }
    }
}
