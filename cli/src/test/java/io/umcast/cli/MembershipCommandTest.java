/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipCommandTest {
    private static final long LIMIT_NS = 60_000_000_000L;
    private static final String GROUP = "239.192.77.5";

    @TempDir
    private Path directory;
    private final String uri = "udp:interface=lo&port=" + Ports.next() + "&group=" + GROUP;

    private Map<?, ?> loopback() {
        final Run run = Run.umcast("membership", "--json", "--directory", directory.toString());
        assertEquals(0, run.status(), run::toString);
        return ((List<?>)run.json().get("interfaces")).stream().map(one -> (Map<?, ?>)one)
            .filter(one -> "lo".equals(one.get("interface"))).findFirst().orElseThrow();
    }

    private static List<Map<?, ?>> held(final Map<?, ?> loopback) {
        return ((List<?>)loopback.get("groups")).stream().<Map<?, ?>>map(one -> (Map<?, ?>)one)
            .filter(one -> GROUP.equals(one.get("group"))).toList();
    }

    @Test
    void showsTheGroupOfASubscriberWhileItIsOpen() {
        assumeTrue(Files.isReadable(Path.of("/proc/net/igmp")), "the kernel has no /proc/net/igmp");
        try (Connection connection = Umcast.connect(uri + "&counters=" + directory); Session session = connection.createSession()) {
            session.subscribe(Topic.of("t"), (buffer, offset, length, header) -> { });
            List<Map<?, ?>> held = held(loopback());
            final long end = System.nanoTime() + LIMIT_NS;
            while (System.nanoTime() < end && held.size() == 1 && ((List<?>)held.get(0).get("holders")).isEmpty()) {
                held = held(loopback()); // the connection's counters follow some times a second
            }
            assertEquals(1, held.size());
            assertEquals(ProcessHandle.current().pid(), ((Map<?, ?>)((List<?>)held.get(0).get("holders")).get(0)).get("pid"));
            final String text = Run.umcast("membership", "--directory", directory.toString()).out();
            assertTrue(text.matches("(?s).*\n  " + GROUP + " +- +1  - +process " + ProcessHandle.current().pid() + " udp:.*"), text);
        }
        assertEquals(List.of(), held(loopback()));
    }

    @Test
    void tellsThatAPublisherHoldsNoGroup() {
        assumeTrue(Files.isReadable(Path.of("/proc/net/igmp")), "the kernel has no /proc/net/igmp");
        try (Connection connection = Umcast.connect(uri + "&counters=" + directory); Session session = connection.createSession();
            Publisher publisher = session.createPublisher(Topic.of("t"))) {
            assertTrue(publisher.streamId() != 0);
            final Map<?, ?> loopback = loopback();
            assertEquals(List.of(), held(loopback));
            assertEquals(1, ((List<?>)loopback.get("idle")).size());
        }
    }
}
