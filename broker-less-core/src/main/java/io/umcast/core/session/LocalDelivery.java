/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;

import io.umcast.core.log.Log;
import io.umcast.core.receive.TopicDispatch;
import io.umcast.core.send.OutboundStream;
import io.umcast.core.wire.RecordType;

/** Delivers a session's own stream to its own subscribers, straight from the log. Owned by the data thread. */
final class LocalDelivery {
    private static final int BURST_BYTES = 64 * 1024;
    private static final long NONE = -1;

    private final OutboundStream stream;
    private final Log log;
    private final TopicDispatch dispatch;
    private volatile long requested = NONE;
    private volatile int preparing;
    /** How often something has been prepared: a round during which it changes may have looked too early. */
    private volatile int prepared;
    private long position;
    private boolean idle;
    private boolean held;
    private int topics;

    LocalDelivery(final OutboundStream stream, final TopicDispatch dispatch) {
        this.stream = stream;
        this.log = stream.log();
        this.dispatch = dispatch;
        stream.localPosition(0); // a stream's first subscribers have it from its begin
    }

    /**
     * Keeps from now on what a subscriber that is just being added will want. Ahead of adding it, by the holder of the control side;
     * {@link #settle} follows.
     */
    synchronized void prepare() {
        preparing = preparing + 1; // ahead of the other, as they are read the other way round
        prepared = prepared + 1;
        if (requested < 0) {
            final long boundary = stream.boundary();
            if (position < 0) {
                stream.localPosition(boundary);
            }
            requested = boundary;
        }
    }

    /** What was prepared has been added, or will not be. */
    synchronized void settle() {
        preparing = preparing - 1;
    }

    /**
     * Delivers what is committed.
     *
     * @param epochNs the time.
     * @return messages delivered or skipped.
     */
    int work(final long epochNs) {
        final int known = prepared; // read first: what was prepared by then, and has been added since, is seen below
        final boolean mayChange = preparing > 0;
        defineTopics();
        dispatch.refresh();
        final boolean wanted = dispatch.hasTargets();
        if (wanted != position >= 0 || requested >= 0) {
            change(wanted, mayChange, known);
        }
        return wanted ? deliver(epochNs) : 0;
    }

    /** Whether a queue took no more. */
    boolean isHeld() {
        return held;
    }

    private synchronized void change(final boolean wanted, final boolean mayChange, final int known) {
        if (wanted) {
            if (position < 0 || idle) {
                position = Math.max(position, requested >= 0 ? requested : stream.boundary());
                stream.localPosition(position);
            }
            idle = false;
            requested = NONE;
        } else if (mayChange || prepared != known) {
            idle = true; // stays where it is until the one on its way is there
        } else {
            idle = false;
            requested = NONE;
            position = NONE;
            stream.localPosition(Long.MAX_VALUE);
        }
    }

    private void defineTopics() {
        final int count = stream.topicCount();
        while (topics < count) {
            topics++;
            dispatch.define(topics, stream.topic(topics));
        }
    }

    private int deliver(final long epochNs) {
        final Log log = this.log;
        final AtomicBuffer buffer = log.buffer();
        final long begin = position;
        final long guard = log.retained() + log.capacity();
        long next = begin;
        int count = 0;
        held = false;
        try {
            while (next - begin < BURST_BYTES && next < guard) {
                final int aligned = log.committedLength(next);
                if (aligned <= 0) {
                    break;
                }
                final int index = log.index(next);
                final int type = buffer.getInt(RecordDescriptor.typeOffset(index));
                final int length = buffer.getInt(RecordDescriptor.lengthOffset(index)) - Log.RECORD_HEADER_LENGTH;
                if (type > 0 && type != RecordType.TOPIC_DEFINITION) {
                    if (type > topics) {
                        defineTopics();
                    }
                    dispatch.refresh(); // its topic and its subscriber may be younger than the round
                    if (!dispatch.accepts(type, length)) {
                        held = true;
                        break;
                    }
                    next += aligned; // first, so that nothing a handler does delivers it twice
                    dispatch.dispatch(type, buffer, index + Log.RECORD_HEADER_LENGTH, length, next, epochNs);
                } else {
                    next += aligned;
                }
                count++;
            }
        } finally {
            if (next != begin) {
                position = next;
                stream.localPosition(next);
            }
        }
        return count;
    }
}
