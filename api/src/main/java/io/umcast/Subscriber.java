/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

/** A subscription of one session to a topic; closing it ends the deliveries. */
public interface Subscriber extends AutoCloseable {
    /**
     * The topic subscribed to.
     *
     * @return the topic.
     */
    Topic topic();

    /**
     * How many streams are delivered to the session from this topic's group now.
     *
     * @return the number of images.
     */
    int imageCount();

    /** Ends the subscription. From any thread; a message that is being handled is handled to its end. */
    @Override
    void close();
}
