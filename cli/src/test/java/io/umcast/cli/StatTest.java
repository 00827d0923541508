/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatTest {
    @TempDir
    private Path directory;

    private String uri() {
        return "udp:interface=lo&port=" + Ports.next() + "&counters=" + directory;
    }

    @Test
    void showsTheCountersOfAProcess() {
        final String uri = uri();
        final long pid = ProcessHandle.current().pid();
        try (Connection connection = Umcast.connect(uri)) {
            connection.createSession().createPublisher(Topic.of("t"));
            final Run run = Run.umcast("stat", Long.toString(pid), "--json", "--directory", directory.toString());
            assertEquals(0, run.status());
            final List<?> connections = (List<?>)run.json().get("connections");
            assertEquals(1, connections.size(), run::toString);
            final Map<?, ?> one = (Map<?, ?>)connections.get(0);
            assertEquals(pid, one.get("pid"));
            assertEquals(uri, one.get("uri"));
            assertTrue(one.get("counters") instanceof List<?> && one.get("errors") instanceof List<?>, run::toString);
            final Run text = Run.umcast("stat", "--all", "--directory", directory.toString());
            assertTrue(text.out().startsWith("process " + pid + "  " + uri), text::toString);
        }
    }

    @Test
    void listsReceiversWithAddressPositionAndLag() {
        final String uri = uri();
        try (Connection publishing = Umcast.connect(uri); Connection receiving = Umcast.connect(uri + "&name=far.host:1")) {
            final Session receiver = receiving.createSession();
            receiver.subscribe(Topic.of("t"), (buffer, offset, length, header) -> { });
            receiver.start(new BackoffIdleStrategy());
            final Session sender = publishing.createSession();
            final Publisher publisher = sender.createPublisher(Topic.of("t"));
            sender.start(new BackoffIdleStrategy());
            assertTrue(publishing.awaitSubscribers(Topic.of("t"), 1, Duration.ofSeconds(60)));
            assertTrue(publisher.offer(new UnsafeBuffer(new byte[100]), 0, 100) > 0);
            final String stream = ", stream " + Long.toHexString(publisher.streamId()) + "\n";
            final long deadline = System.nanoTime() + 60_000_000_000L;
            String text;
            do {
                text = Run.umcast("stat", "--directory", directory.toString()).out();
                assertTrue(System.nanoTime() < deadline, text);
            } while (!text.matches("(?s).* 1\\d\\d  position: receiver far.host:1 at 127.0.0.1:\\d+" + stream + ".*") ||
                !text.matches("(?s).* 0  lag: receiver far.host:1 at 127.0.0.1:\\d+" + stream + ".*"));
        }
    }

    @Test
    void tellsEachMembershipWithItsState() {
        final String uri = uri() + "&group=239.253.7.9&groups=1";
        try (Connection connection = Umcast.connect(uri)) {
            final Session session = connection.createSession();
            session.subscribe(Topic.of("t"), (buffer, offset, length, header) -> { });
            final long deadline = System.nanoTime() + 60_000_000_000L;
            String text;
            do {
                text = Run.umcast("stat", "--directory", directory.toString()).out();
                assertTrue(System.nanoTime() < deadline, text);
            } while (!text.contains("              member  membership: 239.253.7.9 on lo\n") || !text.contains(" 1  memberships complete\n"));
            final String holder = "239.253.7.9 +- +1  - +process " + ProcessHandle.current().pid() + " \\Q" + uri + "\\E\n";
            final Run run = Run.umcast("membership", "--directory", directory.toString());
            assertTrue(run.out().matches("(?s).*" + holder + ".*"), run::toString);
        }
    }

    @Test
    void saysThatThereIsNothingToShow() {
        assertEquals(new Run(0, "no open connection of this user\n", ""), Run.umcast("stat", "--directory", directory.toString()));
        assertEquals(List.of(), Run.umcast("stat", "--json", "--directory", directory.toString()).json().get("connections"));
    }

    @Test
    void failsForAProcessWithoutAConnection() {
        final Run run = Run.umcast("stat", "1", "--directory", directory.toString());
        assertEquals(1, run.status());
        assertEquals("umcast: process 1 has no open connection of this user\n", run.err());
    }
}
