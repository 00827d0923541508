/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

/**
 * What an image has to tell its publisher; handed to the sending half. Must not block; what cannot be sent is dropped, images ask
 * again.
 */
public interface Feedback {
    /**
     * Asks for a range again.
     *
     * @param image    that lacks it.
     * @param position where the range begins.
     * @param length   of the range in bytes, more than 0.
     * @param unicast  whether the answer is for this receiver alone.
     */
    void nak(Image image, long position, int length, boolean unicast);

    /**
     * Asks for topics' names.
     *
     * @param image      that lacks them.
     * @param firstTopic the first number asked for, 1 or more.
     */
    void query(Image image, int firstTopic);
}
