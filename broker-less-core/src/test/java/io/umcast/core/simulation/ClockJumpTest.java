/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.umcast.ConnectionListener;
import io.umcast.ImageInfo;
import io.umcast.LossEvent;
import io.umcast.Publisher;
import io.umcast.ReceiverInfo;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import io.umcast.config.Config;
import io.umcast.core.connection.SessionConfigs;
import io.umcast.core.membership.SessionGroups;
import io.umcast.core.session.EngineClock;
import io.umcast.core.session.EngineSession;

/** The time of day is set, by an hour, on either side, while datagrams are lost: nobody notices but the messages' send times. */
final class ClockJumpTest {
    private static final Topic TOPIC = Topic.of("clock");
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long TICK_NS = 5_000;
    private static final int MESSAGES = 6_000;

    private final MemoryFabric fabric = new MemoryFabric(7, 1472, 1 << 12);
    private final List<String> events = new ArrayList<>();
    private final Random random = new Random(7);

    /** A machine's clock: monotonic time as the fabric's, the time of day as somebody sets it. */
    private final class Settable implements EngineClock {
        private long offset;

        @Override
        public long nanoTime() {
            return fabric.nanoTime();
        }

        @Override
        public long epochNanos(final long nanoTime) {
            return fabric.epochNanos(nanoTime) + offset;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR_NS, -HOUR_NS})
    void settingTheTimeOfDayIsNoEvent(final long jump) {
        final Settable publishers = new Settable();
        final Settable receivers = new Settable();
        final EngineSession publishing = session(publishers);
        final EngineSession receiving = session(receivers);
        final long[] next = new long[1];
        final long[] sendTime = new long[1];
        receiving.subscribe(TOPIC, (buffer, offset, length, header) -> {
            assertEquals(next[0]++, buffer.getLong(offset));
            sendTime[0] = header.publishTimeNs();
        }, SubscriberOptions.DEFAULT);
        final Publisher publisher = publishing.createPublisher(TOPIC);
        while (!publisher.isConnected()) {
            tick(publishing, receiving);
        }
        events.clear();
        fabric.conditions(LinkConditions.PERFECT.withLatency(20_000, 0).withLoss(0.05));
        final UnsafeBuffer message = new UnsafeBuffer(new byte[100]);
        for (int number = 0; number < MESSAGES;) {
            publishers.offset = number > MESSAGES / 3 ? jump : 0;
            receivers.offset = number > 2 * MESSAGES / 3 ? jump : 0;
            message.putLong(0, number);
            number += publisher.offer(message, 0, 100) > 0 ? 1 : 0;
            tick(publishing, receiving);
        }
        final long begin = fabric.nanoTime();
        while (next[0] < MESSAGES && fabric.nanoTime() - begin < 1_000_000_000L) {
            tick(publishing, receiving);
        }
        assertEquals(MESSAGES, next[0]);
        assertEquals(List.of(), events);
        assertTrue(fabric.lost() > MESSAGES / 100, "lost " + fabric.lost());
        assertTrue(Math.abs(sendTime[0] - fabric.epochNanos(fabric.nanoTime()) - jump) < 1_000_000_000L, "send time " + sendTime[0]);
    }

    private void tick(final EngineSession publishing, final EngineSession receiving) {
        fabric.advance(TICK_NS);
        publishing.poll();
        receiving.poll();
    }

    private EngineSession session(final EngineClock clock) {
        final MemoryTransport transport = fabric.open(MemoryConfig.DEFAULT);
        final ConnectionListener listener = new ConnectionListener() {
            @Override
            public void onLoss(final LossEvent loss) {
                events.add(loss.toString());
            }

            @Override
            public void onUnavailableImage(final ImageInfo image, final long position, final boolean orderly) {
                events.add("unavailable");
            }

            @Override
            public void onReceiverLeft(final ReceiverInfo receiver, final boolean orderly) {
                events.add("left " + orderly);
            }
        };
        final SessionConfigs configs = new SessionConfigs(Config.resolve("udp:interface=lo", new Properties()), 1, listener, listener,
            error -> events.add(error.toString()), random);
        return new EngineSession(1, configs.create(transport.mtu(), transport.receiveBufferBytes()), transport,
            SessionGroups.unmanaged(transport), clock, closed -> {
        });
    }
}
