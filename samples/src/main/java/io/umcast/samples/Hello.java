/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import java.nio.charset.StandardCharsets;

import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import org.agrona.concurrent.UnsafeBuffer;

/** Publishes a message, and hears it: a session's subscribers hear its publishers too. */
public final class Hello {
    private Hello() {
    }

    /**
     * Says hello.
     *
     * @param args a URI to connect with; by default loopback.
     */
    public static void main(final String[] args) {
        final boolean[] heard = new boolean[1];
        try (Connection connection = Umcast.connect(args.length > 0 ? args[0] : "udp:interface=lo");
             Session session = connection.createSession();
             Publisher publisher = session.createPublisher(Topic.of("greetings"))) {
            session.subscribe(Topic.of("greetings"), (buffer, offset, length, header) -> {
                System.out.println(header.topic() + ": " + buffer.getStringWithoutLengthUtf8(offset, length));
                heard[0] = true;
            });
            final byte[] hello = "Hello, multicast".getBytes(StandardCharsets.UTF_8);
            publisher.offer(new UnsafeBuffer(hello), 0, hello.length);
            while (!heard[0]) {
                session.poll();
            }
        }
    }
}
