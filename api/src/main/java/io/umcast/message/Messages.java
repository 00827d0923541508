/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.message;

import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;

import org.agrona.DirectBuffer;

import io.umcast.MessageHandler;
import io.umcast.Publisher;
import io.umcast.QueueSubscriber;
import io.umcast.UmcastException;
import io.umcast.spi.MessageProvider;

/** Where the message level begins. */
public final class Messages {
    private static final MessageProvider PROVIDER = ServiceLoader.load(MessageProvider.class, Messages.class.getClassLoader())
        .findFirst().orElseThrow(() -> new UmcastException("no message codec on the class path: add io.umcast:umcast-core"));
    private static final long PARK_NS = 20_000;

    private Messages() {
    }

    /**
     * A message to fill and to send, with a random origin.
     *
     * @return an empty message.
     */
    public static OutgoingMessage newMessage() {
        return PROVIDER.newMessage();
    }

    /**
     * Sends messages by a publisher.
     *
     * @param publisher that carries them.
     * @return a message publisher.
     */
    public static MessagePublisher publisher(final Publisher publisher) {
        return PROVIDER.publisher(publisher);
    }

    /**
     * A handler for {@link io.umcast.Session#subscribe} that shows each message as a {@link Message}. A payload that is not in the
     * message format, such as a publisher of plain bytes sends, is shown as a message with a body of type BYTES and nothing else.
     *
     * @param listener called for each message.
     * @return a handler for one subscription.
     */
    public static MessageHandler handler(final MessageListener listener) {
        return PROVIDER.handler(listener);
    }

    /**
     * Reads bytes as a message.
     *
     * @param buffer that holds them.
     * @param offset where they begin, in bytes.
     * @param length how many they are.
     * @return a view of them; of type BYTES and nothing else if they are not in the message format.
     * @throws MessageFormatException if they begin as a message, but are not well formed.
     */
    public static Message read(final DirectBuffer buffer, final int offset, final int length) {
        return PROVIDER.read(buffer, offset, length);
    }

    /**
     * Waits for the next message of a queue and shows it to a listener.
     *
     * @param subscriber whose queue is polled.
     * @param handler    made by {@link #handler}.
     * @param timeout    the longest wait.
     * @return whether a message came in time; false also when the thread is interrupted, whose flag stays set.
     */
    public static boolean receive(final QueueSubscriber subscriber, final MessageHandler handler, final Duration timeout) {
        final long deadline = System.nanoTime() + timeout.toNanos();
        while (subscriber.poll(handler, 1) == 0) {
            if (Thread.currentThread().isInterrupted() || System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(PARK_NS);
        }
        return true;
    }
}
