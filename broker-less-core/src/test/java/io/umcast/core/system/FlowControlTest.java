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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.ConnectionListener;
import io.umcast.ImageInfo;
import io.umcast.LossEvent;
import io.umcast.Publisher;
import io.umcast.QueueSubscriber;
import io.umcast.ReceiverInfo;
import io.umcast.Session;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import io.umcast.Umcast;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fast and slow receivers of one stream, each a connection of its own over real loopback multicast. */
class FlowControlTest {
    private static final Topic TOPIC = Topic.of("flow");
    private static final int LENGTH = 200;
    private static final int RECORD = LENGTH + 8;
    private static final int MESSAGES = 40_000;
    private static final int STALLED_AT = 100;
    /** Where the publisher waits for nobody, the test does: what the fast ones have not heard is less than what the log keeps. */
    private static final int UNHEARD = 1000;

    private final Peers peers = new Peers();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[LENGTH]);
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
    private final List<Long> positions = new ArrayList<>();

    @AfterEach
    void close() {
        peers.close();
    }

    /** A receiver with a thread of its own, whose handler stands still after some messages until it is let go. */
    private final class Slow implements AutoCloseable {
        final CountDownLatch go = new CountDownLatch(1);
        final ConcurrentLinkedQueue<LossEvent> losses = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Long> delivered = new ConcurrentLinkedQueue<>();
        volatile long last;
        private final Connection connection;

        Slow(final String options) {
            connection = Umcast.connect(peers.uri("name=slow" + options), ConnectionConfig.defaults().listener(new ConnectionListener() {
                @Override
                public void onLoss(final LossEvent loss) {
                    losses.add(loss);
                    last = Math.max(last, loss.to());
                }

                @Override
                public void onDropped(final ImageInfo image, final long position) {
                    told.add("receiver: dropped");
                }

                @Override
                public void onCaughtUp(final ImageInfo image, final long position) {
                    told.add("receiver: caught up");
                }
            }));
            final Session session = connection.createSession();
            session.subscribe(TOPIC, (buffer, offset, length, header) -> {
                delivered.add(header.position());
                last = header.position();
                if (delivered.size() == STALLED_AT) {
                    standStill();
                }
            });
            session.start(new BackoffIdleStrategy());
        }

        private void standStill() {
            try {
                go.await(150, TimeUnit.SECONDS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Every message was either delivered, once, or lies in a told loss, as a whole or in part. */
        void assertExact() {
            long next = 0;
            final List<Long> got = List.copyOf(delivered);
            final List<LossEvent> lost = List.copyOf(losses);
            int taken = 0;
            int missing = 0;
            for (final long position : positions) {
                final boolean here = taken < got.size() && got.get(taken) == position;
                final boolean lostHere = lost.stream().anyMatch(loss -> loss.from() < position && loss.to() > position - RECORD);
                assertTrue(here != lostHere, "the message before " + position + " was " + (here ? "delivered and lost" : "neither"));
                taken += here ? 1 : 0;
                missing += here ? 0 : 1;
            }
            assertEquals(got.size(), taken, "nothing came twice or out of order");
            assertTrue(missing > 0, "else nothing is shown");
            for (final LossEvent loss : lost) {
                assertTrue(loss.from() >= next && loss.to() > loss.from(), lost::toString);
                next = loss.to();
            }
        }

        @Override
        public void close() {
            go.countDown();
            connection.close();
        }
    }

    private final class Fast {
        long count;
        boolean broken;

        Fast(final String options) {
            peers.session("name=fast" + options).subscribe(TOPIC, (buffer, offset, length, header) -> {
                broken |= buffer.getLong(offset) != count;
                count++;
            });
        }
    }

    private Publisher publisher(final String options, final int receivers) {
        final Connection connection = Umcast.connect(peers.uri(options), ConnectionConfig.defaults().listener(new ConnectionListener() {
            @Override
            public void onReceiverDropped(final ReceiverInfo receiver) {
                told.add("publisher: dropped " + receiver.name() + " at " + receiver.address().getAddress().getHostAddress());
            }

            @Override
            public void onReceiverJoined(final ReceiverInfo receiver) {
                told.add("publisher: joined " + receiver.name());
            }
        }));
        final Session session = peers.adopt(connection);
        final Publisher publisher = session.createPublisher(TOPIC);
        peers.await("the receivers", () -> connection.subscriberCount(TOPIC) == receivers);
        assertEquals(receivers, session.receivers().size());
        return publisher;
    }

    private void publishAll(final Publisher publisher, final BooleanSupplier mayGoOn) {
        for (int i = 0; i < MESSAGES; i++) {
            peers.await("the fast ones", mayGoOn);
            message.putLong(0, i);
            final long[] position = new long[1];
            peers.await("room to publish", () -> (position[0] = publisher.offer(message, 0, LENGTH)) != Publisher.BACK_PRESSURED);
            positions.add(position[0]);
        }
    }

    /** With max the fast ones lead; with min the slow one does, until it is dropped. */
    @ParameterizedTest
    @CsvSource({"fc=max&lag-credit=2s,", "fc=max&lag-credit=2s,&native=off", "fc=none,", "slow-receiver=drop&slow-timeout=3s,"})
    void theFastLoseNothingAndTheSlowLosesExactlyWhatItIsTold(final String flow, final String more) {
        final String options = more == null ? "" : more;
        final Fast one = new Fast(options);
        final Fast two = new Fast(options);
        try (Slow slow = new Slow(options)) {
            final Publisher publisher = publisher("log=1m&rate=60m&" + flow + options, 3);
            publishAll(publisher, () -> !flow.equals("fc=none") || positions.size() - Math.min(one.count, two.count) < UNHEARD);
            peers.await("all at the fast ones", () -> one.count == MESSAGES && two.count == MESSAGES);
            assertFalse(one.broken || two.broken);
            assertTrue(peers.losses.isEmpty(), peers.losses::toString);
            slow.go.countDown();
            peers.await("the end at the slow one", () -> slow.last >= positions.get(MESSAGES - 1));
            slow.assertExact();
            if (flow.startsWith("slow")) {
                peers.await("both sides to be told, and the slow one to be back", () ->
                    told.contains("publisher: dropped slow at 127.0.0.1") && told.contains("receiver: dropped") &&
                    told.contains("receiver: caught up") &&
                    told.stream().filter("publisher: joined slow"::equals).count() == 2);
            }
        }
    }

    @Test
    void listsReceiversWithAddressPositionAndLag() {
        new Fast("");
        try (Slow slow = new Slow("")) {
            final Publisher publisher = publisher("fc=max", 2);
            final Session session = peers.last();
            for (int i = 0; i < 1000; i++) {
                peers.publish(publisher, message, LENGTH);
            }
            peers.await("the fast one to have all, the slow one to lag", () -> session.receivers().stream().anyMatch(receiver ->
                receiver.name().equals("slow") && receiver.lag() > 0 && receiver.position() > 0 && receiver.address().getPort() > 0) &&
                session.receivers().stream().anyMatch(receiver -> receiver.name().equals("fast") && receiver.lag() == 0));
            assertTrue(slow.losses.isEmpty(), "it is waited for, or left behind less than what is kept");
        }
    }

    @Test
    void waitsForAGroupOfReceivers() {
        new Fast("&tag=5");
        new Fast("");
        final Publisher publisher = publisher("tag=5&group-size=2", 2);
        assertEquals(Publisher.NOT_CONNECTED, publisher.offer(message, 0, LENGTH));
        new Fast("&tag=5");
        peers.await("the group", publisher::isConnected);
        assertTrue(publisher.offer(message, 0, LENGTH) > 0);
    }

    /** A queue that nobody polls costs its subscriber what does not fit, and nobody anything else, whether it drops or holds back. */
    @Test
    void aStalledQueueStallsNeitherOtherSubscribersNorTheSession() {
        final Topic other = Topic.of("flow.held");
        final Connection connection = peers.connect("");
        final Session session = peers.adopt(connection);
        final QueueSubscriber stalled = session.subscribeQueue(TOPIC, SubscriberOptions.DEFAULT.queueBytes(4096));
        final QueueSubscriber holding = session.subscribeQueue(other, SubscriberOptions.DEFAULT.queueBytes(4096).holdOnOverrun(true));
        final QueueSubscriber polled = session.subscribeQueue(TOPIC, SubscriberOptions.DEFAULT.queueBytes(16 << 20));
        final long[] inPlace = new long[1];
        final long[] queued = new long[1];
        session.subscribe(TOPIC, (buffer, offset, length, header) -> inPlace[0]++);
        final Publisher publisher = peers.session("").createPublisher(TOPIC);
        final Publisher held = peers.session("").createPublisher(other);
        peers.await("the subscribers", () -> publisher.isConnected() && held.isConnected());
        peers.await("the held stream to be full", () -> {
            long position = 1;
            while (position > 0) {
                position = held.offer(message, 0, LENGTH);
            }
            return held.position() > 2 << 20;
        });
        for (int i = 0; i < MESSAGES; i++) {
            peers.publish(publisher, message, LENGTH);
            polled.poll((buffer, offset, length, header) -> queued[0]++, 10);
        }
        peers.await("all", () -> {
            polled.poll((buffer, offset, length, header) -> queued[0]++, 100);
            return inPlace[0] == MESSAGES && queued[0] == MESSAGES;
        });
        assertTrue(stalled.overruns() > MESSAGES - 100);
        assertEquals(0, holding.overruns());
        assertTrue(publisher.isConnected() && held.isConnected(), "the session has gone on reporting");
        final long[] late = new long[1];
        held.close();
        holding.poll((buffer, offset, length, header) -> late[0]++, 1);
        assertEquals(1, late[0]);
    }
}
