/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.RecordHeader;
import io.umcast.core.wire.RecordType;
import io.umcast.core.wire.TopicDefinition;

/** A whole stream in memory, to be cut into datagrams. A message's bytes follow from its position. */
final class SentStream {
    static final int LOG_CAPACITY = 1 << 16;

    /** A record; {@code pad} if it travels without bytes. */
    record Sent(long position, int type, int payload, boolean pad) {
        int aligned() {
            return RecordHeader.alignedLength(RecordHeader.LENGTH + payload);
        }

        long end() {
            return position + aligned();
        }

        boolean isMessage() {
            return type >= RecordType.FIRST_TOPIC && type <= RecordType.MAX_TOPICS;
        }
    }

    private final UnsafeBuffer bytes;
    private final NavigableMap<Long, Sent> records = new TreeMap<>();
    private int end;

    SentStream(final int capacity) {
        bytes = new UnsafeBuffer(new byte[capacity]);
    }

    UnsafeBuffer bytes() {
        return bytes;
    }

    long end() {
        return end;
    }

    List<Sent> records() {
        return new ArrayList<>(records.values());
    }

    Sent recordAt(final long position) {
        return records.get(position);
    }

    SentStream define(final int number, final String name) {
        final byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        TopicDefinition.write(bytes, end + RecordHeader.LENGTH, number, utf8);
        return add(RecordType.TOPIC_DEFINITION, TopicDefinition.NAME_OFFSET + utf8.length, false);
    }

    SentStream message(final int topic, final int length) {
        final int at = end;
        for (int i = 0; i < length; i++) {
            bytes.putByte(at + RecordHeader.LENGTH + i, contentAt(at, i));
        }
        return add(topic, length, false);
    }

    SentStream padding(final int length) {
        return add(RecordType.PADDING, length - RecordHeader.LENGTH, false);
    }

    SentStream pad(final int length) {
        return add(RecordType.PADDING, length - RecordHeader.LENGTH, true);
    }

    private SentStream add(final int type, final int payload, final boolean pad) {
        RecordHeader.write(bytes, end, type, RecordHeader.LENGTH + payload);
        final Sent record = new Sent(end, type, payload, pad);
        records.put(record.position(), record);
        end += record.aligned();
        return this;
    }

    static byte contentAt(final long recordPosition, final int i) {
        return (byte)(recordPosition * 31 + i * 7L);
    }

    int firstRecord(final long from, final long to) {
        final Long first = records.ceilingKey(from);
        return first == null || first >= to ? FrameHeader.NO_RECORD : (int)(first - from) / RecordHeader.LENGTH;
    }
}
