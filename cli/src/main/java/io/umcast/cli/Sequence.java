/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.util.Map;
import java.util.TreeMap;

/** What became of one stream's numbered messages: whether each came, once, in its turn. */
final class Sequence {
    /** Ranges of missing numbers, begin to end: to tell one that comes late from one that comes twice. */
    private final TreeMap<Long, Long> missing = new TreeMap<>();
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
            missing.put(next, number);
            next = number + 1;
        } else if (isMissing(number)) {
            lost--;
            reordered++;
        } else {
            duplicated++;
        }
    }

    /** Whether a number was missing until now. */
    private boolean isMissing(final long number) {
        final Map.Entry<Long, Long> range = missing.floorEntry(number);
        if (range == null || range.getValue() <= number) {
            return false;
        }
        final long begin = range.getKey();
        if (begin < number) {
            missing.put(begin, number);
        } else {
            missing.remove(begin);
        }
        if (number + 1 < range.getValue()) {
            missing.put(number + 1, range.getValue());
        }
        return true;
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
