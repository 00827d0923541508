/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.umcast.SubscriberOptions.Quality;
import io.umcast.SubscriberOptions.Start;
import io.umcast.Topic;
import io.umcast.TopicPattern;

/**
 * The subscriptions of a session. Changed by any thread, each change in constant time; the data thread looks at the latest change, and asks
 * anew for the targets of the topics that changes since then concern.
 */
public final class SubscriptionRegistry {
    static final Subscription[] NO_TARGETS = {};
    /** Who has not followed for so long asks for all targets anew, and keeps no longer chain from being collected. */
    static final int MAX_CHAIN = 4096;

    private final Map<Topic, Subscription[]> byTopic = new ConcurrentHashMap<>();
    private volatile Subscription[] byPattern = NO_TARGETS;
    private volatile long latestSinceNs;
    private volatile Change latest = new Change(0, null);

    /** A subscription that came or went. Changes are a chain that each dispatch follows at its own pace. */
    static final class Change {
        private final long version;
        private final TopicPattern pattern;
        private volatile Change next;

        private Change(final long version, final TopicPattern pattern) {
            this.version = version;
            this.pattern = pattern;
        }

        /** The topics that it concerns. */
        TopicPattern pattern() {
            return pattern;
        }

        /** The change that followed; null if there is none yet, or the chain ends here for being too long. */
        Change next() {
            return next;
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
        if (latest.version == 0 || nowNs - latestSinceNs > 0) {
            latestSinceNs = nowNs; // ahead of the rest: whoever sees the subscription sees it
        }
        final Topic topic = subscription.topic();
        if (topic == null) {
            byPattern = with(byPattern, subscription);
        } else {
            byTopic.put(topic, with(byTopic.getOrDefault(topic, NO_TARGETS), subscription));
        }
        changed(subscription.pattern());
    }

    /**
     * Takes a subscription out.
     *
     * @param subscription any.
     * @return whether it was in.
     */
    public synchronized boolean remove(final Subscription subscription) {
        final Topic topic = subscription.topic();
        final Subscription[] old = topic == null ? byPattern : byTopic.getOrDefault(topic, NO_TARGETS);
        final Subscription[] rest = without(old, subscription);
        if (rest.length == old.length) {
            return false;
        }
        if (topic == null) {
            byPattern = rest;
        } else if (rest.length == 0) {
            byTopic.remove(topic);
        } else {
            byTopic.put(topic, rest);
        }
        changed(subscription.pattern());
        return true;
    }

    /** When the targets have changed already: whoever sees the change sees them. */
    private void changed(final TopicPattern pattern) {
        final Change last = latest;
        final Change change = new Change(last.version + 1, pattern);
        if (change.version % MAX_CHAIN != 0) {
            last.next = change;
        }
        latest = change;
    }

    private static Subscription[] with(final Subscription[] old, final Subscription subscription) {
        final Subscription[] more = Arrays.copyOf(old, old.length + 1);
        more[old.length] = subscription;
        return more;
    }

    private static Subscription[] without(final Subscription[] old, final Subscription subscription) {
        return Arrays.stream(old).filter(other -> other != subscription).toArray(Subscription[]::new);
    }

    /**
     * Whether a stream born at a time is younger than all subscriptions: then it need not be known who wants which of its topics. May say
     * no when it is, after the youngest subscription has gone.
     */
    boolean isYounger(final long bornNs) {
        return !isEmpty() && bornNs - latestSinceNs > 0;
    }

    /**
     * Changes whenever the subscriptions have.
     *
     * @return a number that only grows.
     */
    public long version() {
        return latest.version;
    }

    /** The change that came last; another object after each. */
    Change latest() {
        return latest;
    }

    /**
     * Whether nobody subscribes to anything.
     *
     * @return whether it is empty.
     */
    public boolean isEmpty() {
        return byTopic.isEmpty() && byPattern.length == 0;
    }

    /**
     * What is subscribed to by name.
     *
     * @return the topics, not to be changed.
     */
    public Set<Topic> topics() {
        return Collections.unmodifiableSet(byTopic.keySet());
    }

    /**
     * Whether somebody subscribes to a topic.
     *
     * @param topic of any name.
     * @return whether somebody does.
     */
    public boolean hasTargets(final Topic topic) {
        if (byTopic.containsKey(topic)) {
            return true;
        }
        for (final Subscription subscription : byPattern) {
            if (subscription.pattern().matches(topic)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Who subscribes to a topic, by its name or by a pattern.
     *
     * @param topic of any name.
     * @return the subscriptions, not to be changed.
     */
    public Subscription[] targetsFor(final Topic topic) {
        Subscription[] all = byTopic.getOrDefault(topic, NO_TARGETS);
        for (final Subscription subscription : byPattern) {
            if (subscription.pattern().matches(topic)) {
                all = with(all, subscription);
            }
        }
        return all;
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
