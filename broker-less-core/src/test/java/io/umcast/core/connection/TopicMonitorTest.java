/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.umcast.ConfigException;
import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import io.umcast.core.discovery.LiveTopic;
import io.umcast.core.discovery.TopicMonitor;
import io.umcast.core.transport.TestPorts;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listening to real sessions on loopback. */
@Timeout(120)
final class TopicMonitorTest {
    private static final long LIMIT_NS = 60_000_000_000L;

    private final int port = TestPorts.next();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[1024]);

    private static void await(final String what, final BooleanSupplier condition, final TopicMonitor monitor, final Session... sessions) {
        final long deadline = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "waited in vain for " + what + ": " + monitor.topics());
            monitor.poll();
            for (final Session session : sessions) {
                session.poll();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&native=off", "&feed-b=lo&group-b=239.193.0.0"})
    void listsWhatIsPublishedAndDisturbsNobody(final String options) {
        final String uri = "udp:interface=lo&linger=0s&topics=own@239.7.7.9&port=" + port + options;
        try (TopicMonitor monitor = TopicMonitors.open(uri); Connection connection = Umcast.connect(uri)) {
            final Session session = connection.createSession();
            final int total = 300;
            for (int i = 0; i < total; i++) {
                session.createPublisher(Topic.of("prices." + i));
            }
            final Publisher own = session.createPublisher(Topic.of("own"));
            await("names", () -> monitor.topics().size() == total + 1, monitor, session);
            final Map<String, LiveTopic> topics = monitor.topics().stream().collect(Collectors.toMap(LiveTopic::name, topic -> topic));
            assertEquals(total + 1, topics.size());
            assertEquals("239.7.7.9", topics.get("own").group().getHostAddress());
            assertEquals(17, monitor.streamCount());
            assertFalse(own.isConnected(), "a listener is no receiver");
            assertEquals(0, connection.subscriberCount(Topic.of("own")));

            final long[] received = new long[1];
            final Session subscribing = connection.createSession();
            subscribing.subscribe(Topic.of("own"), (buffer, offset, length, header) -> received[0]++);
            await("the subscriber", own::isConnected, monitor, session, subscribing);
            for (int i = 0; i < 500; i++) {
                await("room", () -> own.offer(message, 0, 100) > 0, monitor, session, subscribing);
            }
            await("all", () -> received[0] == 500 && count(monitor) == 500, monitor, session, subscribing);
            assertEquals(50_000, monitor.topics().stream().mapToLong(LiveTopic::bytes).sum());
            assertEquals(1, connection.subscriberCount(Topic.of("own")));
            session.close();
            await("goodbye", () -> monitor.streamCount() == 0, monitor, subscribing);
            assertEquals(List.of(), monitor.topics());
        }
    }

    private static long count(final TopicMonitor monitor) {
        return monitor.topics().stream().mapToLong(LiveTopic::messages).sum();
    }

    @Test
    void aListenerThatSleepsHoldsNobodyUp() {
        final String uri = "udp:interface=lo&linger=0s&log=64k&mtu=1k&port=" + port;
        try (TopicMonitor monitor = TopicMonitors.open(uri); Connection connection = Umcast.connect(uri)) {
            final Session session = connection.createSession();
            final Session subscribing = connection.createSession();
            final Publisher publisher = session.createPublisher(Topic.of("a"));
            final long[] received = new long[1];
            subscribing.subscribe(Topic.of("a"), (buffer, offset, length, header) -> received[0]++);
            await("the subscriber", publisher::isConnected, monitor, session, subscribing);
            final long deadline = System.nanoTime() + LIMIT_NS;
            for (int sent = 0; sent < 20_000 || received[0] < sent; sent += sent < 20_000 && publisher.offer(message, 0, 100) > 0 ? 1 : 0) {
                session.poll();
                subscribing.poll();
                assertTrue(System.nanoTime() < deadline, "held up");
            }
            assertEquals(20_000, received[0]);
        }
    }

    @Test
    void aRawEndpointAnnouncesNothing() {
        assertEquals("raw", assertThrows(ConfigException.class, () -> TopicMonitors.open("udp:interface=lo&groups=1&raw=on")).key());
    }
}
