/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import org.agrona.DirectBuffer;

/** Called for each message, in place: the bytes lie where the network put them. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * A message. What it throws goes to the connection's error handler; the stream goes on with the next message.
     *
     * @param buffer the memory that holds the message; valid during the call only, read only.
     * @param offset where the message begins in the buffer, in bytes.
     * @param length of the message in bytes, 0 or more.
     * @param header what else is known of it; valid during the call only.
     */
    void onMessage(DirectBuffer buffer, int offset, int length, Header header);

    /**
     * Asked ahead of each message by a subscription with {@link SubscriberOptions#holdOnOverrun()}: whether there is room for it.
     *
     * @param length of the message in bytes.
     * @return true to be given it; false to hold its stream back and be asked again.
     */
    default boolean accepts(final int length) {
        return true;
    }
}
