/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import org.agrona.DirectBuffer;

import io.umcast.ReceiverInfo;
import io.umcast.core.receive.FeedCounters;
import io.umcast.core.receive.Image;
import io.umcast.core.receive.ReceiveCounters;
import io.umcast.core.send.StreamNumbers;

/** Takes a session's numbers, to be shown elsewhere. */
public interface SessionReport {
    /**
     * The session's own.
     *
     * @param stats        of its transport.
     * @param counters     of its receiving side.
     * @param ownCopies    own datagrams heard by the network.
     * @param statusesSent statuses sent.
     * @param drops        datagrams dropped, by cause.
     * @param refused      frames that found no room between the session's halves.
     */
    void session(DirectBuffer stats, ReceiveCounters counters, long ownCopies, long statusesSent, DropCounts drops,
        long refused);

    /**
     * One of two feeds'.
     *
     * @param feed     0 for A, 1 for B.
     * @param counters of what it brings and loses.
     */
    void feed(int feed, FeedCounters counters);

    /**
     * A stream's.
     *
     * @param numbers at this moment.
     */
    void stream(StreamNumbers numbers);

    /**
     * One receiver of a stream.
     *
     * @param receiver at this moment.
     */
    void receiver(ReceiverInfo receiver);

    /**
     * An image's.
     *
     * @param image open or opening.
     */
    void image(Image image);
}
