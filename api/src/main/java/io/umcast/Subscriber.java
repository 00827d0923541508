/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

/** A subscription of one session to a topic, or to all topics of a pattern; closing it ends the deliveries. */
public interface Subscriber extends AutoCloseable {
    /**
     * The topic subscribed to.
     *
     * @return the topic, or null for a subscription by pattern.
     */
    Topic topic();

    /**
     * The pattern that topics have to match.
     *
     * @return the pattern; of a subscription to one topic the one that matches it alone.
     */
    TopicPattern pattern();

    /**
     * How many streams of other sessions carry the topic now; by pattern, each counts once for each topic of it that matches.
     *
     * @return the number of images.
     */
    int imageCount();

    /** Ends the subscription. From any thread; a message that is being handled is handled to its end. */
    @Override
    void close();
}
