/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import org.agrona.DirectBuffer;

import io.umcast.core.receive.Image;
import io.umcast.core.receive.ReceiveCounters;
import io.umcast.core.send.StreamReport;

/** Takes a session's numbers, to be read elsewhere. */
interface SessionReport extends StreamReport {
    /**
     * The session's own.
     *
     * @param session      whose.
     * @param stats        of its transport.
     * @param counters     of its receiving side.
     * @param statusesSent statuses sent.
     * @param drops        datagrams dropped, by cause.
     */
    void session(EngineSession session, DirectBuffer stats, ReceiveCounters counters, long statusesSent, DropCounts drops);

    /**
     * An image's.
     *
     * @param image open or opening.
     */
    void image(Image image);
}
