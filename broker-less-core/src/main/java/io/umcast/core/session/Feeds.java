/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

import io.umcast.core.receive.FeedCounters;
import io.umcast.core.receive.FeedWatch;
import io.umcast.core.receive.ReceiveCounters;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;

/** What each of a session's two feeds brings and loses. Owned by the data thread; the counters are read by others. */
final class Feeds {
    static final int COUNT = 2;
    /** Of what came to this session alone: the feeds' copies are told apart there no more. */
    static final int NEITHER = -1;

    private final ReceiveCounters session;
    private final FeedCounters[] counters = {new FeedCounters(), new FeedCounters()};
    private final Long2ObjectHashMap<FeedWatch> watches = new Long2ObjectHashMap<>();
    private FeedWatch last;
    private long lastStream;
    private boolean settling;
    private long settledNs;
    private long duplicates;
    private long refused;

    /**
     * Feeds that have brought nothing.
     *
     * @param session what both bring together.
     */
    Feeds(final ReceiveCounters session) {
        this.session = session;
    }

    FeedCounters counters(final int feed) {
        return counters[feed];
    }

    void onDatagram(final int feed) {
        counters[feed].datagrams++;
    }

    /** Ahead of giving a frame to its stream's image. */
    void before() {
        duplicates = session.duplicates;
        refused = refused();
    }

    private long refused() {
        return session.beyondWindow + session.gapsRefused + session.unanchored;
    }

    /** A frame has been given to its stream's image. */
    void after(final int feed, final DirectBuffer frame, final int offset, final long nowNs) {
        final int type = FrameHeader.type(frame, offset);
        final boolean data = type == FrameType.DATA || type == FrameType.PAD;
        if (data) {
            if (session.duplicates != duplicates) {
                counters[feed].duplicates++;
            } else if (refused() == refused) {
                counters[feed].firstCopies++;
            }
        }
        if (data && (FrameHeader.flags(frame, offset) & FrameHeader.FLAG_REPAIR) == 0) {
            watch(FrameHeader.streamId(frame, offset)).onRange(feed, FrameHeader.position(frame, offset), FrameHeader.length(frame, offset), nowNs);
        } else if (type == FrameType.ANNOUNCE) {
            watch(FrameHeader.streamId(frame, offset)).onSent(feed, FrameHeader.position(frame, offset), nowNs);
        }
    }

    private FeedWatch watch(final long streamId) {
        if (last == null || lastStream != streamId) {
            last = watches.computeIfAbsent(streamId, id -> new FeedWatch(counters[0], counters[1]));
            lastStream = streamId;
        }
        return last;
    }

    void tend(final long nowNs) {
        if (!settling || nowNs - settledNs >= FeedWatch.SETTLE_NS) {
            settling = true;
            settledNs = nowNs;
            watches.values().forEach(watch -> watch.settle(nowNs));
        }
    }

    void forget(final long streamId) {
        watches.remove(streamId);
        last = null;
    }
}
