/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.umcast.ConfigException;
import io.umcast.Publisher;
import io.umcast.QueueSubscriber;
import io.umcast.Session;
import io.umcast.Subscriber;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import io.umcast.TopicPattern;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subscriptions by pattern over real loopback multicast. */
@Timeout(120)
class PatternSystemTest {
    private final Peers peers = new Peers();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[64]);
    private final Map<String, Integer> heard = new TreeMap<>();

    @AfterEach
    void close() {
        peers.close();
    }

    private Subscriber subscribe(final Session session, final String pattern) {
        return session.subscribe(TopicPattern.of(pattern), (buffer, offset, length, header) -> heard.merge(header.topic().name(), 1,
            Integer::sum));
    }

    private void publish(final Publisher publisher) {
        peers.await("a subscriber of " + publisher.topic(), publisher::isConnected);
        peers.publish(publisher, message, 8);
    }

    @Test
    void hearsMatchingTopicsOfEveryGroupAsTheyAppear() {
        final Session publishing = peers.session("topics=prices.own@239.7.7.7");
        final Session subscribing = peers.session("topics=prices.own@239.7.7.7");
        final Publisher first = publishing.createPublisher(Topic.of("prices.0"));
        final Subscriber subscriber = subscribe(subscribing, "prices.*");
        publish(first);
        for (int i = 1; i < 40; i++) {
            publish(publishing.createPublisher(Topic.of("prices." + i)));
        }
        publish(publishing.createPublisher(Topic.of("prices.own")));
        final Publisher other = publishing.createPublisher(Topic.of("orders.1"));
        peers.await("41 topics", () -> heard.size() == 41);
        assertTrue(heard.values().stream().allMatch(count -> count == 1), heard::toString);
        assertEquals(Publisher.NOT_CONNECTED, other.offer(message, 0, 8));
        assertEquals(41, subscriber.imageCount());
        subscriber.close();
        peers.await("nobody any more", () -> !first.isConnected());
        assertTrue(peers.losses.isEmpty() && peers.errors.isEmpty(), () -> peers.losses + " " + peers.errors);
    }

    @Test
    void hearsItselfByPattern() {
        final Session session = peers.session("");
        final Publisher publisher = session.createPublisher(Topic.of("a.b"));
        final Subscriber subscriber = subscribe(session, "a.>");
        final Publisher later = session.createPublisher(Topic.of("a.b.c"));
        assertTrue(publisher.offer(message, 0, 8) > 0 && later.offer(message, 0, 8) > 0);
        session.poll();
        assertEquals(Map.of("a.b", 1, "a.b.c", 1), heard);
        subscriber.close();
        assertEquals(Publisher.NOT_CONNECTED, publisher.offer(message, 0, 8));
    }

    @Test
    void aNameAndAPatternOfOneSessionAreBothServed() {
        final Session session = peers.session("");
        final int[] exact = new int[1];
        session.subscribe(Topic.of("a.b"), (buffer, offset, length, header) -> exact[0]++);
        final QueueSubscriber queue = session.subscribeQueue(TopicPattern.of(">"), SubscriberOptions.DEFAULT);
        final Session publishing = peers.session("");
        publish(publishing.createPublisher(Topic.of("a.b")));
        publish(publishing.createPublisher(Topic.of("x")));
        final Map<String, Integer> queued = new HashMap<>();
        peers.await("two in the queue", () -> {
            queue.poll((buffer, offset, length, header) -> queued.merge(header.topic().name(), 1, Integer::sum), 10);
            return queued.equals(Map.of("a.b", 1, "x", 1));
        });
        assertEquals(1, exact[0]);
    }

    @Test
    void aRawEndpointKnowsNoTopics() {
        final Session session = peers.session("group=239.7.7.8&raw=on");
        final TopicPattern pattern = TopicPattern.of("a.*");
        assertEquals("pattern", assertThrows(ConfigException.class,
            () -> session.subscribeQueue(pattern, SubscriberOptions.DEFAULT)).key());
        assertEquals(List.of(), List.copyOf(peers.errors));
    }
}
