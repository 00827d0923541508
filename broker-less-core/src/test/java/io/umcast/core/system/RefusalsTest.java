/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.umcast.Claim;
import io.umcast.ConfigException;
import io.umcast.Connection;
import io.umcast.EndpointException;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import io.umcast.UmcastException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused says what, why, and the way out. */
@Timeout(180)
class RefusalsTest {
    private static final Topic TOPIC = Topic.of("refused");

    private final Peers peers = new Peers();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[1 << 20]);

    @AfterEach
    void close() {
        peers.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "tcp:interface=lo|tcp",
        "udp:interface=lo&mtuu=8k|mtu",
        "udp:interface=lo&mtu=lots|mtu",
        "udp:interface=nosuch0|there are",
        "udp:interface=lo&group=10.1.2.3|multicast",
        "udp:interface=lo&log=5000|log",
        "udp:interface=lo&raw=on|groups",
        "udp:interface=lo&burst=1ms|rate",
        "udp:interface=lo&slow-receiver=drop&fc=max|fc=max",
        "verbs:interface=lo|does not belong to an RDMA device",
        "verbs:interface=lo&raw-mgids=on|needs an MGID",
        "udp|interface",
    })
    void namesWhatIsWrongWithAUri(final String uri, final String said) {
        final UmcastException refused = assertThrows(ConfigException.class, () -> {
            try (Connection connection = Umcast.connect(uri)) {
                connection.createSession().close();
            }
        });
        assertTrue(refused.getMessage().contains(said), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"on", "off"})
    void namesAPortThatSomebodyDoesNotShare(final String nativeSwitch) throws IOException {
        try (DatagramSocket selfish = new DatagramSocket(null)) {
            selfish.setReuseAddress(false);
            selfish.bind(new InetSocketAddress(peers.port()));
            final Connection connection = peers.connect("native=" + nativeSwitch);
            final EndpointException refused = assertThrows(EndpointException.class, () -> {
                final Session session = connection.createSession();
                session.subscribe(TOPIC, (buffer, offset, length, header) -> { });
            });
            assertTrue(refused.getMessage().contains(Integer.toString(peers.port())), refused.getMessage());
        }
    }

    @Test
    void refusesWhatIsTooLongWithTheWayOut() {
        final Session session = peers.session("log=64k&mtu=1472");
        session.subscribe(TOPIC, (buffer, offset, length, header) -> { });
        final Publisher publisher = session.createPublisher(TOPIC);
        assertEquals(64 * 1024 / 8, publisher.maxMessageLength());
        final String text = assertThrows(IllegalArgumentException.class,
            () -> publisher.offer(message, 0, publisher.maxMessageLength() + 1)).getMessage();
        assertTrue(text.contains("raise the option log"), text);
        assertThrows(IndexOutOfBoundsException.class, () -> publisher.offer(message, message.capacity() - 4, 8));
        assertTrue(publisher.offer(message, 0, 8) > 0, "and nothing is left claimed");
    }

    @Test
    void refusesAClaimThatIsHeldOrForeign() {
        final Session session = peers.session("");
        session.subscribe(TOPIC, (buffer, offset, length, header) -> { });
        final Publisher publisher = session.createPublisher(TOPIC);
        final Claim claim = publisher.newClaim();
        assertThrows(IllegalStateException.class, claim::commit);
        assertTrue(publisher.tryClaim(8, claim) > 0);
        assertThrows(IllegalArgumentException.class, () -> publisher.tryClaim(8, claim));
        claim.abort();
        final Publisher other = peers.session("").createPublisher(TOPIC);
        peers.await("the other to be connected", other::isConnected);
        assertThrows(IllegalArgumentException.class, () -> other.tryClaim(8, claim));
    }

    @Test
    void answersClosedAfterClose() {
        final Connection connection = peers.connect("");
        final Session session = connection.createSession();
        final Publisher publisher = session.createPublisher(TOPIC);
        final Publisher closed = session.createPublisher(TOPIC);
        closed.close();
        assertEquals(Publisher.CLOSED, closed.offer(message, 0, 8));
        assertEquals(Publisher.NOT_CONNECTED, publisher.offer(message, 0, 8));
        connection.close();
        assertEquals(Publisher.CLOSED, publisher.offer(message, 0, 8));
        assertThrows(IllegalStateException.class, connection::createSession);
        assertThrows(IllegalStateException.class, () -> session.createPublisher(TOPIC));
        connection.close();
    }

    @Test
    void refusesToAwaitSubscribersOfWhatIsNotPublished() {
        final Connection connection = peers.connect("");
        connection.createSession();
        assertThrows(UmcastException.class, () -> connection.awaitSubscribers(TOPIC, 1, Duration.ofMillis(1)));
    }

    @Test
    void namesADirectoryForCountersThatCannotBeUsed() {
        final UmcastException refused = assertThrows(UmcastException.class, () -> peers.connect("counters=/proc/umcast"));
        assertTrue(refused.getMessage().contains("/proc/umcast"), refused.getMessage());
    }
}
