/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.Arrays;
import java.util.Locale;

/**
 * What several rounds came to.
 *
 * @param median the upper one of two.
 * @param least  of them.
 * @param most   of them.
 * @param rounds how many there are; 0 if nothing was measured.
 */
public record Spread(double median, double least, double most, int rounds) {
    /**
     * Of some values.
     *
     * @param values in any order; those that are not finite are left out.
     * @return the spread.
     */
    public static Spread of(final double... values) {
        final double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /**
     * Whether there is anything.
     *
     * @return whether a value was measured.
     */
    public boolean isMeasured() {
        return rounds > 0;
    }

    /**
     * The same in another unit.
     *
     * @param factor that each value is multiplied by.
     * @return the spread.
     */
    public Spread times(final double factor) {
        return new Spread(median * factor, least * factor, most * factor, rounds);
    }

    /**
     * As in tables.
     *
     * @return the median, and in brackets the least and the most; a dash if nothing was measured.
     */
    public String text() {
        if (!isMeasured()) {
            return "-";
        }
        return rounds == 1 ? number(median) : number(median) + " (" + number(least) + " to " + number(most) + ")";
    }

    /**
     * A number with three digits or so.
     *
     * @param value the number.
     * @return its text.
     */
    public static String number(final double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        final double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
