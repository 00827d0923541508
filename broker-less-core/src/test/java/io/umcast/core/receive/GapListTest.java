/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

final class GapListTest {
    private final GapList gaps = new GapList(new NakBackoff(100, 1, new SplittableRandom(1)), new RepairTimer(1000, 1));

    private String ranges() {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < gaps.count(); i++) {
            text.append('[').append(gaps.begin(i)).append(',').append(gaps.end(i)).append(')');
        }
        return text.toString();
    }

    @Test
    void inOrderLeavesNoGap() {
        assertEquals(GapList.NEW, gaps.onRange(0, 8, 0));
        assertEquals(GapList.NEW, gaps.onRange(8, 24, 0));
        assertTrue(gaps.isEmpty());
        assertEquals(24, gaps.contiguous());
    }

    @Test
    void aRangeShrinksSplitsAndFillsGaps() {
        gaps.onRange(100, 200, 0);
        gaps.onRange(300, 400, 0);
        assertEquals("[0,100)[200,300)", ranges());
        assertEquals(GapList.NEW, gaps.onRange(0, 10, 0));
        assertEquals(GapList.NEW, gaps.onRange(40, 50, 0));
        assertEquals("[10,40)[50,100)[200,300)", ranges());
        assertEquals(GapList.PARTLY, gaps.onRange(90, 210, 0));
        assertEquals("[10,40)[50,90)[210,300)", ranges());
        assertEquals(GapList.PARTLY, gaps.onRange(20, 500, 0));
        assertEquals("[10,20)", ranges());
        assertEquals(500, gaps.highest());
        assertEquals(GapList.DUPLICATE, gaps.onRange(20, 500, 0));
        assertEquals(10, gaps.contiguous());
    }

    @Test
    void refusesARangeThatNeedsOneGapTooMany() {
        for (int i = 0; i < GapList.LIMIT; i++) {
            assertEquals(GapList.NEW, gaps.onRange(16L * i + 8, 16L * i + 16, 0));
        }
        final long highest = gaps.highest();
        assertEquals(GapList.REFUSED, gaps.onRange(highest + 8, highest + 16, 0));
        assertEquals(highest, gaps.highest());
        assertFalse(gaps.extendTo(highest + 8, 0));
        assertEquals(GapList.NEW, gaps.onRange(highest, highest + 8, 0));
        assertEquals(GapList.NEW, gaps.onRange(0, 8, 0));
        assertEquals(GapList.NEW, gaps.onRange(highest + 16, highest + 24, 0));
    }

    @Test
    void agreesWithABitmapOverRandomRanges() {
        final SplittableRandom random = new SplittableRandom(3);
        final BitSet have = new BitSet();
        long highest = 0;
        for (int i = 0; i < 50_000; i++) {
            final int base = (int)Math.max(0, gaps.contiguous() - 20);
            final int from = base + random.nextInt(400);
            final int to = from + 1 + random.nextInt(30);
            final int news = to - from - have.get(from, to).cardinality();
            final int expected = news == 0 ? GapList.DUPLICATE : news == to - from ? GapList.NEW : GapList.PARTLY;
            assertEquals(expected, gaps.onRange(from, to, i));
            have.set(from, to);
            highest = Math.max(highest, to);
            assertEquals(highest, gaps.highest());
            assertEquals(Math.min(highest, have.nextClearBit(0)), gaps.contiguous());
            if (i % 500 == 0) {
                final long give = gaps.contiguous() + random.nextInt(100);
                gaps.dropBelow(give);
                have.set(0, (int)give);
                highest = Math.max(highest, give);
            }
            int missing = 0;
            for (int gap = 0; gap < gaps.count(); gap++) {
                missing += (int)(gaps.end(gap) - gaps.begin(gap));
            }
            assertEquals(highest - have.get(0, (int)highest).cardinality(), missing);
        }
    }

    @Test
    void aPartialRepairPutsTheRestOffUntilAllThatWasAskedForHasCome() {
        gaps.extendTo(1000, 0);
        gaps.onAsked(0, 600, 50);
        gaps.onRange(0, 200, 10);
        assertEquals(1010, gaps.dueNs(0));
        assertEquals(400, gaps.outstanding(0));
        gaps.onRange(200, 600, 20);
        assertEquals(20, gaps.dueNs(0));
        assertEquals(0, gaps.outstanding(0));
    }
}
