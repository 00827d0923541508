/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.agrona.DirectBuffer;

import io.umcast.Header;
import io.umcast.MessageHandler;
import io.umcast.Subscriber;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import io.umcast.TopicPattern;

/** What a session delivers messages of a topic, or of all topics that match a pattern, to. */
public abstract class Subscription implements Subscriber {
    private final Topic topic;
    private final TopicPattern pattern;
    private final SubscriberOptions options;
    private final Consumer<Subscription> onClose;
    private final AtomicInteger images = new AtomicInteger();
    private long sinceNs;
    private volatile boolean closed;

    Subscription(final TopicPattern pattern, final SubscriberOptions options, final Consumer<Subscription> onClose) {
        this.pattern = Objects.requireNonNull(pattern, "pattern");
        this.topic = pattern.topic();
        this.options = Objects.requireNonNull(options, "options");
        this.onClose = Objects.requireNonNull(onClose, "onClose");
    }

    @Override
    public final Topic topic() {
        return topic;
    }

    @Override
    public final TopicPattern pattern() {
        return pattern;
    }

    /**
     * What was asked for.
     *
     * @return the options.
     */
    public final SubscriberOptions options() {
        return options;
    }

    /** The open images that carry the topic, as far as their names are known. */
    @Override
    public final int imageCount() {
        return images.get();
    }

    final void countImage(final int change) {
        images.addAndGet(change);
    }

    /** When the registry took it: set before any image can see it. */
    final void since(final long nowNs) {
        sinceNs = nowNs;
    }

    final long sinceNs() {
        return sinceNs;
    }

    /**
     * Whether {@link #close} has been called.
     *
     * @return whether nothing is delivered any more.
     */
    public final boolean isClosed() {
        return closed;
    }

    /**
     * Takes messages for it when it is a topic's only one, until it is closed: one object less to touch a message.
     *
     * @return who takes them; null if they have to go by {@link #onMessage}.
     */
    MessageHandler direct() {
        return null;
    }

    /** Takes a message. By the data thread. */
    abstract void onMessage(DirectBuffer buffer, int offset, int length, Header header);

    /** Whether it may hold its stream back. */
    boolean holdsBack() {
        return false;
    }

    /** Whether it has room for a message; asked before anybody is given it, and only of one that may hold its stream back. */
    boolean accepts(final int length) {
        return true;
    }

    @Override
    public final void close() {
        synchronized (images) {
            if (closed) {
                return;
            }
            closed = true;
        }
        onClose.accept(this);
    }
}
