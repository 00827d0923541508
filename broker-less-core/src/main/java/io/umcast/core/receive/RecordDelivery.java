/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import org.agrona.DirectBuffer;

import io.umcast.LossEvent.Reason;
import io.umcast.core.wire.RecordHeader;
import io.umcast.core.wire.RecordType;

/**
 * Walks records and dispatches them: in the slot where it can, out of the reorder buffer where it must. Knows the next position.
 */
final class RecordDelivery {
    /** All that was given has been delivered. */
    private static final int AT_END = 0;
    /** The next record has not come whole. */
    private static final int PARTIAL = 1;
    /** A target has no room for the next record. */
    private static final int HELD = 2;
    /** The next record's topic is not known yet. */
    private static final int UNKNOWN = 3;
    /** What is next is no record. */
    private static final int MALFORMED = 4;
    /** The error handler threw; what is behind the record that it was told of is still to be delivered. */
    private static final int INTERRUPTED = 5;

    private final TopicDispatch dispatch;
    private final TopicNames names;
    private final ImageReporter reporter;
    private final ReceiveCounters counters;
    private final ReorderBuffer reorder;
    private final int maxRecord;
    private final int window;
    private long next;
    private int stop;
    private long sendTime;
    private long nowNs;
    private long unknownFrom;
    private long unknownTo;

    RecordDelivery(final TopicDispatch dispatch, final TopicNames names, final ImageReporter reporter, final ReceiveCounters counters,
        final ImageConfig config) {
        this.dispatch = dispatch;
        this.names = names;
        this.reporter = reporter;
        this.counters = counters;
        this.reorder = new ReorderBuffer(config.windowBytes(), config.maxRecordLength());
        this.maxRecord = config.maxRecordLength();
        this.window = config.windowBytes();
    }

    /** Where the next record begins. */
    long next() {
        return next;
    }

    void next(final long position) {
        next = position;
        stop = AT_END;
    }

    /** Whether all that has come is delivered, but for a record that has not come whole. */
    boolean isFlowing() {
        return stop <= PARTIAL;
    }

    /** Whether a record that has come waits for something else than bytes. */
    boolean isWaiting() {
        return stop == HELD || stop == UNKNOWN || stop == INTERRUPTED;
    }

    boolean isMalformed() {
        return stop == MALFORMED;
    }

    void keep(final long position, final DirectBuffer buffer, final int offset, final int length) {
        reorder.write(position, buffer, offset, length);
        counters.bytesAssembled += length;
    }

    void keepPadding(final long position, final int length) {
        reorder.writePadding(position, length);
    }

    /**
     * Delivers a datagram that comes next; what of it cannot be is kept.
     *
     * @param buffer   that holds its payload.
     * @param offset   where the payload begins.
     * @param length   of the payload in bytes.
     * @param position of the payload: the next one, or where an unfinished record goes on.
     * @param time     of its sending.
     * @param now      the time.
     */
    void inOrder(final DirectBuffer buffer, final int offset, final int length, final long position, final long time, final long now) {
        sendTime = time;
        nowNs = now;
        int done = 0;
        try {
            if (next != position) {
                done = Math.min(length, missing(position));
                keep(position, buffer, offset, done);
                drain(position + done, time, now);
            }
            if (next == position + done) {
                walk(buffer, offset + done, length - done);
                counters.bytesInPlace += next - position - done;
            }
        } finally {
            final int used = Math.max(done, (int)(next - position));
            if (used < length) {
                keep(position + used, buffer, offset + used, length - used);
            }
        }
    }

    /** How many bytes the unfinished record lacks that has come up to a position. */
    private int missing(final long position) {
        final int length = RecordHeader.length(reorder.buffer(), reorder.index(next));
        return (int)(next + RecordHeader.alignedLength(length) - position);
    }

    /**
     * Delivers out of the reorder buffer.
     *
     * @param contiguous up to where nothing is missing.
     * @param time       of the sending of what has come last.
     * @param now        the time.
     */
    void drain(final long contiguous, final long time, final long now) {
        sendTime = time;
        nowNs = now;
        stop = AT_END;
        while (stop == AT_END && next < contiguous) {
            final long available = contiguous - next;
            final int run = (int)Math.min(available, reorder.contiguous(next));
            walk(reorder.buffer(), reorder.index(next), run);
            if (stop == PARTIAL && run < available) {
                drainWrapped((int)(contiguous - next));
            }
        }
    }

    /** The next record goes over the end of the reorder buffer. */
    private void drainWrapped(final int available) {
        final int index = reorder.index(next);
        final int aligned = RecordHeader.alignedLength(RecordHeader.length(reorder.buffer(), index));
        if (aligned > available) {
            return;
        }
        if (RecordHeader.type(reorder.buffer(), index) == RecordType.PADDING) {
            next += aligned;
            stop = AT_END;
        } else {
            walk(reorder.buffer(), reorder.view(next, aligned), aligned);
        }
    }

    private void walk(final DirectBuffer buffer, final int begin, final int length) {
        final TopicDispatch dispatch = this.dispatch;
        final int end = begin + length;
        final long base = next - begin;
        int reached = AT_END;
        int at = begin;
        stop = INTERRUPTED;
        try {
            while (at < end) {
                final int size = RecordHeader.length(buffer, at);
                final int type = RecordHeader.type(buffer, at);
                if (size < RecordHeader.LENGTH || size > maxRecord && (type != RecordType.PADDING || size > window)) {
                    reached = MALFORMED;
                    break;
                }
                final int record = at;
                final int aligned = RecordHeader.alignedLength(size);
                if (aligned > end - record) {
                    reached = PARTIAL;
                    break;
                }
                if (!dispatch.isDefined(type)) {
                    reached = onSpecial(type, buffer, record + RecordHeader.LENGTH, size - RecordHeader.LENGTH, base + record, aligned);
                    if (reached != AT_END) {
                        break;
                    }
                    at += aligned;
                } else if (!dispatch.accepts(type, size - RecordHeader.LENGTH)) {
                    reached = HELD;
                    break;
                } else {
                    at += aligned; // first, so that nothing that is thrown delivers it twice
                    dispatch.dispatch(type, buffer, record + RecordHeader.LENGTH, size - RecordHeader.LENGTH, base + at, sendTime);
                }
            }
            stop = reached;
        } finally {
            next = base + at;
            flushUnknown();
        }
    }

    /** A record that is not of a known topic. */
    private int onSpecial(final int type, final DirectBuffer buffer, final int offset, final int length, final long position,
        final int aligned) {
        if (type == RecordType.PADDING) {
            return AT_END;
        }
        if (type == RecordType.TOPIC_DEFINITION) {
            names.onDefinition(buffer, offset, length);
            return AT_END;
        }
        if (type < RecordType.FIRST_TOPIC || type > RecordType.MAX_TOPICS) {
            return MALFORMED;
        }
        names.need(type, nowNs);
        if (!names.gaveUp()) {
            return UNKNOWN;
        }
        if (unknownTo != position) {
            flushUnknown();
            unknownFrom = position;
        }
        unknownTo = position + aligned;
        return AT_END;
    }

    private void flushUnknown() {
        if (unknownFrom != unknownTo) {
            final long from = unknownFrom;
            unknownFrom = unknownTo;
            reporter.lost(from, unknownTo, Reason.TIMEOUT);
        }
    }
}
