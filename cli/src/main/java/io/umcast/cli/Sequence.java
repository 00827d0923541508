/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import org.agrona.collections.LongHashSet;

/** What became of one stream's numbered messages: whether each came, once, in its turn. */
final class Sequence {
    /** So many missing numbers are kept, to tell one that comes late from one that comes twice. */
    private static final int MOST_MISSING = 1 << 20;

    private final LongHashSet missing = new LongHashSet();
    private long first = -1;
    private long next;
    private long lost;
    private long duplicated;
    private long reordered;

    /** Takes the number of a message that has come. */
    void onNumber(final long number) {
        if (number == next && first >= 0) {
            next++;
        } else {
            onOther(number);
        }
    }

    private void onOther(final long number) {
        if (first < 0) {
            first = number;
            next = number + 1;
        } else if (number > next) {
            lost += number - next;
            for (long skipped = next; skipped < number && missing.size() < MOST_MISSING; skipped++) {
                missing.add(skipped);
            }
            next = number + 1;
        } else if (missing.remove(number)) {
            lost--;
            reordered++;
        } else {
            duplicated++;
        }
    }

    /**
     * How many never came.
     *
     * @param fromBegin whether the stream was received from its begin, so that number 0 was due.
     */
    long lost(final boolean fromBegin) {
        return lost + (fromBegin && first > 0 ? first : 0);
    }

    long duplicated() {
        return duplicated;
    }

    long reordered() {
        return reordered;
    }

    /** One more than the highest number. */
    long next() {
        return next;
    }
}
