/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.function.BooleanSupplier;

import io.umcast.ConnectionListener;
import io.umcast.LossEvent;
import io.umcast.Publisher;
import io.umcast.SubscriberOptions;
import io.umcast.SubscriberOptions.Start;
import io.umcast.Topic;
import io.umcast.config.Config;
import io.umcast.core.membership.SessionGroups;
import io.umcast.core.session.EngineSession;
import io.umcast.core.simulation.LinkConditions;
import io.umcast.core.simulation.MemoryConfig;
import io.umcast.core.simulation.MemoryFabric;
import io.umcast.core.transport.Transport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Joining a stream that is there already, in memory, with a clock that only the test moves. */
final class LateJoinTest {
    private static final Topic TOPIC = Topic.of("prices.EURUSD");
    private static final SubscriberOptions EARLIEST = SubscriberOptions.DEFAULT.start(Start.EARLIEST);
    private static final long STEP_NS = 20_000;
    private static final long LIMIT_NS = 60_000_000_000L;

    private final MemoryFabric fabric = new MemoryFabric(3, 1408, 32_768);
    private final Random random = new Random(7);
    private final List<String> events = new ArrayList<>();
    private final List<EngineSession> sessions = new ArrayList<>();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[64]);
    private final Publisher publisher = session().createPublisher(TOPIC);
    private long published;
    private long halfway;

    /** What one subscription heard. */
    private static final class Heard {
        private long first = -1;
        private long next;
        private long wrong;

        void take(final long number) {
            if (first < 0) {
                first = number;
                next = number;
            }
            wrong += number == next ? 0 : 1;
            next++;
        }
    }

    @AfterEach
    void close() {
        sessions.forEach(EngineSession::close);
    }

    private EngineSession session() {
        final ConnectionListener listener = new ConnectionListener() {
            @Override
            public void onLoss(final LossEvent loss) {
                events.add(loss.toString());
            }
        };
        final Config config = Config.resolve("udp:linger=0s&log=256k&mtu=1408", new Properties());
        final Transport transport = fabric.open(MemoryConfig.DEFAULT.withReceiveBuffer(1 << 20));
        final SessionConfigs configs = new SessionConfigs(config, 1, listener, listener, error -> events.add(error.toString()), random);
        final EngineSession session = new EngineSession(sessions.size() + 1,
            configs.create(transport.mtu(), transport.receiveBufferBytes()), transport, SessionGroups.unmanaged(transport), fabric, closed -> {
            });
        sessions.add(session);
        return session;
    }

    private static Heard subscribe(final EngineSession session, final SubscriberOptions options) {
        final Heard heard = new Heard();
        session.subscribe(TOPIC, (buffer, offset, length, header) -> heard.take(buffer.getLong(offset)), options);
        return heard;
    }

    private void await(final String what, final BooleanSupplier condition) {
        final long deadline = fabric.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(fabric.nanoTime() < deadline, () -> "waited in vain for " + what + ", published " + published + " " + events);
            sessions.forEach(EngineSession::poll);
            fabric.advance(STEP_NS);
        }
    }

    private void publish(final int count) {
        final long[] position = new long[1];
        for (int i = 0; i < count; i++) {
            message.putLong(0, published++);
            await("room", () -> (position[0] = publisher.offer(message, 0, 64)) > 0);
            if (published == 500) {
                halfway = position[0];
            }
        }
    }

    private Heard begin() {
        final Heard heard = subscribe(session(), SubscriberOptions.DEFAULT);
        await("the subscriber", publisher::isConnected);
        publish(1000);
        await("all", () -> heard.next == published);
        return heard;
    }

    @Test
    void theFirstAndTheHundredthJoinerHaveTheSameHistory() {
        final Heard first = begin();
        fabric.conditions(LinkConditions.PERFECT.withLoss(0.02));
        for (int joiner = 1; joiner <= 100; joiner++) {
            final boolean byPosition = joiner % 2 == 0;
            final Heard late = subscribe(session(), byPosition ? SubscriberOptions.DEFAULT.startAt(halfway) : EARLIEST);
            publish(1);
            await("joiner " + joiner, () -> late.next == published && first.next == published);
            assertEquals(byPosition ? 500 : 0, late.first);
            assertEquals(0, late.wrong + first.wrong);
        }
        assertEquals(List.of(), events);
    }

    /** The first subscription of the session goes on as if nothing had happened, and each later one has what was asked for, in order, once. */
    @Test
    void aSessionsLaterSubscriptionsHaveTheSameHistoryAsASessionOfTheirOwn() {
        final Heard first = begin();
        fabric.conditions(LinkConditions.PERFECT.withLoss(0.02));
        for (int joiner = 1; joiner <= 100; joiner++) {
            final boolean byPosition = joiner % 2 == 0;
            final Heard late = subscribe(sessions.get(1), byPosition ? SubscriberOptions.DEFAULT.startAt(halfway) : EARLIEST);
            final Heard now = subscribe(sessions.get(1), SubscriberOptions.DEFAULT);
            publish(1);
            await("joiner " + joiner, () -> late.next == published && first.next == published && now.next == published);
            assertEquals(byPosition ? 500 : 0, late.first);
            assertEquals(0, late.wrong + first.wrong + now.wrong);
        }
        await("nobody to catch up any more", () -> sessions.get(0).receivers().size() == 1);
        assertEquals(List.of(), events);
    }

    @Test
    void whoCatchesUpMeetsAStreamThatGoesOn() {
        final Heard first = begin();
        final Heard late = subscribe(sessions.get(1), EARLIEST);
        final Heard closing = subscribe(sessions.get(1), EARLIEST);
        for (int i = 0; i < 60_000; i++) { // twice round the log; the announcement comes while the history is kept
            if (i % 10 == 0) {
                publish(1);
            }
            sessions.forEach(EngineSession::poll);
            fabric.advance(STEP_NS);
        }
        await("all", () -> late.next == published && first.next == published && closing.next == published);
        assertEquals(0, late.first);
        assertEquals(0, late.wrong + first.wrong + closing.wrong);
        await("nobody to catch up any more", () -> sessions.get(0).receivers().size() == 1);
        assertEquals(List.of(), events);
    }
}
