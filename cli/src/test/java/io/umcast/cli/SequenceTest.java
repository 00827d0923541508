/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SequenceTest {
    private final Sequence sequence = new Sequence();

    private void take(final long... numbers) {
        for (final long number : numbers) {
            sequence.onNumber(number);
        }
    }

    private void assertCounts(final long lost, final long duplicated, final long reordered) {
        assertEquals(lost, sequence.lost(true), "lost");
        assertEquals(duplicated, sequence.duplicated(), "duplicated");
        assertEquals(reordered, sequence.reordered(), "reordered");
    }

    @Test
    void findsNothingInAWholeStream() {
        take(0, 1, 2, 3);
        assertCounts(0, 0, 0);
        assertEquals(4, sequence.next());
    }

    @Test
    void countsWhatIsMissing() {
        take(0, 3, 4, 6);
        assertCounts(3, 0, 0);
    }

    @Test
    void takesWhatComesLateForReordered() {
        take(0, 3, 1, 2, 4);
        assertCounts(0, 0, 2);
    }

    @Test
    void takesWhatComesAgainForDuplicated() {
        take(0, 1, 1, 2, 0, 3);
        assertCounts(0, 2, 0);
        take(6, 4, 4);
        assertCounts(1, 3, 1);
    }

    @Test
    void missesTheBeginOnlyOfAStreamReceivedFromItsBegin() {
        take(5, 6, 7);
        assertEquals(5, sequence.lost(true));
        assertEquals(0, sequence.lost(false));
    }

    @Test
    void tellsLateFromTwiceHoweverManyAreMissing() {
        take(0, 1L << 40, 7, (1L << 40) - 1, 1, 7, 1L << 39, 1L << 40);
        assertCounts((1L << 40) - 5, 2, 4);
    }

    @Test
    void agreesWithASetOfNumbers() {
        final java.util.SplittableRandom random = new java.util.SplittableRandom(5);
        final java.util.Set<Long> seen = new java.util.HashSet<>();
        long highest = 0;
        long twice = 0;
        take(0);
        seen.add(0L);
        for (int i = 0; i < 20_000; i++) {
            final long number = Math.max(0, highest + random.nextLong(-300, 60));
            take(number);
            twice += seen.add(number) ? 0 : 1;
            highest = Math.max(highest, number);
        }
        assertEquals(highest + 1 - seen.size(), sequence.lost(true));
        assertEquals(twice, sequence.duplicated());
    }
}
