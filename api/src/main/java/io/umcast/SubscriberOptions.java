/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.util.Objects;

/**
 * What a subscription asks for.
 *
 * @param quality        how losses are treated.
 * @param start          where to join a stream that is older than the subscription; a younger one is always had from its begin.
 * @param startPosition  the position in bytes for {@link Start#POSITION}, else 0.
 * @param queueBytes     the size of a queue subscriber's queue in bytes, a power of two.
 * @param holdOnOverrun  whether a full queue, or a handler that does not accept a message now, holds its stream back instead of
 *                       dropping messages.
 */
public record SubscriberOptions(Quality quality, Start start, long startPosition, int queueBytes, boolean holdOnOverrun) {
    /** Reliable, from now, a queue of 4 MiB that drops when full. */
    public static final SubscriberOptions DEFAULT = new SubscriberOptions(Quality.RELIABLE, Start.NOW, 0, 4 << 20, false);

    /** How losses are treated. */
    public enum Quality {
        /** Ordered and repaired; a gap that cannot be repaired is told with its exact range, then the stream goes on. */
        RELIABLE,
        /** Ordered; gaps are skipped at once and counted. */
        BEST_EFFORT
    }

    /**
     * Where to join a stream that is older than the subscription. A session receives a stream once: a subscription to a stream that its
     * session receives already joins it where the session is, whatever it asks for here. For history make it from a session that does not
     * receive the stream yet.
     */
    public enum Start {
        /** With the next message. */
        NOW,
        /** With the oldest message that the publisher still has. */
        EARLIEST,
        /** At a position, or the earliest after it that the publisher still has. */
        POSITION
    }

    /** Checks the parts. */
    public SubscriberOptions {
        Objects.requireNonNull(quality, "quality");
        Objects.requireNonNull(start, "start");
        if (startPosition < 0 || startPosition > 0 && start != Start.POSITION) {
            throw new ConfigException("startPosition", Long.toString(startPosition), "must be 0 or more, and 0 unless start=POSITION");
        }
        if (queueBytes < 4096 || Integer.bitCount(queueBytes) != 1) {
            throw new ConfigException("queueBytes", Integer.toString(queueBytes), "must be a power of two from 4096");
        }
    }

    /**
     * The same with another quality.
     *
     * @param value how losses are treated.
     * @return new options.
     */
    public SubscriberOptions quality(final Quality value) {
        return new SubscriberOptions(value, start, startPosition, queueBytes, holdOnOverrun);
    }

    /**
     * The same joining elsewhere.
     *
     * @param value where to join, not {@link Start#POSITION}.
     * @return new options.
     */
    public SubscriberOptions start(final Start value) {
        return new SubscriberOptions(quality, value, 0, queueBytes, holdOnOverrun);
    }

    /**
     * The same joining at a position.
     *
     * @param position in bytes, 0 or more.
     * @return new options.
     */
    public SubscriberOptions startAt(final long position) {
        return new SubscriberOptions(quality, Start.POSITION, position, queueBytes, holdOnOverrun);
    }

    /**
     * The same with a queue of another size.
     *
     * @param bytes a power of two from 4096.
     * @return new options.
     */
    public SubscriberOptions queueBytes(final int bytes) {
        return new SubscriberOptions(quality, start, startPosition, bytes, holdOnOverrun);
    }

    /**
     * The same with another answer to a full queue.
     *
     * @param hold whether it holds its stream back instead of dropping messages.
     * @return new options.
     */
    public SubscriberOptions holdOnOverrun(final boolean hold) {
        return new SubscriberOptions(quality, start, startPosition, queueBytes, hold);
    }
}
