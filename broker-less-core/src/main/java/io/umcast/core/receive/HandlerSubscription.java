/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.util.Objects;
import java.util.function.Consumer;

import org.agrona.DirectBuffer;

import io.umcast.Header;
import io.umcast.MessageHandler;
import io.umcast.SubscriberOptions;
import io.umcast.TopicPattern;

/** Calls a handler in place, by the data thread. */
public final class HandlerSubscription extends Subscription {
    private final MessageHandler handler;

    /**
     * A subscription; the registry makes it live.
     *
     * @param pattern of the topics subscribed to.
     * @param options asked for.
     * @param handler called for each message.
     * @param onClose told once, by the closing thread: has to take it out of the registry.
     */
    public HandlerSubscription(final TopicPattern pattern, final SubscriberOptions options, final MessageHandler handler,
        final Consumer<Subscription> onClose) {
        super(pattern, options, onClose);
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    @Override
    MessageHandler direct() {
        return holdsBack() ? null : handler;
    }

    @Override
    void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (!isClosed()) { // a handler that closes its own subscription hears no more of the same datagram
            handler.onMessage(buffer, offset, length, header);
        }
    }

    @Override
    boolean holdsBack() {
        return options().holdOnOverrun();
    }

    @Override
    boolean accepts(final int length) {
        return isClosed() || handler.accepts(length);
    }
}
