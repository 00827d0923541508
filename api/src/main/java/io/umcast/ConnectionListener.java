/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

/**
 * Told what happens to streams. Called by the session's data thread or the conductor: must not block. All methods do nothing by
 * default; what they throw goes to the error handler.
 */
public interface ConnectionListener {
    /**
     * A stream can be received from here on.
     *
     * @param image the stream as received.
     */
    default void onAvailableImage(final ImageInfo image) {
    }

    /**
     * A stream has ended: its publisher said goodbye, or was silent for its timeout.
     *
     * @param image    the stream as received.
     * @param position up to which it was delivered, in bytes.
     * @param orderly  whether the publisher said goodbye.
     */
    default void onUnavailableImage(final ImageInfo image, final long position, final boolean orderly) {
    }

    /**
     * A part of a stream is lost for good.
     *
     * @param loss its exact range.
     */
    default void onLoss(final LossEvent loss) {
    }

    /**
     * A queue subscriber's queue was full and a message was dropped for it.
     *
     * @param topic    of the message.
     * @param streamId of the message.
     * @param position behind the message, in bytes.
     */
    default void onOverrun(final Topic topic, final long streamId, final long position) {
    }

    /**
     * A publisher no longer waits for this session, which has kept it from other receivers for too long (its options
     * {@code slow-receiver=drop} and {@code slow-timeout}). The stream goes on; what the publisher no longer holds when it is asked for
     * is told by {@link #onLoss}, with its exact range.
     *
     * @param image    the stream as received.
     * @param position up to which it has been consumed, in bytes.
     */
    default void onDropped(final ImageInfo image, final long position) {
    }

    /**
     * A publisher that had dropped this session waits for it again: it has caught up.
     *
     * @param image    the stream as received.
     * @param position up to which it has been consumed, in bytes.
     */
    default void onCaughtUp(final ImageInfo image, final long position) {
    }

    /**
     * A receiver has joined a stream that this connection publishes, or is waited for again since it has caught up after it was dropped.
     *
     * @param receiver who.
     */
    default void onReceiverJoined(final ReceiverInfo receiver) {
    }

    /**
     * A receiver was too slow and is no longer waited for: it has kept others back for {@code slow-timeout}. It may still receive, and
     * is told.
     *
     * @param receiver who, where, at what position and how far behind.
     */
    default void onReceiverDropped(final ReceiverInfo receiver) {
    }

    /**
     * A receiver is gone.
     *
     * @param receiver who, with its last position.
     * @param orderly  whether it said goodbye; otherwise it was silent for the receiver timeout.
     */
    default void onReceiverLeft(final ReceiverInfo receiver, final boolean orderly) {
    }

    /**
     * Something happened to the network below a session: a membership lost or regained, a port down or up.
     *
     * @param event what.
     */
    default void onNetworkEvent(final NetworkEvent event) {
    }

    /**
     * A membership changed its state: joined, announced to routers, lost, joined again, left. Called by the conductor, in order.
     *
     * @param event which, from what to what.
     */
    default void onMembership(final MembershipEvent event) {
    }
}
