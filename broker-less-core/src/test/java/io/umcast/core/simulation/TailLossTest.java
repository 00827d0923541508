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

import io.umcast.ConnectionListener;
import io.umcast.Publisher;
import io.umcast.Topic;
import io.umcast.config.Config;
import io.umcast.core.connection.SessionConfigs;
import io.umcast.core.membership.SessionGroups;
import io.umcast.core.session.EngineSession;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nothing follows is missed as soon: the engine on a clock of its own. */
class TailLossTest {
    private static final Topic TOPIC = Topic.of("tail");
    private static final long US = 1_000;
    private static final long LATENCY_NS = 20 * US;
    private static final long HEARTBEAT_NS = 1_000 * US;
    private static final long NAK_BACKOFF_NS = 200 * US;
    private static final int MESSAGES = 20;
    private static final LinkConditions LINK = LinkConditions.PERFECT.withLatency(LATENCY_NS, 0);

    private final Config config = Config.resolve("udp:interface=lo&log=1m&linger=0ms&name=simulated", new Properties());
    private final MemoryFabric fabric = new MemoryFabric(7, 1472, 4096);
    private final Random random = new Random(7);
    private final List<Long> received = new ArrayList<>();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[64]);

    private EngineSession session(final int id, final MemoryTransport transport) {
        final ConnectionListener nobody = new ConnectionListener() { };
        final SessionConfigs configs = new SessionConfigs(config, 1, nobody, nobody, error -> {
            throw new IllegalStateException(error);
        }, random);
        return new EngineSession(id, configs.create(transport.mtu(), transport.receiveBufferBytes()), transport,
            SessionGroups.unmanaged(transport), fabric, closed -> { });
    }

    /** A tail of so many datagrams, each a duty cycle's only one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void aLostTailIsRepairedWithinTwoHeartbeats(final int tail) {
        fabric.conditions(LINK);
        final MemoryTransport sending = fabric.open(MemoryConfig.DEFAULT);
        final MemoryTransport hearing = fabric.open(MemoryConfig.DEFAULT);
        try (EngineSession publishing = session(0, sending); EngineSession receiving = session(1, hearing)) {
            receiving.subscribe(TOPIC, (buffer, offset, length, header) -> received.add(buffer.getLong(offset)));
            final Publisher publisher = publishing.createPublisher(TOPIC);
            for (int i = 0; !publisher.isConnected(); i++) {
                assertTrue(i < 1_000_000, "nobody came");
                tick(publishing, receiving);
            }
            for (int i = 0; i < MESSAGES; i++) {
                if (i == MESSAGES - tail) {
                    fabric.advance(LATENCY_NS);
                    fabric.link(sending, hearing, LINK.withLoss(1));
                }
                message.putLong(0, i);
                assertTrue(publisher.offer(message, 0, 64) > 0);
                tick(publishing, receiving);
            }
            final long sentNs = fabric.nanoTime();
            fabric.link(sending, hearing, null);
            while (received.size() < MESSAGES - tail) {
                tick(publishing, receiving);
            }
            while (received.size() < MESSAGES) {
                assertTrue(fabric.nanoTime() - sentNs <= 2 * HEARTBEAT_NS, "a tail of " + tail + " is still missed after " +
                    (fabric.nanoTime() - sentNs) + " ns");
                tick(publishing, receiving);
            }
            assertEquals(MESSAGES, received.stream().distinct().count());
            assertTrue(fabric.nanoTime() - sentNs <= HEARTBEAT_NS + NAK_BACKOFF_NS + 10 * LATENCY_NS,
                "an announcement, a wait, a round trip");
        }
    }

    private void tick(final EngineSession publishing, final EngineSession receiving) {
        fabric.advance(US);
        publishing.poll();
        receiving.poll();
    }
}
