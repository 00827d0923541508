/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;

/** What was published before a subscriber came, brought to it alone. */
final class LateJoinTest {
    private static final Topic TOPIC = Topic.of("history");
    private static final int MESSAGES = 1_000;
    private static final int LENGTH = 1_300;

    private final Peers peers = new Peers();

    @AfterEach
    void close() {
        peers.close();
    }

    /** Equal datagrams in a row are sent together, and with receive offload they are also handed over together. */
    @ParameterizedTest
    @ValueSource(strings = {"", "mtu=1472", "mtu=1472&gro=off", "mtu=1472&native=off"})
    void bringsTheHistoryWholeAndSoon(final String options) {
        final String all = "loss-timeout=15s" + (options.isEmpty() ? "" : "&" + options);
        final long[] first = new long[1];
        peers.session(all).subscribe(TOPIC, (buffer, offset, length, header) -> first[0]++);
        final Publisher publisher = peers.session(all).createPublisher(TOPIC);
        peers.await("the first subscriber", publisher::isConnected);
        final UnsafeBuffer message = new UnsafeBuffer(new byte[LENGTH]);
        for (int number = 0; number < MESSAGES; number++) {
            message.putLong(0, number);
            peers.publish(publisher, message, LENGTH);
        }
        peers.await("the first subscriber's messages", () -> first[0] == MESSAGES);
        final long[] next = new long[2];
        peers.session(all).subscribe(TOPIC, (buffer, offset, length, header) -> next[1] += buffer.getLong(offset) == next[0]++ ? 0 : 1,
            SubscriberOptions.DEFAULT.start(SubscriberOptions.Start.EARLIEST));
        peers.await("the history", () -> next[0] == MESSAGES);
        assertEquals(0, next[1]);
        assertTrue(peers.losses.isEmpty(), peers.losses::toString);
    }

    /** The session has the stream's image already; whoever was there hears nothing twice. */
    @ParameterizedTest
    @ValueSource(strings = {"", "native=off"})
    void bringsTheHistoryToALaterSubscriptionOfTheSameSession(final String options) {
        final Session session = peers.session(options);
        final long[] first = new long[2];
        session.subscribe(TOPIC, (buffer, offset, length, header) -> first[1] += buffer.getLong(offset) == first[0]++ ? 0 : 1);
        final Publisher publisher = peers.session(options).createPublisher(TOPIC);
        peers.await("the first subscriber", publisher::isConnected);
        final UnsafeBuffer message = new UnsafeBuffer(new byte[LENGTH]);
        for (int number = 0; number < MESSAGES; number++) {
            message.putLong(0, number);
            peers.publish(publisher, message, LENGTH);
        }
        peers.await("the first subscriber's messages", () -> first[0] == MESSAGES);
        final long[] late = new long[2];
        session.subscribe(TOPIC, (buffer, offset, length, header) -> late[1] += buffer.getLong(offset) == late[0]++ ? 0 : 1,
            SubscriberOptions.DEFAULT.start(SubscriberOptions.Start.EARLIEST));
        peers.await("the history", () -> late[0] == MESSAGES);
        for (int number = MESSAGES; number < 2 * MESSAGES; number++) {
            message.putLong(0, number);
            peers.publish(publisher, message, LENGTH);
        }
        peers.await("what comes after it", () -> late[0] == 2 * MESSAGES && first[0] == 2 * MESSAGES);
        assertEquals(0, late[1] + first[1]);
        assertTrue(peers.losses.isEmpty(), peers.losses::toString);
    }
}
