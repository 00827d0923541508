/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.message;

import io.umcast.Publisher;

/** Publishes messages by a {@link Publisher}. By one thread at a time. */
public interface MessagePublisher {
    /**
     * The message to fill: the same at each call, cleared.
     *
     * @return an empty message with this publisher's origin, the next sequence number and the time.
     */
    OutgoingMessage next();

    /**
     * Encodes a message into the stream's log and commits it.
     *
     * @param message made by {@link #next()} or {@link Messages#newMessage}.
     * @return as {@link Publisher#offer}: the position behind the message, or {@link Publisher#NOT_CONNECTED},
     *     {@link Publisher#BACK_PRESSURED}, {@link Publisher#CLOSED}.
     * @throws IllegalArgumentException if it is longer than {@link Publisher#maxMessageLength()}.
     * @throws MessageFormatException   if a header or a name is too long.
     */
    long send(OutgoingMessage message);

    /**
     * What carries the messages.
     *
     * @return the publisher given to {@link Messages#publisher}.
     */
    Publisher publisher();
}
