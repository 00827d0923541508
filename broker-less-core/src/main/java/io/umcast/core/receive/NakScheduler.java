/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import io.umcast.core.wire.RecordHeader;

/**
 * Tells gaps to the publisher: after their random wait, again and again with a growing interval, and never more at once than the
 * socket can take. Near gaps go in one NAK.
 */
final class NakScheduler {
    /** What lies between two gaps that one NAK tells, at most: less than the frame that it saves is worth. */
    private static final int MERGE_DISTANCE = 512;

    private final Image image;
    private final GapList gaps;
    private final Feedback feedback;
    private final ReceiveCounters counters;
    private final long retryNs;
    private final int limitBytes;

    NakScheduler(final Image image, final GapList gaps, final Feedback feedback, final ReceiveCounters counters, final ImageConfig config) {
        this.image = image;
        this.gaps = gaps;
        this.feedback = feedback;
        this.counters = counters;
        this.retryNs = config.nakRetryNs();
        this.limitBytes = config.nakLimitBytes() & -RecordHeader.LENGTH;
    }

    /**
     * Tells what is due.
     *
     * @param nowNs      the time.
     * @param historyEnd gaps before this are asked for this receiver alone.
     * @return the number of NAKs.
     */
    int poll(final long nowNs, final long historyEnd) {
        long budget = limitBytes;
        boolean due = false;
        for (int i = 0, count = gaps.count(); i < count; i++) {
            if (isDue(i, nowNs)) {
                due = true;
            } else {
                budget -= gaps.outstanding(i);
            }
        }
        return due ? tell(nowNs, historyEnd, budget) : 0;
    }

    private boolean isDue(final int i, final long nowNs) {
        return gaps.dueNs(i) - nowNs <= 0;
    }

    private int tell(final long nowNs, final long historyEnd, final long bytes) {
        final int count = gaps.count();
        long budget = bytes;
        int naks = 0;
        int i = 0;
        while (i < count && budget > 0) {
            if (!isDue(i, nowNs)) {
                i++;
                continue;
            }
            final long from = gaps.begin(i);
            final long limit = from + budget;
            final boolean history = from < historyEnd;
            long to;
            do {
                to = Math.min(gaps.end(i), limit);
                gaps.onAsked(i, to, nowNs);
                i++;
            } while (i < count && isDue(i, nowNs) && gaps.begin(i) - to <= MERGE_DISTANCE && gaps.begin(i) < limit);
            budget -= to - from;
            counters.naksSent++;
            counters.bytesNaked += to - from;
            naks++;
            feedback.nak(image, from, (int)(to - from), history);
        }
        return naks;
    }

    /** The publisher has heard somebody's NAK for a range: the repair is on its way. */
    void onConfirm(final long from, final long to, final long nowNs) {
        for (int i = 0, count = gaps.count(); i < count && gaps.begin(i) < to; i++) {
            if (gaps.end(i) > from) {
                gaps.delay(i, nowNs + retryNs);
                counters.naksSuppressed++;
            }
        }
    }
}
