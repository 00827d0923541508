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
import io.umcast.ImageInfo;
import io.umcast.LossEvent;
import io.umcast.Publisher;
import io.umcast.ReceiverInfo;
import io.umcast.Topic;
import io.umcast.config.Config;
import io.umcast.core.membership.SessionGroups;
import io.umcast.core.receive.FeedCounters;
import io.umcast.core.receive.FeedWatch;
import io.umcast.core.receive.Image;
import io.umcast.core.receive.ReceiveCounters;
import io.umcast.core.send.StreamNumbers;
import io.umcast.core.session.DropCounts;
import io.umcast.core.session.EngineSession;
import io.umcast.core.session.SessionReport;
import io.umcast.core.simulation.LinkConditions;
import io.umcast.core.simulation.MemoryConfig;
import io.umcast.core.simulation.MemoryFabric;
import io.umcast.core.transport.FaultyTransport;
import io.umcast.core.transport.Transport;
import io.umcast.core.transport.TwoFeeds;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions on two networks at once, in memory, with a clock that only the test moves. */
final class TwoFeedsTest {
    private static final Topic TOPIC = Topic.of("prices.EURUSD");
    private static final int MTU = 1408;
    private static final long STEP_NS = 20_000;
    private static final long LIMIT_NS = 60_000_000_000L;
    private static final LinkConditions CUT = LinkConditions.PERFECT.withLoss(1);

    private final MemoryFabric fabricA = new MemoryFabric(1, MTU, 16_384);
    private final MemoryFabric fabricB = new MemoryFabric(2, MTU, 16_384);
    private final Random random = new Random(7);
    private final List<String> events = new ArrayList<>();
    private final List<EngineSession> sessions = new ArrayList<>();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[1 << 17]);
    private long published;
    private long next;
    private long wrong;
    private long naks;
    private long duplicates;
    private final FeedCounters[] feeds = new FeedCounters[2];

    @AfterEach
    void close() {
        sessions.forEach(EngineSession::close);
    }

    private EngineSession session(final Transport transport) {
        final ConnectionListener listener = new ConnectionListener() {
            @Override
            public void onLoss(final LossEvent loss) {
                events.add(loss.toString());
            }

            @Override
            public void onUnavailableImage(final ImageInfo image, final long position, final boolean orderly) {
                events.add("gone at " + position);
            }

            @Override
            public void onReceiverLeft(final ReceiverInfo receiver, final boolean orderly) {
                events.add("left " + receiver);
            }
        };
        final Config config = Config.resolve("udp:linger=0s", new Properties());
        final SessionConfigs configs = new SessionConfigs(config, 1, listener, listener, error -> events.add(error.toString()), random);
        final EngineSession session = new EngineSession(sessions.size() + 1,
            configs.create(transport.mtu(), transport.receiveBufferBytes()), transport, SessionGroups.unmanaged(transport), fabricA, closed -> {
            });
        sessions.add(session);
        return session;
    }

    private Transport twoFeeds() {
        return new TwoFeeds(fabricA.open(MemoryConfig.DEFAULT), fabricB.open(MemoryConfig.DEFAULT), group -> group, 1 << 16, 0);
    }

    private static Transport faulty(final MemoryFabric fabric, final long seed) {
        return new FaultyTransport(fabric.open(MemoryConfig.DEFAULT), 0.1, 0.05, 0.05, seed);
    }

    private void subscribe(final EngineSession session) {
        session.subscribe(TOPIC, (buffer, offset, length, header) -> {
            wrong += buffer.getLong(offset) == next && buffer.getLong(offset + length - 8) == next ? 0 : 1;
            next++;
        });
    }

    private void step() {
        sessions.forEach(EngineSession::poll);
        fabricA.advance(STEP_NS);
        fabricB.advance(STEP_NS);
    }

    private void await(final String what, final BooleanSupplier condition) {
        final long deadline = fabricA.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(fabricA.nanoTime() < deadline, () -> "waited in vain for " + what + ": " + next + " of " + published + " " + events);
            step();
        }
    }

    private void publish(final Publisher publisher, final int count) {
        final long[] result = new long[1];
        for (int i = 0; i < count; i++) {
            final int length = 8 + 8 * (int)(published % 300) + (published % 1000 == 999 ? 100_000 : 0);
            message.putLong(0, published);
            message.putLong(length - 8, published);
            await("room", () -> (result[0] = publisher.offer(message, 0, length)) != Publisher.BACK_PRESSURED);
            assertTrue(result[0] > 0, () -> "refused with " + result[0] + ", " + events);
            published++;
        }
    }

    private void awaitAll() {
        await("all", () -> next == published);
        assertEquals(0, wrong);
        assertEquals(List.of(), events);
    }

    private void count(final EngineSession session) {
        session.report(new SessionReport() {
            @Override
            public void session(final DirectBuffer stats, final ReceiveCounters counters, final long ownCopies, final long statusesSent,
                final DropCounts drops, final long refused) {
                naks = counters.naksSent;
                duplicates = counters.duplicates;
            }

            @Override
            public void feed(final int feed, final FeedCounters counters) {
                feeds[feed] = counters;
            }

            @Override
            public void stream(final StreamNumbers numbers) {
                events.add("the subscriber has a stream");
            }

            @Override
            public void receiver(final ReceiverInfo receiver) {
                events.add("the subscriber has a receiver");
            }

            @Override
            public void image(final Image image) {
                wrong += image.isOpen() ? 0 : 1;
            }
        });
    }

    @Test
    void lossOnOneFeedIsInvisible() {
        final Publisher publisher = session(twoFeeds()).createPublisher(TOPIC);
        final EngineSession subscriber = session(twoFeeds());
        subscribe(subscriber);
        fabricA.conditions(LinkConditions.PERFECT.withLoss(0.3));
        await("the subscriber", publisher::isConnected);
        publish(publisher, 10_000);
        awaitAll();
        count(subscriber);
        assertTrue(fabricA.lost() > 1000, () -> "lost " + fabricA.lost());
        assertEquals(0, naks, "nothing was missed");
        assertTrue(duplicates > 1000, () -> "duplicates " + duplicates);
    }

    @Test
    void lossOnOneFeedIsCountedThere() {
        final Publisher publisher = session(twoFeeds()).createPublisher(TOPIC);
        final EngineSession subscriber = session(twoFeeds());
        subscribe(subscriber);
        await("the subscriber", publisher::isConnected);
        publish(publisher, 100);
        awaitAll();
        fabricA.conditions(LinkConditions.PERFECT.withLoss(0.3));
        publish(publisher, 10_000);
        awaitAll();
        settle();
        count(subscriber);
        final FeedCounters a = feeds[0];
        final FeedCounters b = feeds[1];
        assertEquals(0, b.losses);
        assertEquals(0, b.bytesLost);
        assertEquals(duplicates, a.duplicates + b.duplicates);
        final double lost = a.bytesLost / (double)publisher.position();
        assertTrue(lost > 0.25 && lost < 0.35, () -> "lost " + lost);
        assertTrue(a.losses > 1000 && a.losses < fabricA.lost(), () -> a.losses + " of " + fabricA.lost());
        assertTrue(a.firstCopies > 1000 && a.datagrams < b.datagrams * 4 / 5, () -> a.datagrams + " and " + b.datagrams);
        assertTrue(b.firstCopies > 1000, () -> "first by B " + b.firstCopies);
    }

    @Test
    void aCutFeedLosesWhatTheOtherBrings() {
        final Publisher publisher = session(twoFeeds()).createPublisher(TOPIC);
        final EngineSession subscriber = session(twoFeeds());
        subscribe(subscriber);
        await("the subscriber", publisher::isConnected);
        publish(publisher, 1_000);
        awaitAll();
        final long before = publisher.position();
        fabricB.conditions(CUT);
        publish(publisher, 1_000);
        awaitAll();
        settle();
        count(subscriber);
        assertEquals(0, feeds[0].bytesLost);
        assertEquals(publisher.position() - before, feeds[1].bytesLost);
        assertEquals(1, feeds[1].losses, "without a break");
    }

    /** What is late is lost by then. */
    private void settle() {
        final long settled = fabricA.nanoTime() + 4 * FeedWatch.SETTLE_NS;
        await("a while", () -> fabricA.nanoTime() > settled);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatBothLoseIsRepaired(final long seed) {
        final Publisher publisher = session(twoFeeds()).createPublisher(TOPIC);
        subscribe(session(new TwoFeeds(faulty(fabricA, seed), faulty(fabricB, seed + 100), group -> group, 1 << 16, 0)));
        await("the subscriber", publisher::isConnected);
        publish(publisher, 5_000);
        awaitAll();
    }

    @Test
    void switchingOverLosesNothing() {
        final Publisher publisher = session(twoFeeds()).createPublisher(TOPIC);
        subscribe(session(twoFeeds()));
        await("the subscriber", publisher::isConnected);
        for (int round = 0; round < 4; round++) {
            publish(publisher, 1_000);
            (round % 2 == 0 ? fabricA : fabricB).conditions(CUT);
            publish(publisher, 1_000);
            awaitAll();
            final long longer = fabricA.nanoTime() + 12_000_000_000L; // than any time-out
            await("12 s", () -> fabricA.nanoTime() > longer);
            publish(publisher, 1_000);
            awaitAll();
            fabricA.conditions(LinkConditions.PERFECT);
            fabricB.conditions(LinkConditions.PERFECT);
            final long again = fabricA.nanoTime() + 500_000_000L;
            await("announcements by both", () -> fabricA.nanoTime() > again);
        }
        awaitAll();
    }

    @Test
    void aFeedThatIsCutFromTheBeginIsLearnedLater() {
        fabricA.conditions(CUT);
        final Publisher publisher = session(twoFeeds()).createPublisher(TOPIC);
        subscribe(session(twoFeeds()));
        await("the subscriber", publisher::isConnected);
        publish(publisher, 1_000);
        fabricA.conditions(LinkConditions.PERFECT);
        final long later = fabricA.nanoTime() + 500_000_000L;
        await("an announcement", () -> fabricA.nanoTime() > later);
        fabricB.conditions(CUT);
        publish(publisher, 1_000);
        awaitAll();
    }

    @Test
    void whoHasOneFeedHearsWhoHasTwo() {
        final Publisher publisher = session(twoFeeds()).createPublisher(TOPIC);
        subscribe(session(fabricB.open(MemoryConfig.DEFAULT)));
        await("the subscriber", publisher::isConnected);
        publish(publisher, 2_000);
        awaitAll();
    }

    @Test
    void whoHasTwoFeedsHearsWhoHasOne() {
        final Publisher publisher = session(fabricB.open(MemoryConfig.DEFAULT)).createPublisher(TOPIC);
        subscribe(session(twoFeeds()));
        await("the subscriber", publisher::isConnected);
        publish(publisher, 2_000);
        awaitAll();
    }
}
