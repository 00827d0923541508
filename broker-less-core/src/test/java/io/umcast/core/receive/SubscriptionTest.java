/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.umcast.ConnectionListener;
import io.umcast.SubscriberOptions;
import io.umcast.SubscriberOptions.Quality;
import io.umcast.SubscriberOptions.Start;
import io.umcast.Topic;
import io.umcast.TopicPattern;

final class SubscriptionTest {
    private static final Topic A = Topic.of("a");
    private static final Topic B = Topic.of("b");
    private static final InetSocketAddress SOURCE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final UnsafeBuffer MESSAGE = new UnsafeBuffer(new byte[1024]);

    private final SubscriptionRegistry registry = new SubscriptionRegistry();
    private final List<Throwable> errors = new ArrayList<>();
    private final List<Long> overruns = new ArrayList<>();
    private final List<Long> heard = new ArrayList<>();
    private final TopicDispatch dispatch = new TopicDispatch(registry, 77, SOURCE, errors::add);

    private HandlerSubscription handler(final Topic topic, final SubscriberOptions options) {
        final HandlerSubscription subscription = new HandlerSubscription(TopicPattern.of(topic), options,
            (buffer, offset, length, header) -> heard.add(header.position()), registry::remove);
        registry.add(subscription, 0);
        return subscription;
    }

    private QueueSubscription queue(final boolean hold) {
        final ConnectionListener listener = new ConnectionListener() {
            @Override
            public void onOverrun(final Topic topic, final long streamId, final long position) {
                overruns.add(position);
            }
        };
        final QueueSubscription subscription = new QueueSubscription(TopicPattern.of(A),
            SubscriberOptions.DEFAULT.queueBytes(4096).holdOnOverrun(hold), listener, registry::remove);
        registry.add(subscription, 0);
        return subscription;
    }

    @Test
    void theStrongerWishWins() {
        assertEquals(Quality.BEST_EFFORT, registry.quality(A));
        handler(A, SubscriberOptions.DEFAULT.quality(Quality.BEST_EFFORT));
        assertEquals(Quality.BEST_EFFORT, registry.quality(A));
        assertEquals(Start.NOW, registry.start(A));
        handler(A, SubscriberOptions.DEFAULT.startAt(800));
        handler(A, SubscriberOptions.DEFAULT.startAt(80));
        assertEquals(Quality.RELIABLE, registry.quality(A));
        assertEquals(80, Wishes.of(registry.targetsFor(A)).startPosition());
        handler(A, SubscriberOptions.DEFAULT.start(Start.EARLIEST));
        assertEquals(Start.EARLIEST, registry.start(A));
        assertEquals(0, registry.targetsFor(B).length);
    }

    @Test
    void closingTakesASubscriptionOutOnce() {
        final HandlerSubscription subscription = handler(A, SubscriberOptions.DEFAULT);
        final long version = registry.version();
        subscription.close();
        subscription.close();
        assertTrue(registry.isEmpty());
        assertEquals(version + 1, registry.version());
        assertFalse(registry.remove(subscription));
    }

    @Test
    void dispatchFollowsTheRegistryAfterARefresh() {
        assertTrue(dispatch.define(1, A));
        assertFalse(dispatch.define(1, B));
        assertFalse(dispatch.define(0, B));
        final HandlerSubscription subscription = handler(A, SubscriberOptions.DEFAULT);
        dispatch.dispatch(1, MESSAGE, 0, 8, 16, 1);
        assertEquals(List.of(), heard);
        dispatch.refresh();
        assertTrue(dispatch.hasTargets());
        dispatch.dispatch(1, MESSAGE, 0, 8, 32, 1);
        dispatch.dispatch(2, MESSAGE, 0, 8, 48, 1);
        assertEquals(List.of(32L), heard);
        subscription.close();
        dispatch.dispatch(1, MESSAGE, 0, 8, 64, 1);
        assertEquals(List.of(32L), heard);
        dispatch.refresh();
        assertFalse(dispatch.hasTargets());
    }

    @Test
    void interestIsABitmapByTopicNumber() {
        handler(A, SubscriberOptions.DEFAULT);
        handler(B, SubscriberOptions.DEFAULT);
        dispatch.refresh();
        dispatch.define(1, A);
        dispatch.define(2, Topic.of("c"));
        dispatch.define(66, B);
        assertArrayEquals(new long[] {1, 2}, dispatch.interestWords());
    }

    @Test
    void aQueueRebuildsWhatIsKnownOfAMessage() {
        final QueueSubscription queue = queue(false);
        dispatch.refresh();
        dispatch.define(3, A);
        MESSAGE.putLong(16, 4242);
        dispatch.dispatch(3, MESSAGE, 16, 8, 640, 99);
        assertTrue(queue.backlogBytes() > 0);
        final int polled = queue.poll((buffer, offset, length, header) -> {
            assertEquals(4242, buffer.getLong(offset));
            assertEquals(8, length);
            assertSame(A, header.topic());
            assertEquals(77, header.streamId());
            assertEquals(640, header.position());
            assertEquals(99, header.publishTimeNs());
            assertSame(SOURCE, header.source());
        }, 10);
        assertEquals(1, polled);
        assertEquals(0, queue.backlogBytes());
        assertEquals(List.of(), errors);
    }

    @Test
    void aLocalStreamHasNoSource() {
        final QueueSubscription queue = queue(false);
        final TopicDispatch local = new TopicDispatch(registry, 1, null, errors::add);
        local.define(1, A);
        local.dispatch(1, MESSAGE, 0, 8, 16, 1);
        assertEquals(1, queue.poll((buffer, offset, length, header) -> assertNull(header.source()), 1));
    }

    @Test
    void aFullQueueDropsAndTells() {
        final QueueSubscription queue = queue(false);
        dispatch.refresh();
        dispatch.define(1, A);
        for (int i = 1; i <= 100; i++) {
            assertTrue(dispatch.accepts(1, 100));
            dispatch.dispatch(1, MESSAGE, 0, 100, i, 0);
        }
        int polled = 0;
        int more = 1;
        while (more > 0) {
            more = queue.poll((buffer, offset, length, header) -> heard.add(header.position()), 3);
            polled += more;
        }
        assertEquals(100, polled + queue.overruns());
        assertEquals(queue.overruns(), overruns.size());
        assertEquals(polled + 1L, overruns.get(0));
        assertEquals(polled, heard.get(polled - 1));
    }

    @Test
    void aQueueThatHoldsBackAcceptsOnlyWhatFits() {
        final QueueSubscription queue = queue(true);
        handler(A, SubscriberOptions.DEFAULT);
        dispatch.refresh();
        dispatch.define(1, A);
        int accepted = 0;
        for (int round = 0; round < 1000; round++) {
            final int length = round % 200;
            if (dispatch.accepts(1, length)) {
                dispatch.dispatch(1, MESSAGE, 0, length, ++accepted, 0);
            } else {
                queue.poll((buffer, offset, size, header) -> {
                }, 5);
            }
        }
        assertEquals(accepted, heard.size());
        assertEquals(0, queue.overruns());
        assertTrue(dispatch.accepts(1, 4096), "what never fits is dropped, not waited for");
    }

    @Test
    void aPatternHasWhateverMatchesWheneverItIsDefined() {
        final HandlerSubscription subscription = new HandlerSubscription(TopicPattern.of("prices.*"), SubscriberOptions.DEFAULT,
            (buffer, offset, length, header) -> heard.add(header.position()), registry::remove);
        dispatch.define(1, Topic.of("prices.EURUSD"));
        registry.add(subscription, 5);
        dispatch.refresh();
        dispatch.define(2, Topic.of("orders.EURUSD"));
        dispatch.define(3, Topic.of("prices.GBPUSD"));
        for (int number = 1; number <= 3; number++) {
            dispatch.dispatch(number, MESSAGE, 0, 8, 16L * number, 1);
        }
        assertEquals(List.of(16L, 48L), heard);
        assertArrayEquals(new long[] {0b101}, dispatch.interestWords());
        assertTrue(registry.hasTargets(Topic.of("prices.x")));
        assertFalse(registry.hasTargets(Topic.of("prices")));
        assertTrue(registry.isYounger(6));
        assertFalse(registry.isYounger(5));
        assertNull(subscription.topic());
        subscription.close();
        dispatch.refresh();
        assertFalse(dispatch.hasTargets());
        assertTrue(registry.isEmpty());
    }

    @Test
    void aQueueOfAPatternTellsEachMessagesTopic() {
        final QueueSubscription queue = new QueueSubscription(TopicPattern.of(">"), SubscriberOptions.DEFAULT, new ConnectionListener() {
        }, registry::remove);
        registry.add(queue, 0);
        dispatch.refresh();
        final int topics = 40;
        for (int number = 1; number <= topics; number++) {
            dispatch.define(number, Topic.of("t." + number));
        }
        for (int i = 0; i < 3 * topics; i++) {
            dispatch.dispatch(1 + i * 7 % topics, MESSAGE, 0, 8, 16, 1);
        }
        final List<String> names = new ArrayList<>();
        assertEquals(3 * topics, queue.poll((buffer, offset, length, header) -> names.add(header.topic().name()), 1000));
        for (int i = 0; i < 3 * topics; i++) {
            assertEquals("t." + (1 + i * 7 % topics), names.get(i));
        }
    }

    @Test
    @Timeout(60) // a copy of all for each would take minutes
    void twoHundredThousandSubscriptionsComeAndGo() {
        final List<HandlerSubscription> all = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            all.add(handler(Topic.of("t" + i), SubscriberOptions.DEFAULT));
        }
        assertEquals(200_000, registry.topics().size());
        all.forEach(HandlerSubscription::close);
        assertTrue(registry.isEmpty());
    }
}
