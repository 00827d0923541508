/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.umcast.ConnectionListener;
import io.umcast.LossEvent;
import io.umcast.Publisher;
import io.umcast.ReceiverInfo;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import io.umcast.config.Config;
import io.umcast.core.connection.SessionConfigs;
import io.umcast.core.membership.SessionGroups;
import io.umcast.core.session.EngineSession;

/** A publisher with {@code fc=max} that publishes as much as goes, to receivers that differ, on a virtual clock. */
final class MaxFlowTest {
    /** 52 bytes, so that the topic's definition is as long as a message, and no record has to be padded at the log's end. */
    private static final Topic TOPIC = Topic.of("x".repeat(52));
    private static final int MESSAGE = 56;
    private static final int RECORD = 64;
    private static final long TICK_NS = 20_000;
    private static final int SECOND = (int)(1_000_000_000 / TICK_NS);
    private static final int RECEIVE_BUFFER = 128 << 10;
    /** What a receiver takes at most when it is polled; two datagrams are sent in a tick. */
    private static final int SLOTS = 8;
    private static final int BURST = 40;

    private final List<String> told = new ArrayList<>();

    /** One run: a network of its own, one publisher, one fast receiver, and others. */
    private final class Run {
        private final MemoryFabric fabric = new MemoryFabric(11, 1472, 1 << 14);
        private final Random random = new Random(11);
        private final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE]);
        private final EngineSession publishing = session("publisher", loss -> {
            throw new IllegalStateException(loss.toString());
        });
        private final List<Receiver> receivers = new ArrayList<>();
        private Publisher publisher;
        private long published;

        private EngineSession session(final String name, final java.util.function.Consumer<LossEvent> losses) {
            final MemoryTransport transport = fabric.open(MemoryConfig.DEFAULT.withRings(SLOTS, 128, 1 << 16).withReceiveBuffer(RECEIVE_BUFFER));
            final ConnectionListener listener = new ConnectionListener() {
                @Override
                public void onLoss(final LossEvent loss) {
                    losses.accept(loss);
                }

                @Override
                public void onReceiverDropped(final ReceiverInfo receiver) {
                    told.add("dropped " + receiver.name());
                }
            };
            final Config config = Config.resolve("udp:interface=lo&log=256k&fc=max&lag-credit=20ms&status-interval=1ms&name=" + name,
                new Properties());
            final SessionConfigs configs = new SessionConfigs(config, 1, listener, listener, error -> told.add(error.toString()), random);
            return new EngineSession(1, configs.create(transport.mtu(), transport.receiveBufferBytes()), transport,
                SessionGroups.unmanaged(transport), fabric, closed -> {
                });
        }

        Receiver receiver(final String name) {
            final Receiver receiver = new Receiver(this, name);
            receivers.add(receiver);
            return receiver;
        }

        void connect() {
            publisher = publishing.createPublisher(TOPIC);
            for (int i = 0; publishing.subscriberCount(TOPIC) < receivers.size(); i++) {
                assertTrue(i < SECOND, "nobody comes");
                tick();
                receivers.forEach(Receiver::poll);
            }
        }

        void tick() {
            fabric.advance(TICK_NS);
            publishing.poll();
        }

        /** Publishes what goes for some ticks; each receiver is polled at its own pace. */
        void publish(final int ticks) {
            for (int i = 0; i < ticks; i++) {
                for (int burst = 0; burst < BURST; burst++) {
                    message.putLong(0, published);
                    if (publisher.offer(message, 0, MESSAGE) < 0) {
                        break;
                    }
                    published++;
                }
                tick();
                for (final Receiver receiver : receivers) {
                    receiver.turn(i);
                }
            }
        }

        /** Goes on until a receiver is at the end. */
        void finish(final Receiver receiver) {
            for (int i = 0; receiver.position() < publisher.position(); i++) {
                assertTrue(i < 60 * SECOND, () -> "no end: " + receiver.position() + " of " + publisher.position());
                tick();
                receivers.forEach(Receiver::poll);
            }
        }
    }

    /** A receiver that is polled every so many ticks; 0 for never. */
    private static final class Receiver {
        private final EngineSession session;
        private final String name;
        private int every = 1;
        private long delivered;
        private long lost;
        private long last;
        private boolean wrong;

        Receiver(final Run run, final String name) {
            this.name = name;
            session = run.session(name, loss -> {
                lost += loss.to() - loss.from();
                wrong |= loss.from() < last;
                last = loss.to();
            });
            session.subscribe(TOPIC, (buffer, offset, length, header) -> {
                delivered++;
                wrong |= header.position() - RECORD < last || buffer.getLong(offset) * RECORD + 2 * RECORD != header.position();
                last = header.position();
            }, SubscriberOptions.DEFAULT);
        }

        void turn(final int tick) {
            if (every > 0 && tick % every == 0) {
                poll();
            }
        }

        void poll() {
            session.poll();
        }

        long position() {
            return last;
        }

        /** Bytes delivered and told as lost are those that were sent, the topic's definition (record 0) aside. */
        void assertExact(final Run run) {
            assertFalse(wrong, name);
            assertEquals(run.publisher.position(), RECORD + delivered * RECORD + lost, name);
        }
    }

    private long alone(final int ticks) {
        final Run run = new Run();
        final Receiver fast = run.receiver("fast");
        run.connect();
        run.publish(ticks);
        assertEquals(0, fast.lost);
        return fast.delivered;
    }

    /**
     * Polled so seldom, a receiver can take a hundredth, a tenth, a half, four fifths or all of what is sent, at 0 it stands still from the
     * start; it gets at least a given share.
     */
    @ParameterizedTest
    @CsvSource({"0, 0", "400, 0", "40, 0.02", "8, 0.25", "5, 0.5", "4, 0.5"})
    void theFastOneLosesNothingAndKeepsItsPaceAndTheSlowOneIsToldExactlyWhatItLost(final int slowEvery, final double share) {
        final long alone = alone(SECOND);
        final Run run = new Run();
        final Receiver fast = run.receiver("fast");
        final Receiver slow = run.receiver("slow");
        run.connect();
        slow.every = slowEvery;
        run.publish(SECOND);
        final long beside = fast.delivered;
        final long slowly = slow.delivered;
        run.finish(slow);
        fast.assertExact(run);
        slow.assertExact(run);
        final String numbers = "fast " + beside + " of " + alone + ", slow " + slowly + ", lost " + slow.lost + " " + told;
        assertEquals(0, fast.lost, numbers);
        assertTrue(beside >= alone * 0.95, numbers);
        assertFalse(told.contains("dropped fast"), numbers);
        assertTrue(slowly >= alone * share, numbers);
        assertTrue(slow.lost == 0 || told.contains("dropped slow"), numbers);
    }

    /** Each stumbles now and then, never both at once: whoever leads meanwhile, the other one gets everything. */
    @Test
    void whoStumblesLosesNothingThoughTheOtherLeads() {
        final Run run = new Run();
        final Receiver one = run.receiver("one");
        final Receiver two = run.receiver("two");
        run.connect();
        for (int i = 0; i < 10; i++) {
            final Receiver stumbling = i % 2 == 0 ? one : two;
            stumbling.every = 0;
            run.publish(SECOND / 100);
            stumbling.every = 1;
            run.publish(SECOND / 2);
        }
        run.finish(one);
        run.finish(two);
        one.assertExact(run);
        two.assertExact(run);
        assertEquals(0, one.lost + two.lost);
        assertEquals(List.of(), told);
    }
}
