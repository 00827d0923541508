/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

/**
 * What one of a session's two feeds brings and loses, in plain fields: written by the data thread, read by whoever publishes them, a little
 * late.
 */
public final class FeedCounters {
    /** Datagrams that came by the feed to the groups. */
    public long datagrams;
    /** DATA and PAD frames that brought something new. */
    public long firstCopies;
    /** DATA and PAD frames whose range was there already. */
    public long duplicates;
    /** How often the feed has lost something: runs of bytes of a stream. */
    public long losses;
    /** Bytes of streams that the feed has lost, whether or not they came by the other one or by a repair. */
    public long bytesLost;
}
