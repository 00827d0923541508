/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

/**
 * A subscription whose messages the session copies into a queue, for one other thread to poll. A full queue never stops the
 * session: the message is dropped and told ({@link ConnectionListener#onOverrun}), or holds its stream back, as the options say.
 */
public interface QueueSubscriber extends Subscriber {
    /**
     * Handles what waits in the queue. By one thread at a time.
     *
     * @param handler called for each message.
     * @param limit   the most messages to handle, 1 or more.
     * @return how many were handled.
     */
    int poll(MessageHandler handler, int limit);

    /**
     * How many messages were dropped because the queue was full.
     *
     * @return the count since the subscription began.
     */
    long overruns();

    /**
     * How many bytes wait in the queue.
     *
     * @return the bytes, records' headers included.
     */
    long backlogBytes();
}
