/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import io.umcast.UmcastException;

/** Connects, then fills the rest of /dev/shm, which has to be its own, and publishes to itself all the same. */
final class FullMemoryProgram {
    static final String REFUSED = "refused: ";
    static final String DELIVERED = "delivered ";
    private static final Topic TOPIC = Topic.of("full");
    private static final int MESSAGES = 100_000;

    private FullMemoryProgram() {
    }

    /**
     * Runs it.
     *
     * @param args a URI.
     */
    public static void main(final String[] args) {
        try (Connection connection = Umcast.connect(args[0])) {
            fill();
            final int[] count = new int[1];
            final Session session = connection.createSession();
            session.subscribe(TOPIC, (buffer, offset, length, header) -> count[0]++);
            final Publisher publisher = session.createPublisher(TOPIC);
            final UnsafeBuffer message = new UnsafeBuffer(new byte[100]);
            for (int sent = 0; sent < MESSAGES || count[0] < MESSAGES; session.poll()) {
                sent += sent < MESSAGES && publisher.offer(message, 0, 100) > 0 ? 1 : 0;
            }
            System.out.println(DELIVERED + count[0]);
        } catch (final UmcastException e) {
            System.out.println(REFUSED + e.getMessage());
        }
    }

    private static void fill() {
        final byte[] bytes = new byte[4096];
        try (OutputStream file = Files.newOutputStream(Path.of("/dev/shm/filler"))) {
            while (true) {
                file.write(bytes);
            }
        } catch (final IOException e) {
            System.out.println(e.getMessage()); // it is full
        }
    }
}
