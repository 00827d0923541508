/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

/**
 * What the images of a session count, in plain fields: written by the data thread, read by whoever publishes them, a little late.
 */
public final class ReceiveCounters {
    /** DATA frames of open or opening images. */
    public long dataFrames;
    /** Their payload in bytes, duplicates included. */
    public long dataBytes;
    /** Bytes of records that were delivered or skipped where the network had put them. */
    public long bytesInPlace;
    /** Bytes that were copied to a reorder buffer: of records across datagrams, out of order, or held. */
    public long bytesAssembled;
    /** DATA and PAD frames that came ahead of something missing, or filled it. */
    public long outOfOrder;
    /** DATA and PAD frames that brought nothing new. */
    public long duplicates;
    /** DATA and PAD frames beyond the window, dropped. */
    public long beyondWindow;
    /** DATA and PAD frames dropped because an image had too many gaps already. */
    public long gapsRefused;
    /** DATA frames dropped because their image did not know yet where to begin. */
    public long unanchored;
    /** NAKs sent. */
    public long naksSent;
    /** Bytes asked for in them. */
    public long bytesNaked;
    /** CONFIRM frames that put off an own NAK. */
    public long naksSuppressed;
    /** Queries for topic names sent. */
    public long queriesSent;
    /** Losses told. */
    public long losses;
    /** Bytes in them. */
    public long bytesLost;
    /** Of the losses, those of best effort. */
    public long bestEffortSkips;
    /** Records whose header could not be. */
    public long malformedRecords;
    /** Definitions of topics that could not be, or said otherwise than one before. */
    public long badDefinitions;
    /** Times that all names were known and their digest was not the announced one. */
    public long digestMismatches;
    /** Announcements that contradict what an image was made for. */
    public long badAnnounces;
    /** Images opened. */
    public long imagesOpened;
    /** Images that have ended. */
    public long imagesEnded;
}
