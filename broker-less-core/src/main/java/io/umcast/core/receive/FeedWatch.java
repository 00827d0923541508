/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.util.SplittableRandom;

/**
 * Sees what each of two feeds loses of one stream. What a later datagram or announcement of the same feed, or the stream itself by the other
 * feed, has gone past and what does not come within {@link #SETTLE_NS} is lost on that feed. A feed is watched from when it has first
 * brought something of the stream. Owned by the data thread.
 */
public final class FeedWatch {
    /** How long something may be late, in nanoseconds; {@link #settle} is to be called once in such a time. */
    public static final long SETTLE_NS = 100_000_000;

    private final Path[] paths;
    /** How far the stream had come by either feed when it was settled last. */
    private long passed;

    /** The stream by one feed. */
    private static final class Path {
        private final FeedCounters counters;
        private final GapList gaps = new GapList(new NakBackoff(0, 1, new SplittableRandom(0)), new RepairTimer(0, 1));
        private boolean heard;
        private long lostUpTo = -1;

        Path(final FeedCounters counters) {
            this.counters = counters;
        }

        void hear(final long position) {
            if (!heard) {
                heard = true;
                gaps.reset(position);
            }
        }

        void onRange(final long from, final long to, final long nowNs) {
            if (gaps.onRange(from, to, nowNs) == GapList.REFUSED) {
                loseFirst();
                gaps.onRange(from, to, nowNs);
            }
        }

        void onSent(final long position, final long nowNs) {
            if (position > gaps.highest() && !gaps.extendTo(position, nowNs)) {
                loseFirst();
                gaps.extendTo(position, nowNs);
            }
        }

        void loseLate(final long nowNs) {
            while (!gaps.isEmpty() && nowNs - gaps.seenNs(0) >= SETTLE_NS) {
                loseFirst();
            }
        }

        private void loseFirst() {
            final long begin = gaps.begin(0);
            final long end = gaps.end(0);
            counters.losses += begin == lostUpTo ? 0 : 1; // else it goes on
            counters.bytesLost += end - begin;
            lostUpTo = end;
            gaps.dropBelow(end);
        }
    }

    /**
     * A stream of which nothing has come yet.
     *
     * @param a counts for the first feed.
     * @param b counts for the second.
     */
    public FeedWatch(final FeedCounters a, final FeedCounters b) {
        this.paths = new Path[] {new Path(a), new Path(b)};
    }

    /**
     * A DATA or PAD frame that is no repair.
     *
     * @param feed   by which it came: 0 or 1.
     * @param from   the position of its range.
     * @param length of the range in bytes.
     * @param nowNs  the time.
     */
    public void onRange(final int feed, final long from, final int length, final long nowNs) {
        paths[feed].hear(from);
        paths[feed].onRange(from, from + length, nowNs);
    }

    /**
     * An announcement: the stream has been sent up to a position.
     *
     * @param feed     by which it came: 0 or 1.
     * @param position up to where all has been sent.
     * @param nowNs    the time.
     */
    public void onSent(final int feed, final long position, final long nowNs) {
        paths[feed].hear(position);
        paths[feed].onSent(position, nowNs);
    }

    /**
     * Counts what was missing for too long, and what a feed that has fallen silent lacks.
     *
     * @param nowNs the time.
     */
    public void settle(final long nowNs) {
        for (final Path path : paths) {
            path.loseLate(nowNs);
            if (path.heard) {
                path.onSent(passed, nowNs);
            }
        }
        for (final Path path : paths) {
            passed = Math.max(passed, path.gaps.highest());
        }
    }
}
