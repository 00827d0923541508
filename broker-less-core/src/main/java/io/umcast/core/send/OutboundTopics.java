/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.umcast.Topic;
import io.umcast.UmcastException;
import io.umcast.core.wire.RecordType;
import io.umcast.core.wire.TopicDigest;

/** The topics of a stream: dense numbers from 1 on, never used again. Numbered by any thread, read by the control side. */
final class OutboundTopics {
    private final Map<Topic, Integer> numbers = new HashMap<>();
    private final List<Topic> topics = new ArrayList<>();
    private final List<byte[]> names = new ArrayList<>();
    private long digest = TopicDigest.EMPTY;
    private volatile int count;

    /** The topic's number, a new one if it has none. */
    synchronized int number(final Topic topic) {
        final Integer known = numbers.get(topic);
        if (known != null) {
            return known;
        }
        final int number = RecordType.FIRST_TOPIC + topics.size();
        if (number > RecordType.MAX_TOPICS) {
            throw new UmcastException("a stream carries at most " + RecordType.MAX_TOPICS + " topics: use more groups or named streams");
        }
        final byte[] name = topic.name().getBytes(StandardCharsets.UTF_8);
        numbers.put(topic, number);
        topics.add(topic);
        names.add(name);
        digest = TopicDigest.add(digest, number, name);
        count = topics.size();
        return number;
    }

    /** The topic's number, or 0 if the stream does not have it. */
    synchronized int find(final Topic topic) {
        return numbers.getOrDefault(topic, 0);
    }

    synchronized Topic topic(final int number) {
        return topics.get(number - RecordType.FIRST_TOPIC);
    }

    synchronized byte[] name(final int number) {
        return names.get(number - RecordType.FIRST_TOPIC);
    }

    synchronized long digest() {
        return digest;
    }

    int count() {
        return count;
    }
}
