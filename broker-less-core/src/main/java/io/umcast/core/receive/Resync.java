/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import io.umcast.LossEvent.Reason;

/**
 * How a stream finds its feet after a loss: the loss grows until a position is reached that a datagram's header has named as a
 * record's begin; there the stream goes on, and the loss is told.
 */
final class Resync {
    private final RecordStarts starts = new RecordStarts();
    private boolean active;
    private boolean silent;
    private long from;
    private Reason reason;

    boolean isActive() {
        return active;
    }

    RecordStarts starts() {
        return starts;
    }

    /** A loss begins at a position, unless one is growing already. */
    void begin(final long position, final Reason why) {
        if (!active) {
            active = true;
            silent = false;
            from = position;
            reason = why;
        }
    }

    /** The first record begins somewhere: what is before it was never to be delivered, so it is no loss. */
    void beginSilently() {
        active = true;
        silent = true;
    }

    /**
     * Looks for a record's begin in what has come without a gap.
     *
     * @param position   from where on.
     * @param contiguous up to where nothing is missing.
     * @return the record's begin, or {@link RecordStarts#NONE}.
     */
    long find(final long position, final long contiguous) {
        final long start = starts.ceiling(position);
        return start <= contiguous ? start : RecordStarts.NONE;
    }

    /** The stream goes on, or has ended, at a position. */
    void end(final long position, final ImageReporter reporter) {
        if (active) {
            active = false;
            if (!silent) {
                reporter.lost(from, position, reason);
            }
        }
    }
}
