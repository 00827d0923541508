/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.umcast.SubscriberOptions.Quality;
import io.umcast.SubscriberOptions.Start;
import io.umcast.Topic;

/** The subscriptions of a session. Changed by any thread; the data thread reads one immutable snapshot. */
public final class SubscriptionRegistry {
    static final Subscription[] NO_TARGETS = {};

    private volatile Snapshot snapshot = new Snapshot(0, Map.of(), 0);

    /** The subscriptions at one time; equal versions mean the same one. */
    record Snapshot(long version, Map<Topic, Subscription[]> byTopic, long latestSinceNs) {
        Subscription[] targets(final Topic topic) {
            return byTopic.getOrDefault(topic, NO_TARGETS);
        }

        /** Whether a stream born at a time is younger than all subscriptions. */
        boolean isYounger(final long bornNs) {
            return !byTopic.isEmpty() && bornNs - latestSinceNs > 0;
        }
    }

    /**
     * Makes a subscription live.
     *
     * @param subscription a new one.
     * @param nowNs        the time: a stream born later is delivered to it from position 0.
     */
    public synchronized void add(final Subscription subscription, final long nowNs) {
        subscription.since(nowNs);
        final Subscription[] old = snapshot.targets(subscription.topic());
        final Subscription[] more = Arrays.copyOf(old, old.length + 1);
        more[old.length] = subscription;
        replace(subscription.topic(), more);
    }

    /**
     * Takes a subscription out.
     *
     * @param subscription any.
     * @return whether it was in.
     */
    public synchronized boolean remove(final Subscription subscription) {
        final Subscription[] old = snapshot.targets(subscription.topic());
        final Subscription[] rest = Arrays.stream(old).filter(other -> other != subscription).toArray(Subscription[]::new);
        if (rest.length == old.length) {
            return false;
        }
        replace(subscription.topic(), rest);
        return true;
    }

    private void replace(final Topic topic, final Subscription[] targets) {
        final Map<Topic, Subscription[]> byTopic = new HashMap<>(snapshot.byTopic);
        if (targets.length == 0) {
            byTopic.remove(topic);
        } else {
            byTopic.put(topic, targets);
        }
        final long latest = byTopic.values().stream().flatMap(Arrays::stream).mapToLong(Subscription::sinceNs)
            .reduce((a, b) -> a - b > 0 ? a : b).orElse(0);
        snapshot = new Snapshot(snapshot.version + 1, byTopic, latest);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /**
     * Changes whenever the subscriptions do.
     *
     * @return a number that only grows.
     */
    public long version() {
        return snapshot.version;
    }

    /**
     * Whether nobody subscribes to anything.
     *
     * @return whether it is empty.
     */
    public boolean isEmpty() {
        return snapshot.byTopic.isEmpty();
    }

    /**
     * What is subscribed to.
     *
     * @return the topics, not to be changed.
     */
    public Set<Topic> topics() {
        return snapshot.byTopic.keySet();
    }

    /**
     * Whether somebody subscribes to a topic.
     *
     * @param topic of any name.
     * @return whether somebody does.
     */
    public boolean hasTargets(final Topic topic) {
        return snapshot.byTopic.containsKey(topic);
    }

    /**
     * Who subscribes to a topic.
     *
     * @param topic of any name.
     * @return the subscriptions, not to be changed.
     */
    public Subscription[] targetsFor(final Topic topic) {
        return snapshot.targets(topic);
    }

    /**
     * The stronger of the qualities asked for.
     *
     * @param topic of any name.
     * @return reliable if one asks for it; best effort if nobody does.
     */
    public Quality quality(final Topic topic) {
        return Wishes.of(targetsFor(topic)).quality();
    }

    /**
     * The strongest of the starts asked for: earliest, then a position, then now.
     *
     * @param topic of any name.
     * @return where to join an older stream.
     */
    public Start start(final Topic topic) {
        return Wishes.of(targetsFor(topic)).start();
    }
}
