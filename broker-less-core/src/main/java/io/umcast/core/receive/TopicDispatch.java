/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

import io.umcast.SubscriberOptions.Start;
import io.umcast.Topic;
import io.umcast.core.wire.RecordType;

/**
 * Brings a stream's messages to whom they concern: a topic's number is an index, a topic that nobody wants costs one array load. Owned by
 * the data thread; the interest is read by others.
 */
public final class TopicDispatch {
    private static final long[] NO_INTEREST = {};
    private static final int INITIAL_TOPICS = 16;

    private final SubscriptionRegistry registry;
    private final ErrorHandler errorHandler;
    private final long streamId;
    private final InetSocketAddress source;
    private final MessageHeader header;
    private long seenVersion;
    private Topic[] topics = new Topic[INITIAL_TOPICS];
    private Subscription[][] targets = new Subscription[INITIAL_TOPICS][];
    private int lastNumber;
    private int wanted;
    private boolean holding;
    private boolean counting;
    private boolean[] wants = new boolean[INITIAL_TOPICS];
    /** Who came when this was an open image's, wants what was before, and has it from elsewhere until it is admitted. */
    private Set<Subscription> late = Set.of();
    private final ArrayDeque<Subscription> waiting = new ArrayDeque<>();
    private Wishes wishes = Wishes.NONE;
    private volatile long[] interest = NO_INTEREST;
    private long version;
    private volatile long interestVersion;

    /**
     * A stream's dispatch, without topics.
     *
     * @param registry     of the session.
     * @param streamId     of the stream.
     * @param source       that headers tell, or null for a stream of the same session.
     * @param errorHandler takes what handlers throw.
     */
    public TopicDispatch(final SubscriptionRegistry registry, final long streamId, final InetSocketAddress source,
        final ErrorHandler errorHandler) {
        this.registry = registry;
        this.errorHandler = errorHandler;
        this.streamId = streamId;
        this.source = source;
        this.header = new MessageHeader(streamId, source);
        this.seenVersion = registry.version();
    }

    /**
     * The stream's id.
     *
     * @return the id.
     */
    public long streamId() {
        return streamId;
    }

    /**
     * Where the stream comes from.
     *
     * @return the address, or null for a stream of the same session.
     */
    public InetSocketAddress source() {
        return source;
    }

    /**
     * Says which topic a number means. A number keeps its first meaning.
     *
     * @param number 1 to {@link RecordType#MAX_TOPICS}.
     * @param topic  that it means.
     * @return whether it means that now; false if the number cannot be or means another topic.
     */
    public boolean define(final int number, final Topic topic) {
        if (number < RecordType.FIRST_TOPIC || number > RecordType.MAX_TOPICS) {
            return false;
        }
        if (number >= topics.length) {
            final int length = Math.max(number + 1, topics.length * 2);
            topics = Arrays.copyOf(topics, length);
            targets = Arrays.copyOf(targets, length);
            wants = Arrays.copyOf(wants, length);
        }
        if (topics[number] != null) {
            return topics[number].equals(topic);
        }
        topics[number] = topic;
        lastNumber = Math.max(lastNumber, number);
        target(number);
        publishInterest();
        return true;
    }

    private void target(final int number) {
        final Subscription[] wanting = registry.targetsFor(topics[number]);
        final Subscription[] all = late.isEmpty() ? wanting : without(wanting, late);
        wants[number] = wanting.length > 0;
        count(targets[number], -1);
        count(all, 1);
        targets[number] = all;
        if (wants[number]) {
            wanted++;
        }
        if (all.length > 0) {
            wishes = wishes.and(all);
            for (final Subscription subscription : all) {
                holding |= subscription.holdsBack();
            }
        }
    }

    private static Subscription[] without(final Subscription[] all, final Set<Subscription> some) {
        return Arrays.stream(all).filter(subscription -> !some.contains(subscription)).toArray(Subscription[]::new);
    }

    private void count(final Subscription[] some, final int change) {
        if (counting && some != null) {
            for (final Subscription subscription : some) {
                subscription.countImage(change);
            }
        }
    }

    /** Takes note of changed subscriptions; costs one volatile read when there are none. To be called before a batch of messages. */
    public void refresh() {
        if (registry.version() != seenVersion) {
            retarget();
        }
    }

    private void retarget() {
        seenVersion = registry.version(); // first: what changes while the targets are read is seen next time
        if (counting) {
            findLate();
        }
        retargetAll();
    }

    private void retargetAll() {
        wanted = 0;
        holding = false;
        wishes = Wishes.NONE;
        for (int number = RecordType.FIRST_TOPIC; number <= lastNumber; number++) {
            if (topics[number] != null) {
                target(number);
            }
        }
        publishInterest();
    }

    /** Of those that are new to an open image, who wants what was before. */
    private void findLate() {
        Set<Subscription> known = null;
        for (int number = RecordType.FIRST_TOPIC; number <= lastNumber; number++) {
            final Subscription[] all = topics[number] == null ? SubscriptionRegistry.NO_TARGETS : registry.targetsFor(topics[number]);
            for (final Subscription subscription : all) {
                if (subscription.options().start() != Start.NOW && !late.contains(subscription)) {
                    known = known == null ? known() : known;
                    if (known.add(subscription)) {
                        late = new HashSet<>(late);
                        late.add(subscription);
                        waiting.add(subscription);
                    }
                }
            }
        }
    }

    private Set<Subscription> known() {
        final Set<Subscription> known = new HashSet<>();
        for (final Subscription[] some : targets) {
            if (some != null) {
                known.addAll(Arrays.asList(some));
            }
        }
        return known;
    }

    /**
     * A subscription that came when the image was open and wants what was before: it is left out until {@link #admit}.
     *
     * @return one of them, each once, or null.
     */
    public Subscription pollLate() {
        return waiting.poll();
    }

    /** A dispatch of the same stream, without topics, for one subscription alone, which this one leaves out until it is admitted. */
    TopicDispatch catchUp(final Subscription subscription) {
        final SubscriptionRegistry alone = new SubscriptionRegistry();
        alone.add(subscription, subscription.sinceNs());
        return new TopicDispatch(alone, streamId, source, errorHandler);
    }

    /**
     * Delivers from now on to a subscription that had history from elsewhere.
     *
     * @param subscription that was left out.
     */
    public void admit(final Subscription subscription) {
        if (late.contains(subscription)) {
            late = new HashSet<>(late);
            late.remove(subscription);
            retargetAll();
        }
    }

    private void publishInterest() {
        int last = lastNumber;
        while (last > 0 && !isWanted(last)) {
            last--;
        }
        final long[] words = new long[last + Long.SIZE - 1 >> 6];
        for (int number = RecordType.FIRST_TOPIC; number <= last; number++) {
            if (isWanted(number)) {
                words[number - 1 >> 6] |= 1L << number - 1;
            }
        }
        if (!Arrays.equals(words, interest)) {
            interest = words;
            interestVersion = ++version;
        }
    }

    private boolean isWanted(final int number) {
        return wants[number];
    }

    /** Forgets all topics: their names turned out to be wrong. */
    void forget() {
        for (final Subscription[] some : targets) {
            count(some, -1);
        }
        Arrays.fill(topics, null);
        Arrays.fill(targets, null);
        Arrays.fill(wants, false);
        lastNumber = 0;
        retarget();
    }

    /** Counts from now on as an image of its subscriptions. */
    void startCounting() {
        counting = true;
        for (final Subscription[] some : targets) {
            count(some, 1);
        }
    }

    void stopCounting() {
        for (final Subscription[] some : targets) {
            count(some, -1);
        }
        counting = false;
    }

    /** Who wants a topic: null if the number is not defined. */
    Subscription[] targets(final int number) {
        final Subscription[][] all = targets;
        return number >= 0 && number < all.length ? all[number] : null;
    }

    Topic topic(final int number) {
        return number >= 0 && number < topics.length ? topics[number] : null;
    }

    /**
     * Whether somebody wants a topic of the stream.
     *
     * @return whether there is a target.
     */
    public boolean hasTargets() {
        return wanted > 0;
    }

    Wishes wishes() {
        return wishes;
    }

    /** Whether a stream born at a time is younger than all subscriptions of the session. */
    boolean isYounger(final long bornNs) {
        return registry.isYounger(bornNs);
    }

    /**
     * Whether all targets that may hold the stream back have room for a message. Asked before any of them is given it, so that it goes to
     * all or none.
     *
     * @param number the topic's.
     * @param length of the message in bytes.
     * @return whether it can be dispatched.
     */
    public boolean accepts(final int number, final int length) {
        if (holding) {
            final Subscription[] all = targets(number);
            if (all != null) {
                for (final Subscription subscription : all) {
                    if (subscription.holdsBack() && !subscription.accepts(length)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /**
     * Gives a message to all who want it. What they throw goes to the error handler.
     *
     * @param number        the topic's; one that is not defined or that nobody wants is passed over.
     * @param buffer        that holds the message.
     * @param offset        where it begins.
     * @param length        of it in bytes.
     * @param position      just behind it in the stream.
     * @param publishTimeNs nanoseconds since 1970-01-01 UTC.
     */
    public void dispatch(final int number, final DirectBuffer buffer, final int offset, final int length, final long position,
        final long publishTimeNs) {
        final Subscription[] all = targets(number);
        if (all != null && all.length > 0) {
            header.set(topics[number], position, publishTimeNs);
            for (final Subscription subscription : all) {
                try {
                    subscription.onMessage(buffer, offset, length, header);
                } catch (final Throwable t) {
                    errorHandler.onError(t);
                }
            }
        }
    }

    void onError(final Throwable error) {
        errorHandler.onError(error);
    }

    /**
     * Which topics are wanted: bit i of word w is that of number 1 + 64 w + i. From any thread.
     *
     * @return as many words as needed; not to be changed.
     */
    public long[] interestWords() {
        return interest;
    }

    /**
     * Changes after {@link #interestWords} has. From any thread.
     *
     * @return a number that only grows.
     */
    public long interestVersion() {
        return interestVersion;
    }
}
