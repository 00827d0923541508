/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.util.Arrays;

/**
 * What is missing below the highest position seen: sorted ranges, and for each when it was first seen, when it is to be told
 * next, how often it was, and up to where it was asked for. Bounded; a range that would need one gap too many is refused. In
 * order and without gaps, a range costs a comparison and a store.
 */
final class GapList {
    /** The most gaps. */
    static final int LIMIT = 1024;

    /** What {@link #onRange} says: nothing in it was missing. */
    static final int DUPLICATE = 0;
    /** All of it is new. */
    static final int NEW = 1;
    /** A part of it is new. */
    static final int PARTLY = 2;
    /** There is no room for the gap that it would make: take it as not received. */
    static final int REFUSED = 3;

    private static final int INITIAL = 16;

    private final NakBackoff backoff;
    private final RepairTimer timer;
    private long highest;
    private int count;
    private long[] begin = new long[INITIAL];
    private long[] end = new long[INITIAL];
    private long[] asked = new long[INITIAL];
    private long[] seenNs = new long[INITIAL];
    private long[] dueNs = new long[INITIAL];
    private long[] toldNs = new long[INITIAL];
    private int[] attempts = new int[INITIAL];

    /**
     * No gaps, at position 0.
     *
     * @param backoff the wait before a new gap is due.
     * @param timer   learns how long repairs take; says by how much a partial one puts off the rest.
     */
    GapList(final NakBackoff backoff, final RepairTimer timer) {
        this.backoff = backoff;
        this.timer = timer;
    }

    void reset(final long position) {
        highest = position;
        count = 0;
    }

    /** The position behind all that was seen. */
    long highest() {
        return highest;
    }

    /** The position up to which nothing is missing. */
    long contiguous() {
        return count == 0 ? highest : begin[0];
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** Without gaps: takes a range that begins at the highest position. */
    void advance(final long to) {
        highest = to;
    }

    /**
     * Takes a range that has come.
     *
     * @param from  its begin.
     * @param to    its end.
     * @param nowNs the time.
     * @return {@link #NEW}, {@link #PARTLY}, {@link #DUPLICATE} or {@link #REFUSED}.
     */
    int onRange(final long from, final long to, final long nowNs) {
        if (from >= highest) {
            if (from > highest && !insert(count, highest, from, nowNs, nowNs + backoff.nextNs())) {
                return REFUSED;
            }
            highest = to;
            return NEW;
        }
        long fresh = 0;
        int i = firstEndingBehind(from);
        while (i < count && begin[i] < to) {
            if (attempts[i] == 1 && Math.max(begin[i], from) < asked[i]) {
                timer.onRepair(nowNs - toldNs[i]);
            }
            if (from > begin[i] && to < end[i]) {
                if (!split(i, from, to)) {
                    return REFUSED;
                }
                return NEW;
            }
            fresh += Math.min(end[i], to) - Math.max(begin[i], from);
            if (from > begin[i]) {
                end[i] = from;
                putOff(i++, nowNs);
            } else if (to < end[i]) {
                begin[i] = to;
                putOff(i++, nowNs);
            } else {
                remove(i);
            }
        }
        if (to > highest) {
            fresh += to - highest;
            highest = to;
        }
        return fresh == 0 ? DUPLICATE : fresh == to - from ? NEW : PARTLY;
    }

    /** What was asked for comes: the rest of it is given time, what was not asked for yet is due. */
    private void putOff(final int i, final long nowNs) {
        if (attempts[i] > 0) {
            dueNs[i] = begin[i] >= asked[i] ? nowNs : nowNs + timer.intervalNs(attempts[i]);
        }
    }

    private int firstEndingBehind(final long position) {
        int low = 0;
        int high = count;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (end[middle] > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * Takes note that the stream runs up to a position.
     *
     * @param position its end as far as known.
     * @param nowNs    the time.
     * @return whether that is news.
     */
    boolean extendTo(final long position, final long nowNs) {
        if (position <= highest) {
            return false;
        }
        final int last = count - 1;
        if (last >= 0 && end[last] == highest && attempts[last] == 0) {
            end[last] = position;
        } else if (!insert(count, highest, position, nowNs, nowNs + backoff.nextNs())) {
            return false;
        }
        highest = position;
        return true;
    }

    /** Takes note that something is missing in front of all that was seen, and that it is due at once. */
    void prepend(final long from, final long to, final long nowNs) {
        if (!insert(0, from, to, nowNs, nowNs)) {
            reset(from);
        }
    }

    /** Gives up what is missing below a position. */
    void dropBelow(final long position) {
        while (count > 0 && end[0] <= position) {
            remove(0);
        }
        if (count > 0 && begin[0] < position) {
            begin[0] = position;
        }
        highest = Math.max(highest, position);
    }

    private boolean split(final int i, final long from, final long to) {
        if (!insert(i + 1, to, end[i], seenNs[i], dueNs[i])) {
            return false;
        }
        attempts[i + 1] = asked[i] > to ? attempts[i] : 0;
        toldNs[i + 1] = toldNs[i];
        asked[i + 1] = Math.max(asked[i], to);
        end[i] = from;
        asked[i] = Math.min(asked[i], from);
        return true;
    }

    private boolean insert(final int i, final long from, final long to, final long seen, final long due) {
        if (count == LIMIT) {
            return false;
        }
        if (count == begin.length) {
            grow();
        }
        final int behind = count - i;
        if (behind > 0) {
            System.arraycopy(begin, i, begin, i + 1, behind);
            System.arraycopy(end, i, end, i + 1, behind);
            System.arraycopy(asked, i, asked, i + 1, behind);
            System.arraycopy(seenNs, i, seenNs, i + 1, behind);
            System.arraycopy(dueNs, i, dueNs, i + 1, behind);
            System.arraycopy(toldNs, i, toldNs, i + 1, behind);
            System.arraycopy(attempts, i, attempts, i + 1, behind);
        }
        begin[i] = from;
        end[i] = to;
        asked[i] = from;
        seenNs[i] = seen;
        dueNs[i] = due;
        attempts[i] = 0;
        count++;
        return true;
    }

    private void grow() {
        final int length = Math.min(LIMIT, begin.length * 2);
        begin = Arrays.copyOf(begin, length);
        end = Arrays.copyOf(end, length);
        asked = Arrays.copyOf(asked, length);
        seenNs = Arrays.copyOf(seenNs, length);
        dueNs = Arrays.copyOf(dueNs, length);
        toldNs = Arrays.copyOf(toldNs, length);
        attempts = Arrays.copyOf(attempts, length);
    }

    private void remove(final int i) {
        final int behind = --count - i;
        if (behind > 0) {
            System.arraycopy(begin, i + 1, begin, i, behind);
            System.arraycopy(end, i + 1, end, i, behind);
            System.arraycopy(asked, i + 1, asked, i, behind);
            System.arraycopy(seenNs, i + 1, seenNs, i, behind);
            System.arraycopy(dueNs, i + 1, dueNs, i, behind);
            System.arraycopy(toldNs, i + 1, toldNs, i, behind);
            System.arraycopy(attempts, i + 1, attempts, i, behind);
        }
    }

    long begin(final int i) {
        return begin[i];
    }

    long end(final int i) {
        return end[i];
    }

    long seenNs(final int i) {
        return seenNs[i];
    }

    long dueNs(final int i) {
        return dueNs[i];
    }

    int attempts(final int i) {
        return attempts[i];
    }

    /** How many bytes of a gap have been asked for and have not come. */
    long outstanding(final int i) {
        return Math.max(0, Math.min(asked[i], end[i]) - begin[i]);
    }

    /** A gap has been asked for up to a position; it is due again when that takes too long. */
    void onAsked(final int i, final long to, final long nowNs) {
        asked[i] = to;
        toldNs[i] = nowNs;
        attempts[i]++;
        dueNs[i] = nowNs + timer.intervalNs(attempts[i]) + (timer.isQuick(attempts[i]) ? 0 : backoff.nextNs());
    }

    /** Puts the telling of a gap off, never forward; and by a random wait, since many are put off at once. */
    void delay(final int i, final long earliest) {
        final long due = earliest + backoff.nextNs();
        if (dueNs[i] - due < 0) {
            dueNs[i] = due;
        }
    }

    /** So much of the time in which nobody looked does not count: that was not the gaps' fault. */
    void forgive(final long pauseNs, final long nowNs) {
        for (int i = 0; i < count; i++) {
            seenNs[i] = Math.min(nowNs, seenNs[i] + pauseNs);
        }
    }
}
