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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.umcast.SubscriberOptions;
import io.umcast.SubscriberOptions.Quality;
import io.umcast.SubscriberOptions.Start;
import io.umcast.Topic;
import io.umcast.TopicPattern;

/** Whatever changes in whatever order: a dispatch that follows the changes is as one that looks at everything anew. */
final class TopicDispatchTest {
    private static final String[] NAMES = {"a", "b", "a.x", "a.y", "b.x", "b.x.z", "c", "c.d"};
    private static final String[] PATTERNS = {">", "*", "a.*", "*.x", "b.>", "none.*"};
    private static final int NUMBERS = 70; // more than a word of interest has bits
    private static final UnsafeBuffer MESSAGE = new UnsafeBuffer(new byte[64]);

    /** What each operation has to lead to, found out by looking at all subscriptions and all topics. */
    private static final class World {
        private final SubscriptionRegistry registry = new SubscriptionRegistry();
        private final TopicDispatch dispatch = new TopicDispatch(registry, 7, null, error -> {
            throw new AssertionError(error);
        });
        private final Map<Integer, Topic> topics = new HashMap<>();
        private final List<Subscription> live = new ArrayList<>();
        private final Set<Subscription> late = new HashSet<>();
        private final Set<Subscription> polled = new HashSet<>();
        private final Map<Integer, Set<Subscription>> targets = new HashMap<>();
        private final Map<Subscription, String> labels = new LinkedHashMap<>();
        private final List<String> heard = new ArrayList<>();
        private boolean counting;
        private long nowNs;

        void step(final int code) {
            final int argument = code >> 4;
            switch (code & 15) {
                case 0, 1, 2 -> subscribe(TopicPattern.of(NAMES[argument % NAMES.length]), argument >> 3);
                case 3, 4 -> subscribe(TopicPattern.of(PATTERNS[argument % PATTERNS.length]), argument >> 3);
                case 5, 6 -> unsubscribe(argument);
                case 7, 8, 9 -> define(1 + argument % NUMBERS, Topic.of(NAMES[(argument >> 7) % NAMES.length]));
                case 10 -> forget(argument);
                case 11 -> count();
                case 12 -> pollLate();
                case 13 -> admit(argument);
                default -> {
                    dispatch.refresh();
                    refreshed();
                    check();
                }
            }
        }

        private void subscribe(final TopicPattern pattern, final int how) {
            final SubscriberOptions options = SubscriberOptions.DEFAULT.start((how & 1) == 0 ? Start.NOW : Start.EARLIEST)
                .quality((how & 2) == 0 ? Quality.RELIABLE : Quality.BEST_EFFORT).holdOnOverrun((how & 12) == 0);
            final String label = labels.size() + " " + pattern;
            final HandlerSubscription subscription = new HandlerSubscription(pattern, options,
                (buffer, offset, length, header) -> heard.add(label), registry::remove);
            labels.put(subscription, label);
            live.add(subscription);
            registry.add(subscription, ++nowNs);
        }

        private void unsubscribe(final int which) {
            if (!live.isEmpty()) {
                live.remove(which % live.size()).close();
            }
        }

        private void define(final int number, final Topic topic) {
            refreshed();
            final Topic known = topics.putIfAbsent(number, topic);
            assertEquals(known == null || known.equals(topic), dispatch.define(number, topic));
            if (known == null) {
                targets.put(number, wanting(number, true));
            } else {
                dispatch.refresh();
            }
            check();
        }

        /** Seldom, else there would be nothing to see. */
        private void forget(final int argument) {
            if (argument % 8 == 0) {
                dispatch.forget();
                topics.clear();
                targets.clear();
                check();
            }
        }

        private void count() {
            dispatch.refresh();
            refreshed();
            if (!counting) {
                counting = true;
                dispatch.startCounting();
            }
            check();
        }

        private void pollLate() {
            final Subscription subscription = dispatch.pollLate();
            if (subscription != null) {
                assertTrue(late.contains(subscription), () -> labels.get(subscription) + " is not late");
                assertTrue(polled.add(subscription), () -> labels.get(subscription) + " is told twice");
            }
        }

        private void admit(final int which) {
            refreshed();
            if (!polled.isEmpty()) {
                final Subscription subscription = labels.keySet().stream().filter(polled::contains).skip(which % polled.size()).findFirst()
                    .orElseThrow();
                polled.remove(subscription);
                late.remove(subscription);
                dispatch.admit(subscription);
                topics.keySet().forEach(number -> targets.put(number, wanting(number, true)));
            }
            dispatch.refresh();
            check();
        }

        private void refreshed() {
            if (counting) {
                final Set<Subscription> known = new HashSet<>();
                targets.values().forEach(known::addAll);
                topics.keySet().forEach(number -> wanting(number, false).stream()
                    .filter(subscription -> subscription.options().start() != Start.NOW && !known.contains(subscription)).forEach(late::add));
            }
            topics.keySet().forEach(number -> targets.put(number, wanting(number, true)));
        }

        private Set<Subscription> wanting(final int number, final boolean withoutLate) {
            final Set<Subscription> wanting = new HashSet<>();
            for (final Subscription subscription : live) {
                if (subscription.pattern().matches(topics.get(number)) && !(withoutLate && late.contains(subscription))) {
                    wanting.add(subscription);
                }
            }
            return wanting;
        }

        void check() {
            final Map<Subscription, Integer> images = new HashMap<>();
            Wishes wishes = Wishes.NONE;
            final long[] words = new long[2];
            for (int number = 1; number <= NUMBERS; number++) {
                final Topic topic = topics.get(number);
                assertEquals(topic, dispatch.topic(number));
                final Set<Subscription> expected = targets.getOrDefault(number, Set.of());
                checkDelivery(number, expected);
                for (final Subscription subscription : expected) {
                    images.merge(subscription, counting ? 1 : 0, Integer::sum);
                    wishes = wishes.and(subscription);
                }
                if (topic != null && !wanting(number, false).isEmpty()) {
                    words[number - 1 >> 6] |= 1L << number - 1;
                }
            }
            labels.forEach((subscription, label) -> assertEquals(images.getOrDefault(subscription, 0), subscription.imageCount(), label));
            assertEquals(wishes, dispatch.wishes());
            assertEquals(wishes.quality() == Quality.RELIABLE, dispatch.isReliable());
            final int length = words[1] != 0 ? 2 : words[0] != 0 ? 1 : 0;
            assertArrayEquals(Arrays.copyOf(words, length), dispatch.interestWords());
            assertEquals(length > 0, dispatch.hasTargets());
        }

        private void checkDelivery(final int number, final Set<Subscription> expected) {
            heard.clear();
            assertTrue(dispatch.accepts(number, 8));
            dispatch.dispatch(number, MESSAGE, 0, 8, 16, 1);
            assertEquals(expected.size(), heard.size(), () -> number + " " + heard);
            assertEquals(expected.stream().map(labels::get).collect(Collectors.toSet()), new HashSet<>(heard));
        }
    }

    @Property(tries = 2000)
    void followingChangesIsAsLookingAnew(@ForAll @Size(max = 300) final List<@IntRange(max = 1 << 20) Integer> steps) {
        final World world = new World();
        steps.forEach(world::step);
        world.step(15);
        if (world.late.isEmpty()) {
            final TopicDispatch fresh = new TopicDispatch(world.registry, 7, null, error -> {
                throw new AssertionError(error);
            });
            world.topics.forEach(fresh::define);
            assertArrayEquals(fresh.interestWords(), world.dispatch.interestWords());
            assertEquals(fresh.wishes(), world.dispatch.wishes());
        }
    }

    @Test
    void whoHasNotFollowedForLongLooksAnew() {
        final World world = new World();
        for (int number = 1; number <= NAMES.length; number++) {
            world.define(number, Topic.of(NAMES[number - 1]));
        }
        for (int i = 0; i < 2 * SubscriptionRegistry.MAX_CHAIN + 10; i++) {
            world.subscribe(TopicPattern.of(NAMES[0]), 0);
            world.unsubscribe(world.live.size() - 1);
            if (i == SubscriptionRegistry.MAX_CHAIN) { // where the chain has been cut
                world.subscribe(TopicPattern.of("b.>"), 2);
                world.subscribe(TopicPattern.of("c"), 0);
            }
        }
        world.step(15);
        assertEquals(3, world.targets.values().stream().mapToInt(Set::size).sum(), "b.x, b.x.z and c");
    }

    @Test
    void aSubscriptionClosedByItsHandlerHearsNoMore() {
        final SubscriptionRegistry registry = new SubscriptionRegistry();
        final TopicDispatch dispatch = new TopicDispatch(registry, 7, null, error -> {
        });
        dispatch.define(1, Topic.of("a"));
        final List<HandlerSubscription> one = new ArrayList<>();
        final int[] heard = new int[1];
        one.add(new HandlerSubscription(TopicPattern.of("a"), SubscriberOptions.DEFAULT, (buffer, offset, length, header) -> {
            heard[0]++;
            one.get(0).close();
        }, registry::remove));
        registry.add(one.get(0), 1);
        dispatch.refresh();
        dispatch.dispatch(1, MESSAGE, 0, 8, 16, 1);
        dispatch.dispatch(1, MESSAGE, 0, 8, 32, 1);
        assertEquals(1, heard[0]);
        final TopicDispatch alone = dispatch.catchUp(one.get(0));
        alone.define(1, Topic.of("a"));
        assertFalse(alone.hasTargets());
    }

    @Test
    void aDispatchForOneEndsWithIt() {
        final SubscriptionRegistry registry = new SubscriptionRegistry();
        final TopicDispatch dispatch = new TopicDispatch(registry, 7, null, error -> {
        });
        final int[] heard = new int[1];
        final HandlerSubscription one = new HandlerSubscription(TopicPattern.of("a.*"), SubscriberOptions.DEFAULT,
            (buffer, offset, length, header) -> heard[0]++, registry::remove);
        registry.add(one, 1);
        final TopicDispatch alone = dispatch.catchUp(one);
        alone.define(1, Topic.of("a.x"));
        alone.define(2, Topic.of("b.x"));
        alone.startCounting();
        registry.add(new HandlerSubscription(TopicPattern.of(">"), SubscriberOptions.DEFAULT.start(Start.EARLIEST),
            (buffer, offset, length, header) -> heard[0] += 100, registry::remove), 2);
        alone.refresh();
        assertNull(alone.pollLate());
        alone.dispatch(1, MESSAGE, 0, 8, 16, 1);
        alone.dispatch(2, MESSAGE, 0, 8, 32, 1);
        assertEquals(1, heard[0]);
        one.close();
        alone.dispatch(1, MESSAGE, 0, 8, 48, 1);
        assertEquals(1, heard[0]);
        alone.refresh();
        assertFalse(alone.hasTargets());
    }

    @Test
    @Timeout(60) // a look at all topics for each would take minutes
    void fiftyThousandSubscriptionsComeOneByOneToAsManyTopics() {
        final SubscriptionRegistry registry = new SubscriptionRegistry();
        final TopicDispatch dispatch = new TopicDispatch(registry, 7, null, error -> {
        });
        final List<HandlerSubscription> all = new ArrayList<>();
        for (int number = 1; number <= 50_000; number++) {
            dispatch.define(number, Topic.of("t" + number));
        }
        dispatch.startCounting();
        for (int number = 1; number <= 50_000; number++) {
            final HandlerSubscription subscription = new HandlerSubscription(TopicPattern.of("t" + number),
                SubscriberOptions.DEFAULT.start(Start.EARLIEST), (buffer, offset, length, header) -> {
                }, registry::remove);
            registry.add(subscription, number);
            dispatch.refresh();
            assertSame(subscription, dispatch.pollLate());
            dispatch.admit(subscription);
            all.add(subscription);
        }
        assertEquals(1, all.get(49_999).imageCount());
        for (final HandlerSubscription subscription : all) {
            subscription.close();
            dispatch.refresh();
        }
        assertFalse(dispatch.hasTargets());
    }
}
