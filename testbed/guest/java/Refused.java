/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */

import io.umcast.Connection;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import io.umcast.UmcastException;

/** Opens and subscribes by each URI in turn, and says what came of it: URI ... */
final class Refused {
    private Refused() {
    }

    public static void main(final String[] args) {
        for (final String uri : args) {
            try (Connection connection = Umcast.connect(uri); Session session = connection.createSession()) {
                session.subscribe(Topic.of("x"), (buffer, offset, length, header) -> { });
                System.out.println(uri + " -> opened");
            } catch (final UmcastException e) {
                System.out.println(uri + " -> " + e.getMessage().replace('\n', ' '));
            }
        }
        System.exit(0);
    }
}
