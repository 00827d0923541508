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
import java.util.function.IntConsumer;

import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.collections.Object2IntHashMap;

import io.umcast.MessageHandler;
import io.umcast.SubscriberOptions.Quality;
import io.umcast.SubscriberOptions.Start;
import io.umcast.Topic;
import io.umcast.TopicPattern;
import io.umcast.core.receive.SubscriptionRegistry.Change;
import io.umcast.core.wire.RecordType;

/**
 * Brings a stream's messages to whom they concern: a topic's number is an index, a topic that nobody wants costs an array load or two, and one
 * with a single handler no object but that. Owned by the data thread; the interest is read by others.
 * <p>
 * A change of subscriptions costs what it concerns: a name one topic, a pattern a look at each topic's name.
 */
public final class TopicDispatch {
    private static final int INITIAL_TOPICS = 16;
    private static final int UNKNOWN = 0;
    /** So many changed patterns at once are looked at together, a topic after the other. */
    private static final int MANY_PATTERNS = 8;

    private final SubscriptionRegistry registry;
    /** The only one that is delivered to; null for all of the registry. */
    private final Subscription only;
    private final ErrorHandler errorHandler;
    private final long streamId;
    private final InetSocketAddress source;
    private final MessageHeader header;
    /** The change up to which the targets are those of the registry. */
    private Change seen;
    private Topic[] topics = new Topic[INITIAL_TOPICS];
    private Subscription[][] targets = new Subscription[INITIAL_TOPICS][];
    /** Of topics with one target that takes messages without further ado: who takes them. */
    private MessageHandler[] direct = new MessageHandler[INITIAL_TOPICS];
    private final Object2IntHashMap<Topic> numbers = new Object2IntHashMap<>(UNKNOWN);
    /** Whether a topic has more numbers than one, of which {@link #numbers} holds the first. */
    private boolean doubled;
    private int lastNumber;
    private final Interest interest = new Interest();
    /** Of the targets of all topics, those that may hold the stream back. */
    private int holding;
    /** Of the targets of all topics, those that want what is missing to be repaired. */
    private int reliable;
    private boolean counting;
    /** Who came when this was an open image's, wants what was before, and has it from elsewhere until it is admitted. */
    private final Set<Subscription> late = new HashSet<>();
    private final ArrayDeque<Subscription> waiting = new ArrayDeque<>();
    /** What the targets ask for; null if they have changed since it was asked for. */
    private Wishes wishes = Wishes.NONE;

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
        this(registry, null, streamId, source, errorHandler);
    }

    private TopicDispatch(final SubscriptionRegistry registry, final Subscription only, final long streamId, final InetSocketAddress source,
        final ErrorHandler errorHandler) {
        this.registry = registry;
        this.only = only;
        this.errorHandler = errorHandler;
        this.streamId = streamId;
        this.source = source;
        this.header = new MessageHeader(this);
        this.seen = registry.latest();
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
            grow(Math.max(number + 1, topics.length * 2));
        }
        if (topics[number] != null) {
            return topics[number].equals(topic);
        }
        refresh(); // ahead of it: the topic is new, not those who want it
        topics[number] = topic;
        if (numbers.containsKey(topic)) {
            doubled = true;
        } else {
            numbers.put(topic, number);
        }
        lastNumber = Math.max(lastNumber, number);
        target(number);
        interest.publish();
        return true;
    }

    private void grow(final int length) {
        topics = Arrays.copyOf(topics, length);
        targets = Arrays.copyOf(targets, length);
        direct = Arrays.copyOf(direct, length);
        interest.grow(length);
    }

    /** Says anew who has a topic. */
    private void target(final int number) {
        final Subscription[] wanting = subscriptionsOf(topics[number]);
        final Subscription[] all = late.isEmpty() ? wanting : without(wanting, late);
        interest.set(number, wanting.length > 0);
        account(all, 1);
        account(targets[number], -1);
        targets[number] = all;
        direct[number] = all.length == 1 ? all[0].direct() : null;
        wishes = null;
    }

    private Subscription[] subscriptionsOf(final Topic topic) {
        if (only == null) {
            return registry.targetsFor(topic);
        }
        return only.isClosed() || !only.pattern().matches(topic) ? SubscriptionRegistry.NO_TARGETS : new Subscription[] {only};
    }

    private static Subscription[] without(final Subscription[] all, final Set<Subscription> some) {
        return Arrays.stream(all).filter(subscription -> !some.contains(subscription)).toArray(Subscription[]::new);
    }

    private void account(final Subscription[] some, final int change) {
        if (some != null) {
            for (final Subscription subscription : some) {
                holding += subscription.holdsBack() ? change : 0;
                reliable += subscription.options().quality() == Quality.RELIABLE ? change : 0;
                if (counting) {
                    subscription.countImage(change);
                }
            }
        }
    }

    /** Takes note of changed subscriptions; costs one volatile read when there are none. To be called before a batch of messages. */
    public void refresh() {
        if (registry.latest() != seen) {
            follow();
        }
    }

    private void follow() {
        final Change latest = registry.latest(); // first: what changes while the targets are read is seen next time
        int patterns = 0;
        Change at = seen;
        while (at != latest) {
            at = at.next();
            if (at == null || !at.pattern().isLiteral() && ++patterns == MANY_PATTERNS) {
                retargetAll();
                break;
            }
            concerned(at.pattern(), this::retarget);
        }
        seen = latest;
        interest.publish();
    }

    /** Does something with each topic that a pattern matches. */
    private void concerned(final TopicPattern pattern, final IntConsumer action) {
        if (pattern.isLiteral() && !doubled) {
            final int number = numbers.getValue(pattern.topic());
            if (number != UNKNOWN) {
                action.accept(number);
            }
            return;
        }
        for (int number = RecordType.FIRST_TOPIC; number <= lastNumber; number++) {
            if (topics[number] != null && pattern.matches(topics[number])) {
                action.accept(number);
            }
        }
    }

    private void retargetAll() {
        for (int number = RecordType.FIRST_TOPIC; number <= lastNumber; number++) {
            if (topics[number] != null) {
                retarget(number);
            }
        }
    }

    private void retarget(final int number) {
        if (counting) {
            findLate(number);
        }
        target(number);
    }

    /** Of those that are new to an open image, who wants what was before. */
    private void findLate(final int number) {
        for (final Subscription subscription : subscriptionsOf(topics[number])) {
            if (subscription.options().start() != Start.NOW && !contains(targets[number], subscription) && !late.contains(subscription) &&
                !isTarget(subscription)) {
                late.add(subscription);
                waiting.add(subscription);
            }
        }
    }

    /** Whether it has any topic already: one that was defined when it had just come. */
    private boolean isTarget(final Subscription subscription) {
        if (!subscription.pattern().isLiteral() || doubled) {
            for (int number = RecordType.FIRST_TOPIC; number <= lastNumber; number++) {
                if (targets[number] != null && contains(targets[number], subscription)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean contains(final Subscription[] all, final Subscription one) {
        for (final Subscription subscription : all) {
            if (subscription == one) {
                return true;
            }
        }
        return false;
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
        return new TopicDispatch(registry, subscription, streamId, source, errorHandler);
    }

    /**
     * Delivers from now on to a subscription that had history from elsewhere.
     *
     * @param subscription that was left out.
     */
    public void admit(final Subscription subscription) {
        refresh(); // ahead of it: who came meanwhile may be late
        if (late.remove(subscription)) {
            concerned(subscription.pattern(), this::target);
            interest.publish();
        }
    }

    /** Forgets all topics: their names turned out to be wrong. */
    void forget() {
        for (final Subscription[] some : targets) {
            account(some, -1);
        }
        Arrays.fill(topics, null);
        Arrays.fill(targets, null);
        Arrays.fill(direct, null);
        interest.clear();
        numbers.clear();
        doubled = false;
        lastNumber = 0;
        wishes = Wishes.NONE;
        seen = registry.latest();
        interest.publish();
    }

    /** Counts from now on as an image of its subscriptions. */
    void startCounting() {
        counting = true;
        countAll(1);
    }

    void stopCounting() {
        if (counting) {
            countAll(-1);
        }
        counting = false;
    }

    private void countAll(final int change) {
        for (final Subscription[] some : targets) {
            if (some != null) {
                for (final Subscription subscription : some) {
                    subscription.countImage(change);
                }
            }
        }
    }

    boolean isDefined(final int number) {
        return number >= 0 && number < topics.length && topics[number] != null;
    }

    Topic topic(final int number) {
        return isDefined(number) ? topics[number] : null;
    }

    /**
     * Whether somebody wants a topic of the stream.
     *
     * @return whether there is a target.
     */
    public boolean hasTargets() {
        return interest.isAny();
    }

    Wishes wishes() {
        if (wishes == null) {
            Wishes all = Wishes.NONE;
            for (final Subscription[] some : targets) {
                if (some != null) {
                    all = all.and(some);
                }
            }
            wishes = all;
        }
        return wishes;
    }

    /** Whether a target wants what is missing to be repaired. */
    boolean isReliable() {
        return reliable > 0;
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
        if (holding > 0 && isDefined(number)) {
            for (final Subscription subscription : targets[number]) {
                if (subscription.holdsBack() && !subscription.accepts(length)) {
                    return false;
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
        if (!isDefined(number)) {
            return;
        }
        header.set(number, position, publishTimeNs);
        final MessageHandler handler = direct[number];
        if (handler != null && registry.latest() == seen) { // else it may be closed
            try {
                handler.onMessage(buffer, offset, length, header);
            } catch (final Throwable t) {
                errorHandler.onError(t);
            }
            return;
        }
        for (final Subscription subscription : targets[number]) {
            try {
                subscription.onMessage(buffer, offset, length, header);
            } catch (final Throwable t) {
                errorHandler.onError(t);
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
        return interest.words();
    }

    /**
     * Changes after {@link #interestWords} has. From any thread.
     *
     * @return a number that only grows.
     */
    public long interestVersion() {
        return interest.version();
    }
}
