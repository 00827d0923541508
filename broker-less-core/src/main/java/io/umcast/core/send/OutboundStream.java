/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import io.umcast.Publisher;
import io.umcast.ReceiverInfo;
import io.umcast.Topic;
import io.umcast.TopicPattern;
import io.umcast.core.log.Log;

/**
 * A log with publishers that a session sends to a group: either as a {@link Stream}, by umcast's protocol, or as a {@link RawStream}, by
 * none.
 * Publishers and topics are made by any thread; {@link #send}, {@link #tend} and what they need belong to the control side.
 */
public abstract class OutboundStream {
    private static final VarHandle BOUNDARY;

    static {
        try {
            BOUNDARY = MethodHandles.lookup().findVarHandle(OutboundStream.class, "boundary", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id;
    private final Log log;
    private final OutboundTopics topics = new OutboundTopics();
    private final List<StreamPublisher> publishers = new CopyOnWriteArrayList<>();
    private final AtomicLong backPressured = new AtomicLong();
    private final StuckClaims stuckClaims;
    private volatile long localPosition = Long.MAX_VALUE;
    @SuppressWarnings("unused")
    private long boundary;

    OutboundStream(final long id, final Log log, final long claimTimeoutNs) {
        this.id = id;
        this.log = log;
        this.stuckClaims = new StuckClaims(log, claimTimeoutNs);
    }

    /**
     * A publisher of a topic. From any thread.
     *
     * @param topic to publish to.
     * @param local whether a subscriber of the same session subscribes to it now.
     * @return the publisher.
     */
    public final StreamPublisher createPublisher(final Topic topic, final boolean local) {
        final StreamPublisher publisher = new StreamPublisher(this, topic, topics.number(topic), log);
        publisher.local(local || isOpenToNobody());
        publishers.add(publisher);
        onNewPublisher();
        return publisher;
    }

    final void remove(final StreamPublisher publisher) {
        publishers.remove(publisher);
    }

    /**
     * Says anew which topics have subscribers in the same session. From any thread.
     *
     * @param changed the topics that may have changed.
     * @param local   which topics have subscribers.
     */
    public final void local(final TopicPattern changed, final Predicate<Topic> local) {
        for (final StreamPublisher publisher : publishers) {
            if (changed.matches(publisher.topic())) {
                publisher.local(local.test(publisher.topic()) || isOpenToNobody());
            }
        }
    }

    /** Shuts all publishers; what they have published can still be sent. From any thread. */
    public final void shut() {
        publishers.forEach(StreamPublisher::shut);
    }

    /**
     * Sends what is committed and allowed, and does nothing else: the short way from a commit to the network. By the control side.
     *
     * @param epochNs the time to put into headers.
     * @return datagrams handed over.
     */
    public abstract int send(long epochNs);

    /**
     * How far the stream has been handed over. By any thread: the number may be a cycle old.
     *
     * @return the position.
     */
    abstract long sentPosition();

    /**
     * Whether there is more than has been handed over. Whoever has published sees at least what it has published itself.
     *
     * @return whether anything is claimed behind what was sent.
     */
    public final boolean hasUnsent() {
        return log.claimed() != sentPosition();
    }

    /**
     * One round of all that is not {@link #send}: repairs, room given back, what the timers want. By the control side, soon after a
     * round that has sent something, and often otherwise.
     *
     * @param nowNs   the time.
     * @param epochNs the time to put into headers.
     * @return datagrams handed over.
     */
    public abstract int tend(long nowNs, long epochNs);

    /**
     * Whether receivers, not the publisher, are what keeps the stream from being sent on. By the control side.
     *
     * @return whether a status is waited for.
     */
    public abstract boolean isStalled();

    /**
     * Whether all that was claimed has been sent, the network is done with it, and whoever is waited for has it. By the control side.
     *
     * @return whether the stream may end.
     */
    public abstract boolean isDrained();

    /**
     * Says goodbye, if the protocol has a word for it. By the control side.
     *
     * @param epochNs the time to put into headers.
     */
    public abstract void bye(long epochNs);

    /**
     * How many receivers subscribe to a topic. By the control side.
     *
     * @param topic of any name.
     * @return the number; 0 if the stream does not carry it.
     */
    public abstract int subscriberCount(Topic topic);

    /**
     * Who receives the stream. From any thread: numbers may be a cycle old.
     *
     * @return a snapshot.
     */
    public abstract List<ReceiverInfo> receivers();

    /**
     * The stream's numbers. By the control side.
     *
     * @return a snapshot.
     */
    public abstract StreamNumbers numbers();

    /**
     * How far whoever is waited for has consumed the stream. By any thread.
     *
     * @return the position, at most the sent one.
     */
    public abstract long consumedPosition();

    /** Whether publishers may publish though nobody is there. */
    abstract boolean isOpenToNobody();

    /** Whether own subscribers alone do not make a publisher connected: it waits for a number of receivers. */
    boolean needsGroup() {
        return false;
    }

    /** Called when a publisher has been added. */
    void onNewPublisher() {
    }

    /** Gives up a claim that keeps what lies behind it from being sent, when it has done so for too long. */
    final void checkStuckClaim(final long position, final long nowNs) {
        stuckClaims.check(position, nowNs);
    }

    final long claimsUnblocked() {
        return stuckClaims.unblocked();
    }

    /** Counts a refusal and names it. */
    final long backPressured() {
        backPressured.incrementAndGet();
        return Publisher.BACK_PRESSURED;
    }

    final long backPressuredCount() {
        return backPressured.get();
    }

    final List<StreamPublisher> publishers() {
        return publishers;
    }

    final OutboundTopics topics() {
        return topics;
    }

    /**
     * The stream's id.
     *
     * @return the id.
     */
    public final long id() {
        return id;
    }

    /**
     * The memory that publishers write to.
     *
     * @return the log.
     */
    public final Log log() {
        return log;
    }

    /**
     * The topic of a number.
     *
     * @param number 1 to {@link #topicCount()}.
     * @return the topic.
     */
    public final Topic topic(final int number) {
        return topics.topic(number);
    }

    /**
     * How many topics the stream carries.
     *
     * @return the number.
     */
    public final int topicCount() {
        return topics.count();
    }

    /**
     * Whether the stream carries a topic.
     *
     * @param topic of any name.
     * @return whether it does.
     */
    public final boolean carries(final Topic topic) {
        return topics.find(topic) != 0;
    }

    /**
     * Up to where own subscribers have read the log; nothing behind it is given back.
     *
     * @param position of theirs, or {@link Long#MAX_VALUE} when there are none.
     */
    public final void localPosition(final long position) {
        localPosition = position;
    }

    final long localPosition() {
        return localPosition;
    }

    /**
     * A record boundary at or behind the sent position: where own subscribers that come late begin.
     *
     * @return the position.
     */
    public final long boundary() {
        return (long)BOUNDARY.getAcquire(this);
    }

    final void boundary(final long position) {
        BOUNDARY.setRelease(this, position);
    }
}
