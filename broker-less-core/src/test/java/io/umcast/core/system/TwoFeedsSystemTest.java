/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.umcast.ConfigException;
import io.umcast.Publisher;
import io.umcast.Topic;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two feeds as two ranges of groups of the loopback interface. */
@Timeout(120)
class TwoFeedsSystemTest {
    private static final Topic TOPIC = Topic.of("prices.EURUSD");
    private static final String FEEDS = "feed-b=lo&group-b=239.193.0.0";

    private final Peers peers = new Peers();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[1024]);

    @AfterEach
    void close() {
        peers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&native=off", "&poller=native", "&mtu=1472"})
    void deliversOnceWhatComesTwice(final String options) {
        final long[] next = new long[2];
        peers.session(FEEDS + "&loss=0.05&reorder=0.02&seed=3" + options).subscribe(TOPIC, (buffer, offset, length, header) -> {
            next[1] += buffer.getLong(offset) == next[0] ? 0 : 1;
            next[0]++;
        });
        final long[] single = new long[1];
        peers.session("group=239.193.0.0&groups=16" + options).subscribe(TOPIC, (buffer, offset, length, header) -> single[0]++);
        final Publisher publisher = peers.session(FEEDS + options).createPublisher(TOPIC);
        peers.await("two subscribers", () -> publisher.isConnected() && peers.events.size() == 2);
        final int total = 30_000;
        for (int i = 0; i < total; i++) {
            message.putLong(0, i);
            peers.publish(publisher, message, 8 + i % 700);
        }
        peers.await("all", () -> next[0] == total && single[0] == total);
        assertEquals(0, next[1]);
        assertTrue(peers.losses.isEmpty() && peers.errors.isEmpty(), () -> peers.losses + " " + peers.errors);
    }

    @Test
    void refusesFeedsThatCannotBe() {
        assertRefused("feed-b", "feed-b=lo");
        assertRefused("feed-b", FEEDS + "&raw=on&groups=1");
        assertRefused("feed-b", FEEDS + "&source=127.0.0.1");
        assertRefused("group-b", "group-b=239.193.0.0");
        assertRefused("group-b", "feed-b=lo&group-b=ff15::7");
        assertRefused("group-b", "feed-b=lo&group-b=239.255.255.255");
    }

    private void assertRefused(final String key, final String options) {
        assertEquals(key, assertThrows(ConfigException.class, () -> peers.connect(options)).key());
    }
}
