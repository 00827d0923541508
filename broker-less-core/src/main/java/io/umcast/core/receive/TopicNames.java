/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import org.agrona.DirectBuffer;

import io.umcast.ConfigException;
import io.umcast.Topic;
import io.umcast.core.wire.RecordType;
import io.umcast.core.wire.TopicDefinition;
import io.umcast.core.wire.TopicDigest;
import io.umcast.core.wire.TopicsFrame;

/**
 * Which of a stream's topics are known by name, and the asking for those that are not. All are known when their number and digest
 * are the announced ones.
 */
final class TopicNames {
    private static final long FIRST_RETRY_NS = 2_000_000;
    private static final long MAX_RETRY_NS = 100_000_000;

    private final Image image;
    private final TopicDispatch dispatch;
    private final Feedback feedback;
    private final ReceiveCounters counters;
    private final SplittableRandom random;
    private final long spreadNs;
    private final long timeoutNs;
    private int total;
    private long totalDigest = TopicDigest.EMPTY;
    private int needed;
    private int known;
    private long digest = TopicDigest.EMPTY;
    private boolean asking;
    private boolean gaveUp;
    private long dueNs;
    private long giveUpNs;
    private long retryNs;

    TopicNames(final Image image, final TopicDispatch dispatch, final Feedback feedback, final ReceiveCounters counters,
        final ImageConfig config, final SplittableRandom random) {
        this.image = image;
        this.dispatch = dispatch;
        this.feedback = feedback;
        this.counters = counters;
        this.random = random;
        this.spreadNs = config.nakBackoffNs();
        this.timeoutNs = config.topicTimeoutNs();
    }

    /** Whether the names of all topics that are known to exist are known. */
    boolean isComplete() {
        return known >= needed;
    }

    /** Whether a name that is still waited for may be one that somebody subscribes to. */
    boolean mayBeMissing() {
        return !isComplete() && !gaveUp;
    }

    /** Whether names were asked for long enough: what needs one that is missing is lost. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** The stream has so many topics, with this digest over their definitions. */
    void onTotal(final int newTotal, final long newDigest, final long nowNs) {
        total = newTotal;
        totalDigest = newDigest;
        checkDigest();
        need(newTotal, nowNs);
    }

    /** When as many are known as were announced, they have to be the same. */
    private void checkDigest() {
        if (known == total && digest != totalDigest) {
            counters.digestMismatches++;
            dispatch.forget();
            known = 0;
            digest = TopicDigest.EMPTY;
        }
    }

    /** A topic of this number exists. */
    void need(final int number, final long nowNs) {
        needed = Math.max(needed, number);
        if (isComplete()) {
            asking = false;
            gaveUp = false;
        } else if (!asking) {
            asking = true;
            gaveUp = false;
            retryNs = FIRST_RETRY_NS;
            giveUpNs = nowNs + timeoutNs;
            dueNs = nowNs + (spreadNs > 0 ? random.nextLong(spreadNs) : 0); // the definition itself may be on its way
        }
    }

    /** A TOPICS frame, validated. */
    void onTopics(final DirectBuffer frame, final int offset, final long nowNs) {
        final int before = known;
        int entry = TopicsFrame.firstEntry(offset);
        for (int i = TopicsFrame.count(frame, offset); i > 0; i--) {
            define(TopicsFrame.number(frame, entry), TopicsFrame.name(frame, entry));
            entry = TopicsFrame.next(frame, entry);
        }
        onTotal(TopicsFrame.total(frame, offset), TopicsFrame.digest(frame, offset), nowNs);
        if (asking && known > before) {
            dueNs = nowNs; // on to the next page
        }
    }

    /** A definition record's payload. */
    void onDefinition(final DirectBuffer buffer, final int offset, final int length) {
        if (!TopicDefinition.isValid(buffer, offset, length)) {
            counters.badDefinitions++;
            return;
        }
        final int number = TopicDefinition.number(buffer, offset);
        if (dispatch.topic(number) == null) {
            define(number, TopicDefinition.name(buffer, offset, length));
            needed = Math.max(needed, number);
        }
    }

    private void define(final int number, final String name) {
        try {
            if (!dispatch.define(number, Topic.of(name))) {
                counters.badDefinitions++;
            }
        } catch (final ConfigException e) {
            counters.badDefinitions++; // valid UTF-8, but no topic's name
        }
        Topic next = dispatch.topic(known + RecordType.FIRST_TOPIC);
        while (next != null) {
            known++;
            digest = TopicDigest.add(digest, known, next.name().getBytes(StandardCharsets.UTF_8));
            checkDigest();
            next = dispatch.topic(known + RecordType.FIRST_TOPIC);
        }
        if (isComplete()) {
            asking = false;
            gaveUp = false;
        }
    }

    /** So much of the time in which nobody looked does not count. */
    void forgive(final long pauseNs) {
        giveUpNs += pauseNs;
    }

    int poll(final long nowNs) {
        if (!asking) {
            return 0;
        }
        if (giveUpNs - nowNs <= 0) {
            gaveUp = true;
        }
        if (dueNs - nowNs > 0) {
            return 0;
        }
        dueNs = nowNs + retryNs;
        retryNs = Math.min(retryNs * 2, MAX_RETRY_NS);
        counters.queriesSent++;
        feedback.query(image, known + RecordType.FIRST_TOPIC);
        return 1;
    }
}
