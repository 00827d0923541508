/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.util.LinkedHashMap;
import java.util.Map;

import org.HdrHistogram.Histogram;

/** What is told of a histogram of times in nanoseconds. */
final class Percentiles {
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private Percentiles() {
    }

    /** A histogram of up to a minute that never allocates when it records. */
    static Histogram newHistogram() {
        return new Histogram(HIGHEST_NS, DIGITS);
    }

    /** Records a time; one that is beyond the range counts as its end. */
    static void record(final Histogram histogram, final long nanos) {
        histogram.recordValue(Math.max(0, Math.min(HIGHEST_NS, nanos)));
    }

    private static Map<String, Long> of(final Histogram histogram) {
        final boolean any = histogram.getTotalCount() > 0;
        final Map<String, Long> values = new LinkedHashMap<>();
        values.put("min", any ? histogram.getMinValue() : 0);
        values.put("p50", histogram.getValueAtPercentile(50));
        values.put("p90", histogram.getValueAtPercentile(90));
        values.put("p99", histogram.getValueAtPercentile(99));
        values.put("p99.9", histogram.getValueAtPercentile(99.9));
        values.put("max", histogram.getMaxValue());
        return values;
    }

    /** The object with the keys min, p50, p90, p99, p99.9, max. */
    static Json json(final Histogram histogram) {
        final Json json = new Json();
        of(histogram).forEach((String key, Long value) -> json.put(key, value.longValue()));
        return json;
    }

    /** The same, a line each. */
    static String text(final Histogram histogram) {
        final StringBuilder text = new StringBuilder();
        of(histogram).forEach((key, value) -> text.append(String.format("%n  %-6s %12s", key, Text.time(value))));
        return text.toString();
    }
}
