/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import org.agrona.DirectBuffer;

/**
 * A handle that publishes to one topic. Messages of all publishers of one stream are ordered.
 * <p>
 * An exclusive publisher's stream is written by one thread at a time, a concurrent one's by any number of threads
 * ({@link PublisherOptions#concurrent()}).
 */
public interface Publisher extends AutoCloseable {
    /** Returned when nobody is there to receive; see the option {@code unconnected}. */
    long NOT_CONNECTED = -1;
    /** Returned when the log has no room now: receivers, the rate limit or the network are behind. Try again after a poll. */
    long BACK_PRESSURED = -2;
    /** Returned when the publisher, its session or its connection is closed. */
    long CLOSED = -3;

    /**
     * The topic published to.
     *
     * @return the topic.
     */
    Topic topic();

    /**
     * The stream that carries the topic.
     *
     * @return the stream's id.
     */
    long streamId();

    /**
     * Publishes a copy of a message.
     *
     * @param buffer that holds the message.
     * @param offset where it begins, in bytes.
     * @param length 0 to {@link #maxMessageLength()} bytes.
     * @return the position behind the message (more than 0), or {@link #NOT_CONNECTED}, {@link #BACK_PRESSURED}, {@link #CLOSED}.
     * @throws IllegalArgumentException if the length is out of its range.
     */
    long offer(DirectBuffer buffer, int offset, int length);

    /**
     * Claims room for a message to be written in place.
     *
     * @param length 0 to {@link #maxMessageLength()} bytes.
     * @param claim  made by {@link #newClaim()} of this publisher's stream; must hold no uncommitted claim.
     * @return the position behind the message (more than 0), or {@link #NOT_CONNECTED}, {@link #BACK_PRESSURED}, {@link #CLOSED}.
     * @throws IllegalArgumentException if the length is out of its range or the claim is not of this stream.
     */
    long tryClaim(int length, Claim claim);

    /**
     * A claim for {@link #tryClaim}, to be kept and used again.
     *
     * @return a claim that holds nothing.
     */
    Claim newClaim();

    /**
     * The longest message: an eighth of the log, less the record's header.
     *
     * @return the length in bytes.
     */
    int maxMessageLength();

    /**
     * Whether anybody receives the stream: a receiver on the network, or a subscriber of the same session.
     *
     * @return whether {@link #offer} would be accepted, back pressure aside.
     */
    boolean isConnected();

    /**
     * How far the stream has been published.
     *
     * @return the position in bytes behind the last message offered or claimed.
     */
    long position();

    /**
     * How far the slowest receiver that the stream's flow control follows has consumed the stream.
     *
     * @return the position in bytes; the sent position when it follows nobody.
     */
    long consumedPosition();

    /**
     * Whether the publisher, its session or its connection is closed.
     *
     * @return whether {@link #offer} returns {@link #CLOSED}.
     */
    boolean isClosed();

    /** Closes this handle; what was published is still sent. From any thread; a second call does nothing. */
    @Override
    void close();
}
