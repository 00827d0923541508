/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

import jakarta.jms.Session;
import org.junit.jupiter.api.Test;

/** Connections of one URI share sockets, which live a while longer than the last of them. */
class SharingTest {
    private static final int CONNECTIONS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void connectionsShareSocketsThatTheLastOneFrees() throws Exception {
        final String uri = Ports.uri("");
        final UmcastConnectionFactory factory = new UmcastConnectionFactory(uri);
        assertEquals(0, sockets(uri));
        final List<UmcastConnection> connections = new ArrayList<>();
        connections.add(consuming(factory));
        final int shared = sockets(uri);
        assertTrue(shared > 0, "no socket is bound to the port of " + uri);
        for (int i = 1; i < CONNECTIONS; i++) {
            connections.add(consuming(factory));
        }
        assertEquals(shared, sockets(uri));
        final Engine first = connections.get(0).engine();
        connections.forEach(connection -> assertSame(first, connection.engine()));

        for (final UmcastConnection connection : connections.subList(1, CONNECTIONS)) {
            connection.close();
        }
        assertEquals(shared, sockets(uri), "one is open");
        connections.get(0).close();
        await(uri, 0);
        try (UmcastConnection again = consuming(factory)) {
            assertNotSame(first, again.engine());
            assertEquals(shared, sockets(uri));
        }
    }

    private static UmcastConnection consuming(final UmcastConnectionFactory factory) throws Exception {
        final UmcastConnection connection = factory.createConnection();
        final Session session = connection.createSession();
        session.createConsumer(session.createTopic("shared"));
        return connection;
    }

    private static void await(final String uri, final int count) throws IOException {
        final long deadline = System.nanoTime() + LIMIT.toNanos();
        while (sockets(uri) != count && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        assertEquals(count, sockets(uri));
    }

    /** Sockets on this machine that are bound to the port of a URI. */
    private static int sockets(final String uri) throws IOException {
        final String port = String.format(Locale.ROOT, ":%04X ", Integer.parseInt(uri.replaceAll(".*port=(\\d+).*", "$1")));
        int count = 0;
        for (final String line : Files.readAllLines(Path.of("/proc/net/udp"))) {
            count += line.contains(port) ? 1 : 0;
        }
        return count;
    }
}
