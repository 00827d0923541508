/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.util.Locale;

import org.HdrHistogram.Histogram;

/** A histogram of times as bars, one for each doubling. */
final class Bars {
    private static final int WIDTH = 50;
    private static final long LOWEST_NS = 1_000;

    private Bars() {
    }

    static String text(final Histogram histogram) {
        final StringBuilder text = new StringBuilder();
        final double total = histogram.getTotalCount();
        long low = 0;
        long high = LOWEST_NS;
        long most = 0;
        for (long from = 0, to = LOWEST_NS; from <= histogram.getMaxValue(); from = to, to *= 2) {
            most = Math.max(most, count(histogram, from, to));
        }
        boolean begun = false;
        for (; low <= histogram.getMaxValue() && total > 0; low = high, high *= 2) {
            final long count = count(histogram, low, high);
            begun |= count > 0;
            if (begun) {
                final String bar = "#".repeat((int)Math.round((double)count * WIDTH / most));
                text.append(String.format(Locale.ROOT, "  %9s to %9s %6.2f %% %s%n", Text.time(low), Text.time(high), count * 100 / total,
                    bar.isEmpty() && count > 0 ? "." : bar));
            }
        }
        return text.toString();
    }

    private static long count(final Histogram histogram, final long from, final long to) {
        return histogram.getCountBetweenValues(from, to - 1);
    }
}
