/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.umcast.Claim;
import io.umcast.ConnectionListener;
import io.umcast.Publisher;
import io.umcast.Topic;
import io.umcast.config.Config;
import io.umcast.core.connection.SessionConfigs;
import io.umcast.core.simulation.MemoryConfig;
import io.umcast.core.simulation.MemoryFabric;
import io.umcast.core.membership.SessionGroups;
import io.umcast.core.transport.Transport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A started session over a transport whose sleep ends by a wake alone, never by time. */
@Timeout(180)
class EventIdleTest {
    private static final Topic TOPIC = Topic.of("bell");
    private static final long MAX_NAP_NS = 2_000_000;

    private final Semaphore wakes = new Semaphore(0);
    private final BlockingQueue<Long> sleeps = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[8]);
    private final MemoryFabric fabric = new MemoryFabric(7, 1472, 64);
    private final ExecutorService guests = Executors.newSingleThreadExecutor(task -> new Thread(task, "guest"));
    private EngineSession session = session("status-interval=10ms");

    @AfterEach
    void close() {
        session.close();
        guests.shutdownNow();
        assertEquals(List.of(), errors);
    }

    private Transport sleeping(final Transport inner) {
        return (Transport)Proxy.newProxyInstance(Transport.class.getClassLoader(), new Class<?>[] {Transport.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "canAwait" -> true;
                case "await" -> {
                    sleeps.add((Long)arguments[0]);
                    wakes.acquire();
                    yield true;
                }
                case "wake" -> {
                    wakes.release();
                    yield null;
                }
                default -> {
                    try {
                        yield method.invoke(inner, arguments);
                    } catch (final InvocationTargetException e) {
                        throw e.getCause();
                    }
                }
            });
    }

    private EngineSession session(final String options) {
        final Transport transport = sleeping(fabric.open(MemoryConfig.DEFAULT));
        final ConnectionListener nobody = new ConnectionListener() { };
        final Config config = Config.resolve("udp:interface=lo&log=64k&linger=0ms&" + options, new Properties());
        final SessionConfigs configs = new SessionConfigs(config, 1, nobody, nobody, errors::add, new Random(7));
        return new EngineSession(1, configs.create(transport.mtu(), transport.receiveBufferBytes()), transport,
            SessionGroups.unmanaged(transport), new SystemClock(), closed -> { });
    }

    private long nextSleep() throws InterruptedException {
        final Long ns = sleeps.poll(30, TimeUnit.SECONDS);
        assertTrue(ns != null, "it does not sleep");
        return ns;
    }

    private void publish(final Publisher publisher, final long value) {
        message.putLong(0, value);
        assertTrue(publisher.offer(message, 0, 8) > 0);
    }

    @Test
    void whatAnotherThreadPublishesWakesIt() throws InterruptedException {
        session.subscribe(TOPIC, (buffer, offset, length, header) -> heard.add(buffer.getLong(offset)));
        final Publisher publisher = session.createPublisher(TOPIC);
        session.start();
        for (long i = 1; i <= 3; i++) {
            nextSleep();
            publish(publisher, i);
            assertEquals(i, heard.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void committingAClaimWakesItToo() throws InterruptedException {
        session.subscribe(TOPIC, (buffer, offset, length, header) -> heard.add(buffer.getLong(offset)));
        final Publisher publisher = session.createPublisher(TOPIC);
        session.start();
        nextSleep();
        final Claim claim = publisher.newClaim();
        assertTrue(publisher.tryClaim(8, claim) > 0);
        claim.buffer().putLong(claim.offset(), 4711);
        claim.commit();
        assertEquals(4711L, heard.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void sleepsLongerAndLongerUpToABound() throws InterruptedException {
        session.start();
        long last = 0;
        for (int i = 0; i < 12; i++) {
            final long ns = nextSleep();
            assertTrue(ns >= last && ns <= MAX_NAP_NS, () -> "slept " + ns + " ns");
            last = ns;
            wakes.release(); // as by something that is none of its business
        }
        assertEquals(MAX_NAP_NS, last, "a fifth of an interval, so that reports are in time");
    }

    @Test
    void doesNotSleepLongWhileSomethingWaitsForItsRate() throws InterruptedException {
        session.close();
        session = session("rate=10k&unconnected=send&status-interval=100ms");
        final Publisher publisher = session.createPublisher(TOPIC);
        for (long i = 0; i < 1_000; i++) { // 16 KB: more than a second's worth
            publish(publisher, i);
        }
        session.start();
        long ns = 0;
        while (ns < EventIdle.MAX_WAITING_NAP_NS) { // which starts anew when something was sent
            ns = nextSleep();
            assertTrue(ns <= EventIdle.MAX_WAITING_NAP_NS, "it sleeps longer");
            wakes.release();
        }
    }

    /** Leads in place of the session's thread, which is asleep, and sleeps in its place. */
    private Future<Long> guest(final BooleanSupplier until) throws InterruptedException {
        session.start();
        nextSleep();
        final CountDownLatch asked = new CountDownLatch(1);
        final Future<Long> guest = guests.submit(() -> {
            long led = 0;
            while (!until.getAsBoolean() && !session.isClosed()) {
                led += session.lead(until, Long.MAX_VALUE) ? 1 : 0;
                asked.countDown();
                LockSupport.parkNanos(100_000);
            }
            return led;
        });
        asked.await();
        wakes.release(); // the own thread looks, and gives way
        nextSleep();
        while (!session.isLedByGuest()) { // it may have slept once more itself
            wakes.release();
            nextSleep();
        }
        return guest;
    }

    @Test
    void aGuestIsWokenByWhatAnotherThreadPublishesAndHandlesItItself() throws Exception {
        final AtomicReference<String> by = new AtomicReference<>();
        session.subscribe(TOPIC, (buffer, offset, length, header) -> by.set(Thread.currentThread().getName()));
        final Publisher publisher = session.createPublisher(TOPIC);
        final Future<Long> guest = guest(() -> by.get() != null);
        publish(publisher, 1);
        assertEquals(1, guest.get(30, TimeUnit.SECONDS));
        assertEquals("guest", by.get());
    }

    @Test
    void aGuestIsWokenByWhoMakesTrueWhatItWaitsFor() throws Exception {
        final AtomicBoolean there = new AtomicBoolean();
        final Future<Long> guest = guest(there::get);
        there.set(true);
        session.wakeLeader();
        assertEquals(1, guest.get(30, TimeUnit.SECONDS));
    }

    @Test
    void theOwnThreadLeadsAgainWhenAGuestStaysAway() throws Exception {
        final AtomicBoolean there = new AtomicBoolean();
        session.subscribe(TOPIC, (buffer, offset, length, header) -> heard.add(buffer.getLong(offset)));
        final Publisher publisher = session.createPublisher(TOPIC);
        final Future<Long> guest = guest(there::get);
        there.set(true);
        session.wakeLeader();
        guest.get(30, TimeUnit.SECONDS);
        publish(publisher, 4711);
        assertEquals(4711L, heard.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void whoPublishesWhileAGuestIsAwaySendsItselfAndTheGuestDoesNot() throws Exception {
        session.close();
        session = session("unconnected=send&status-interval=10ms");
        final AtomicBoolean there = new AtomicBoolean();
        final Publisher publisher = session.createPublisher(TOPIC);
        final Future<Long> guest = guest(there::get);
        assertFalse(session.sendUnled(), "there is nothing, and somebody leads");
        there.set(true);
        session.wakeLeader();
        guest.get(30, TimeUnit.SECONDS);
        final Future<Boolean> byGuest = guests.submit(() -> {
            publish(publisher, 1);
            return session.sendUnled();
        });
        assertFalse(byGuest.get(30, TimeUnit.SECONDS));
        boolean sent = false;
        for (int i = 0; i < 1_000 && !sent; i++) { // while it is away: for a millisecond, after which the own thread leads
            leadAndLeave();
            publish(publisher, i);
            sent = session.sendUnled();
        }
        assertTrue(sent);
    }

    private void leadAndLeave() throws Exception {
        final long[] cycles = {0};
        guests.submit(() -> {
            final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!session.lead(() -> cycles[0]++ > 0, 0) && System.nanoTime() - deadline < 0) {
                wakes.release();
                LockSupport.parkNanos(1_000);
            }
        }).get(60, TimeUnit.SECONDS);
    }

    @Test
    void closingEndsAGuestsTurn() throws Exception {
        final Future<Long> guest = guest(() -> false);
        session.close();
        assertTrue(session.isClosed());
        assertEquals(1, guest.get(30, TimeUnit.SECONDS));
    }

    @Test
    void aHandlerThatAGuestCallsMayCloseTheSession() throws Exception {
        session.subscribe(TOPIC, (buffer, offset, length, header) -> session.close());
        final Publisher publisher = session.createPublisher(TOPIC);
        final Future<Long> guest = guest(() -> false);
        publish(publisher, 1);
        assertEquals(1, guest.get(30, TimeUnit.SECONDS));
        assertTrue(session.isClosed());
    }

    @Test
    void closingWakesIt() throws InterruptedException {
        session.start();
        nextSleep();
        session.close();
        assertTrue(session.isClosed());
    }
}
