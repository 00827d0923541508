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
     * A receiver has joined a stream that this connection publishes.
     *
     * @param receiver who.
     */
    default void onReceiverJoined(final ReceiverInfo receiver) {
    }

    /**
     * A receiver is no longer followed.
     *
     * @param receiver who, with its last position.
     * @param orderly  whether it said goodbye; otherwise it was silent for the receiver timeout, or was dropped as too slow.
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
}
