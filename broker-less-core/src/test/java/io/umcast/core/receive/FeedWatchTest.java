/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class FeedWatchTest {
    private static final int A = 0;
    private static final int B = 1;
    private static final int LENGTH = 80;

    private final FeedCounters a = new FeedCounters();
    private final FeedCounters b = new FeedCounters();
    private final FeedWatch watch = new FeedWatch(a, b);
    private long nowNs = 5;

    private void settle() {
        nowNs += FeedWatch.SETTLE_NS;
        watch.settle(nowNs);
    }

    private void bring(final int feed, final int... numbers) {
        for (final int number : numbers) {
            watch.onRange(feed, number * (long)LENGTH, LENGTH, nowNs);
        }
    }

    @Test
    void whatOneBringsIsLostOnTheOther() {
        bring(A, 0, 1, 2, 3, 4, 5);
        bring(B, 0, 2, 5);
        settle();
        settle();
        assertEquals(0, a.losses);
        assertEquals(0, a.bytesLost);
        assertEquals(2, b.losses);
        assertEquals(3 * LENGTH, b.bytesLost);
    }

    @Test
    void whatIsOnlyLateIsNotLost() {
        bring(A, 0, 3, 2);
        watch.settle(nowNs);
        nowNs += FeedWatch.SETTLE_NS - 1;
        bring(A, 1);
        settle();
        settle();
        assertEquals(0, a.losses);
    }

    @Test
    void anAnnouncementTellsALostEnd() {
        bring(A, 0, 1);
        watch.onSent(A, 4 * LENGTH, nowNs);
        settle();
        assertEquals(1, a.losses);
        assertEquals(2 * LENGTH, a.bytesLost);
    }

    @Test
    void aSilentFeedLosesWithoutABreak() {
        bring(A, 0);
        bring(B, 0);
        for (int number = 1; number <= 100; number++) {
            bring(A, number);
            settle();
        }
        settle();
        settle();
        assertEquals(1, b.losses);
        assertEquals(100 * LENGTH, b.bytesLost);
        bring(B, 101);
        bring(A, 101);
        settle();
        settle();
        assertEquals(100 * LENGTH, b.bytesLost);
    }

    @Test
    void aFeedThatNeverBroughtTheStreamLosesNothing() {
        for (int number = 0; number <= 10; number++) {
            bring(A, number);
            settle();
        }
        assertEquals(0, b.losses);
        bring(B, 11);
        settle();
        settle();
        assertEquals(0, b.losses);
    }

    @Test
    void moreLossesThanAreKeptTrackOfAreCounted() {
        for (int number = 0; number < 10_000; number += 2) {
            bring(A, number);
        }
        settle();
        assertEquals(4_999, a.losses);
        assertEquals(4_999L * LENGTH, a.bytesLost);
    }

    @Property(tries = 300)
    void inWhateverOrderWhatDoesNotComeIsCounted(@ForAll final long seed, @ForAll @IntRange(max = 100) final int percent) {
        final FeedCounters counters = new FeedCounters();
        final FeedWatch one = new FeedWatch(counters, new FeedCounters());
        final Random random = new Random(seed);
        final List<Integer> coming = new ArrayList<>();
        for (int number = 1; number < 400; number++) {
            if (random.nextInt(100) >= percent) {
                coming.add(number);
            }
        }
        for (int i = 0; i + 8 <= coming.size(); i += 8) {
            Collections.shuffle(coming.subList(i, i + 8), random);
        }
        one.onRange(A, 0, LENGTH, 1);
        coming.forEach(number -> one.onRange(A, number * (long)LENGTH, LENGTH, 1));
        coming.forEach(number -> one.onRange(A, number * (long)LENGTH, LENGTH, 1));
        one.onSent(A, 400 * LENGTH, 1);
        one.settle(1 + FeedWatch.SETTLE_NS);
        assertEquals((399 - coming.size()) * (long)LENGTH, counters.bytesLost);
    }
}
