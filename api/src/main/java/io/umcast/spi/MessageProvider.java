/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.spi;

import org.agrona.DirectBuffer;

import io.umcast.MessageHandler;
import io.umcast.Publisher;
import io.umcast.message.Message;
import io.umcast.message.MessageListener;
import io.umcast.message.MessagePublisher;
import io.umcast.message.OutgoingMessage;

/** What a message codec provides behind {@link io.umcast.message.Messages}. */
public interface MessageProvider {
    /**
     * A message to fill.
     *
     * @return an empty one.
     */
    OutgoingMessage newMessage();

    /**
     * Sends messages by a publisher.
     *
     * @param publisher that carries them.
     * @return a message publisher.
     */
    MessagePublisher publisher(Publisher publisher);

    /**
     * Shows payloads as messages.
     *
     * @param listener called for each.
     * @return a handler for one subscription.
     */
    MessageHandler handler(MessageListener listener);

    /**
     * Reads bytes as a message.
     *
     * @param buffer that holds them.
     * @param offset where they begin, in bytes.
     * @param length how many they are.
     * @return a view of them.
     */
    Message read(DirectBuffer buffer, int offset, int length);
}
