/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.discovery;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.umcast.core.transport.PeerAddress;
import io.umcast.core.wire.AnnounceFrame;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.RecordHeader;
import io.umcast.core.wire.RecordType;
import io.umcast.core.wire.TopicDigest;
import io.umcast.core.wire.TopicsFrame;
import org.agrona.DirectBuffer;

/** A stream as it is heard without being received. */
final class LiveStream {
    private static final long QUERY_INTERVAL_NS = 20_000_000L;

    private final long id;
    private final PeerAddress source;
    private final PeerAddress control;
    private long connectionId;
    private long ageNs;
    private long sent;
    private long heardNs;
    private long queriedNs;
    private boolean queried;
    private int total;
    private long totalDigest = TopicDigest.EMPTY;
    private int known;
    private long digest = TopicDigest.EMPTY;
    private String[] names = new String[16];
    private long[] messages = new long[16];
    private long[] bytes = new long[16];
    private long countedTo = -1;

    LiveStream(final long id, final PeerAddress source, final PeerAddress control) {
        this.id = id;
        this.source = source;
        this.control = control;
    }

    void onAnnounce(final DirectBuffer frame, final int offset, final long nowNs) {
        heardNs = nowNs;
        sent = FrameHeader.position(frame, offset);
        ageNs = AnnounceFrame.age(frame, offset);
        connectionId = AnnounceFrame.connectionId(frame, offset);
        onTotal(AnnounceFrame.topicCount(frame, offset), AnnounceFrame.digest(frame, offset));
    }

    private void onTotal(final int count, final long newDigest) {
        total = count;
        totalDigest = newDigest;
        if (known >= total && digest != totalDigest) {
            known = 0; // what was told does not fit: from the begin
            digest = TopicDigest.EMPTY;
        }
    }

    /** A TOPICS frame, validated. */
    void onTopics(final DirectBuffer frame, final int offset) {
        int entry = TopicsFrame.firstEntry(offset);
        for (int i = TopicsFrame.count(frame, offset); i > 0; i--) {
            if (TopicsFrame.number(frame, entry) == known + 1) {
                name(TopicsFrame.name(frame, entry));
            }
            entry = TopicsFrame.next(frame, entry);
        }
        onTotal(TopicsFrame.total(frame, offset), TopicsFrame.digest(frame, offset));
        queried = false; // on to the next page, if there is one
    }

    private void name(final String name) {
        known++;
        makeRoom(known);
        names[known] = name;
        digest = TopicDigest.add(digest, known, name.getBytes(StandardCharsets.UTF_8));
    }

    private void makeRoom(final int number) {
        if (number >= messages.length) {
            final int length = Math.max(number + 1, 2 * messages.length);
            names = Arrays.copyOf(names, length);
            messages = Arrays.copyOf(messages, length);
            bytes = Arrays.copyOf(bytes, length);
        }
    }

    /** A DATA frame, validated: counts the records that begin in it. What has been counted, repairs and second copies, is not again. */
    void onData(final DirectBuffer frame, final int offset) {
        final long position = FrameHeader.position(frame, offset);
        final int length = FrameHeader.length(frame, offset);
        final int first = FrameHeader.firstRecord(frame, offset);
        if (position < countedTo) {
            return;
        }
        countedTo = position + length;
        sent = Math.max(sent, countedTo);
        if (first == FrameHeader.NO_RECORD) {
            return;
        }
        final int begin = offset + FrameHeader.LENGTH;
        int at = first * RecordHeader.LENGTH;
        while (at < length) {
            final int size = RecordHeader.length(frame, begin + at);
            final int type = RecordHeader.type(frame, begin + at);
            if (size < RecordHeader.LENGTH) {
                return; // no record
            }
            if (type >= RecordType.FIRST_TOPIC && type <= Math.max(total, known)) {
                makeRoom(type);
                messages[type]++;
                bytes[type] += size - RecordHeader.LENGTH;
            }
            final long next = at + (long)RecordHeader.alignedLength(size);
            if (next >= length) {
                return;
            }
            at = (int)next;
        }
    }

    /** The first number to ask for, or 0 if nothing has to be asked now. */
    int query(final long nowNs) {
        final boolean complete = known == total && digest == totalDigest;
        if (complete || total == 0 || queried && nowNs - queriedNs < QUERY_INTERVAL_NS) {
            return 0;
        }
        queried = true;
        queriedNs = nowNs;
        return known + 1;
    }

    boolean isSilent(final long nowNs, final long timeoutNs) {
        return nowNs - heardNs > timeoutNs;
    }

    int topicCount() {
        return known;
    }

    String name(final int number) {
        return names[number];
    }

    long id() {
        return id;
    }

    PeerAddress control() {
        return control;
    }

    LiveTopic topic(final int number, final java.net.InetAddress group) {
        return new LiveTopic(names[number], number, group, id, connectionId, source.toSocketAddress(), ageNs, sent, messages[number],
            bytes[number]);
    }
}
