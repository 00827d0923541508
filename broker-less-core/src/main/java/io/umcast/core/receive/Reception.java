/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.agrona.DirectBuffer;

import io.umcast.LossEvent.Reason;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.RecordHeader;

/**
 * The position arithmetic of an image: what has come, what is missing, what is delivered, what is lost.
 * <p>
 * next (delivered) ≤ contiguous ≤ highest ≤ next + window. While nothing is missing or held, a datagram at the highest position
 * is delivered in place and nothing else is touched; everything else goes by way of the reorder buffer.
 */
final class Reception {
    private static final long NOT_IN_ORDER = -1;
    private static final VarHandle CONSUMED;
    private static final VarHandle RECEIVED;

    static {
        try {
            CONSUMED = MethodHandles.lookup().findVarHandle(Reception.class, "consumedPosition", long.class);
            RECEIVED = MethodHandles.lookup().findVarHandle(Reception.class, "receivedPosition", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ImageConfig config;
    private final int window;
    private final TopicDispatch dispatch;
    private final TopicNames names;
    private final ImageReporter reporter;
    private final ReceiveCounters counters;
    private final RecordDelivery delivery;
    private final GapList gaps;
    private final Resync resync = new Resync();
    /** The position of the datagram that can be delivered in place. */
    private long expected = NOT_IN_ORDER;
    private long sendTime;
    private long announcedPosition;
    private long unavailableBelow;

    // read by other threads
    @SuppressWarnings("unused")
    private long consumedPosition;
    @SuppressWarnings("unused")
    private long receivedPosition;

    Reception(final ImageConfig config, final TopicDispatch dispatch, final TopicNames names, final ImageReporter reporter,
        final ReceiveCounters counters, final GapList gaps) {
        this.config = config;
        this.window = config.windowBytes();
        this.dispatch = dispatch;
        this.names = names;
        this.reporter = reporter;
        this.counters = counters;
        this.gaps = gaps;
        this.delivery = new RecordDelivery(dispatch, names, reporter, counters, config);
    }

    /** Keeps from here on what comes, before it is known where delivery begins. */
    void anchor(final long position) {
        gaps.reset(position);
        delivery.next(position);
    }

    /**
     * Begins delivery.
     *
     * @param join     where.
     * @param isRecord whether a record begins there; otherwise the first one behind it has to be found.
     * @param anchor   from where on data was kept, or less than 0.
     * @param young    whether what is missing from position 0 on is a loss.
     * @param nowNs    the time.
     */
    void open(final long join, final boolean isRecord, final long anchor, final boolean young, final long nowNs) {
        if (anchor < 0 || gaps.highest() - join > window || join > gaps.highest()) {
            gaps.reset(join);
            resync.starts().clear();
        } else if (join < anchor) {
            gaps.prepend(join, anchor, nowNs);
        } else {
            gaps.dropBelow(join);
        }
        delivery.next(join);
        if (isRecord) {
            resync.starts().add(join);
        }
        if (young) {
            reporter.available(0);
            if (join > 0) {
                resync.begin(0, Reason.UNAVAILABLE);
            }
        } else if (!isRecord) {
            resync.beginSilently();
        }
        settle(nowNs);
        extend(nowNs);
    }

    /** Whether a datagram can be delivered in place. */
    boolean isInOrder(final long position, final int length) {
        return position == expected && position + length - delivery.next() <= window;
    }

    void inOrder(final DirectBuffer buffer, final int offset, final int length, final long position, final long time, final long nowNs) {
        sendTime = time;
        gaps.advance(position + length);
        dispatch.refresh();
        try {
            delivery.inOrder(buffer, offset, length, position, time, nowNs);
        } finally {
            publish();
        }
        if (delivery.isMalformed()) {
            settle(nowNs);
        }
    }

    /** Keeps what is new of a datagram. Returns whether anything is. */
    boolean keep(final DirectBuffer buffer, final int offset, final int length, final long position, final int firstRecord, final long time,
        final long nowNs) {
        if (!take(position, length, nowNs)) {
            return false;
        }
        final int skipped = (int)Math.max(0, delivery.next() - position);
        delivery.keep(position + skipped, buffer, offset + skipped, length - skipped);
        if (firstRecord != FrameHeader.NO_RECORD) {
            resync.starts().add(position + firstRecord * (long)RecordHeader.LENGTH);
        }
        sendTime = time;
        return true;
    }

    /** Keeps a range without bytes, as the padding record that it is. Returns whether it is new. */
    boolean keepPad(final long position, final int length, final long nowNs) {
        if (position < delivery.next()) {
            counters.duplicates++;
            return false;
        }
        if (!take(position, length, nowNs)) {
            return false;
        }
        delivery.keepPadding(position, length);
        resync.starts().add(position);
        resync.starts().add(position + length);
        return true;
    }

    /** Notes that a range has come, if it can be taken and anything in it is new. */
    private boolean take(final long position, final int length, final long nowNs) {
        final long next = delivery.next();
        final long end = position + length;
        if (end <= next) {
            counters.duplicates++;
            return false;
        }
        if (end - next > window) {
            counters.beyondWindow++;
            announcedPosition = Math.max(announcedPosition, end); // it says how far the stream is as well as an announcement does
            return false;
        }
        final boolean late = position != gaps.highest();
        final int news = gaps.onRange(Math.max(position, next), end, nowNs);
        if (news == GapList.DUPLICATE) {
            counters.duplicates++;
            return false;
        }
        if (news == GapList.REFUSED) {
            counters.gapsRefused++;
            return false;
        }
        if (late) {
            counters.outOfOrder++;
        }
        return true;
    }

    /** The stream was sent up to a position; whether a record begins there. */
    void onSent(final long position, final boolean aligned) {
        announcedPosition = Math.max(announcedPosition, position);
        if (aligned && expected == NOT_IN_ORDER && position >= delivery.next()) {
            resync.starts().add(position);
        }
    }

    /** The publisher cannot repeat what is before a position. */
    void onUnavailable(final long earliest) {
        unavailableBelow = Math.max(unavailableBelow, earliest);
    }

    /** Takes note of what is missing at the end, as far as the window goes. */
    void extend(final long nowNs) {
        if (announcedPosition > gaps.highest()) {
            final long room = window - (gaps.highest() - delivery.next());
            final long missing = announcedPosition - gaps.highest();
            if (gaps.extendTo(gaps.highest() + Math.min(missing, room), nowNs)) {
                publish();
            }
        }
    }

    /** Delivers what has become deliverable, and goes on behind losses. */
    void settle(final long nowNs) {
        dispatch.refresh();
        try {
            boolean more = true;
            while (more && findRecord()) {
                reporter.available(delivery.next());
                delivery.drain(gaps.contiguous(), sendTime, nowNs);
                more = delivery.isMalformed();
                if (more) {
                    counters.malformedRecords++;
                    final long bad = delivery.next();
                    resync.begin(bad, Reason.MALFORMED);
                    delivery.next(bad + RecordHeader.LENGTH);
                }
            }
        } finally {
            publish();
        }
    }

    /** Whether the next position is a record's begin; otherwise looks for one behind it. */
    private boolean findRecord() {
        if (!resync.isActive()) {
            return true;
        }
        gaps.dropBelow(delivery.next());
        final long contiguous = gaps.contiguous();
        final long start = resync.find(delivery.next(), contiguous);
        if (start < 0) {
            delivery.next(contiguous); // no record begins up to here
            return false;
        }
        delivery.next(start);
        resync.end(start, reporter);
        return true;
    }

    /** Makes the positions known, and says what the fast path waits for. */
    private void publish() {
        final long next = delivery.next();
        final long highest = gaps.highest();
        final RecordStarts starts = resync.starts();
        if (!starts.isEmpty()) {
            starts.dropBelow(next);
        }
        CONSUMED.setRelease(this, next);
        RECEIVED.setRelease(this, highest);
        expected = gaps.isEmpty() && delivery.isFlowing() && !resync.isActive() ? highest : NOT_IN_ORDER;
    }

    /** Tries again to deliver what is held. */
    int retryHeld(final long nowNs) {
        final long before = delivery.next();
        settle(nowNs);
        return before == delivery.next() ? 0 : 1;
    }

    /** Gives up the gaps whose time has come. */
    int giveUpGaps(final long nowNs) {
        int given = 0;
        while (!gaps.isEmpty() && !delivery.isWaiting()) {
            final Reason reason = lossOfFirstGap(nowNs);
            if (reason == null) {
                break;
            }
            skip(reason == Reason.UNAVAILABLE ? Math.min(gaps.end(0), unavailableBelow) : gaps.end(0), reason, nowNs);
            given++;
        }
        return given;
    }

    private Reason lossOfFirstGap(final long nowNs) {
        if (gaps.begin(0) < unavailableBelow) {
            return Reason.UNAVAILABLE;
        }
        final long ageNs = nowNs - gaps.seenNs(0);
        if (!isReliable() && ageNs >= config.nakBackoffNs()) {
            return Reason.BEST_EFFORT;
        }
        return ageNs >= config.lossTimeoutNs() ? Reason.TIMEOUT : null;
    }

    /** Loses what is between the last record delivered and a position in or behind the first gap. */
    private void skip(final long to, final Reason reason, final long nowNs) {
        resync.begin(delivery.next(), reason);
        delivery.next(to);
        settle(nowNs);
    }

    /**
     * Nothing more will come: delivers what can be, and tells the rest as lost. What a subscriber holds back, it still gets.
     *
     * @param nowNs the time.
     * @return whether the stream is at its end; false as long as something is held.
     */
    boolean abandon(final long nowNs) {
        while (!gaps.isEmpty() && !delivery.isWaiting()) {
            skip(gaps.end(0), Reason.PUBLISHER_GONE, nowNs);
        }
        if (delivery.isWaiting()) {
            return false;
        }
        final long end = Math.max(gaps.highest(), announcedPosition); // also what the window had no room for
        if (delivery.next() < end) {
            resync.begin(delivery.next(), Reason.PUBLISHER_GONE);
        }
        resync.end(end, reporter);
        return true;
    }

    /** Whether all up to a position has come, and all of it that is whole was delivered. */
    boolean isDone(final long finalPosition) {
        return gaps.isEmpty() && gaps.highest() >= finalPosition && !delivery.isWaiting();
    }

    /** Until the names are known, it might be for a reliable subscription. */
    boolean isReliable() {
        return dispatch.isReliable() || names.mayBeMissing();
    }

    boolean isWaiting() {
        return delivery.isWaiting();
    }

    /** Whether a record's begin is looked for. */
    boolean isSeeking() {
        return resync.isActive();
    }

    /** Whether the next position is a record's begin that waits for nothing but bytes. */
    boolean isAtRest() {
        return !resync.isActive() && !delivery.isWaiting();
    }

    boolean hasGaps() {
        return !gaps.isEmpty();
    }

    void close() {
        expected = NOT_IN_ORDER;
    }

    long next() {
        return delivery.next();
    }

    /** From any thread. */
    long consumedPosition() {
        return (long)CONSUMED.getAcquire(this);
    }

    /** From any thread. */
    long receivedPosition() {
        return (long)RECEIVED.getAcquire(this);
    }
}
