/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.Map;
import java.util.TreeMap;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** What is measured: names, and how they come out of a histogram. */
public final class Metric {
    /** Nanoseconds. */
    public static final String P50 = "p50";
    /** Nanoseconds. */
    public static final String P90 = "p90";
    /** Nanoseconds. */
    public static final String P99 = "p99";
    /** Nanoseconds. */
    public static final String P999 = "p99.9";
    /** Nanoseconds. */
    public static final String P9999 = "p99.99";
    /** Nanoseconds. */
    public static final String MAX = "max";
    /** Messages a second, at one receiver. */
    public static final String RATE = "rate";
    /** Bytes of messages a second, at one receiver. */
    public static final String BYTES = "bytes";
    /** Messages. */
    public static final String LOST = "lost";
    /** CPU time of all processes in ns for each message delivered to a receiver. */
    public static final String CPU = "cpu";
    /** Bytes that the sending data thread allocated for each message. */
    public static final String ALLOCATED_SENDING = "allocated.sending";
    /** Bytes that the receiving data thread allocated for each message. */
    public static final String ALLOCATED_RECEIVING = "allocated.receiving";
    /** What follows a benchmark's name where bytes are meant: those it allocated for each operation. */
    public static final String ALLOCATED = ".allocated";
    /** The share of a core that a process takes, 0 to 1 and more. */
    public static final String CORE = "core";

    private static final int DIGITS = 3;

    private Metric() {
    }

    /**
     * A histogram as agents print it.
     *
     * @param pairs value:count, joined by commas.
     * @return the histogram.
     */
    public static Histogram parse(final String pairs) {
        final Histogram histogram = new Histogram(DIGITS);
        histogram.setAutoResize(true);
        if (!pairs.isEmpty()) {
            for (final String pair : pairs.split(",", -1)) {
                final int colon = pair.indexOf(':');
                histogram.recordValueWithCount(Long.parseLong(pair.substring(0, colon)), Long.parseLong(pair.substring(colon + 1)));
            }
        }
        return histogram;
    }

    /**
     * The inverse of {@link #parse}.
     *
     * @param histogram to print.
     * @return value:count pairs, joined by commas.
     */
    public static String print(final Histogram histogram) {
        final StringBuilder pairs = new StringBuilder();
        for (final HistogramIterationValue value : histogram.recordedValues()) {
            pairs.append(pairs.isEmpty() ? "" : ",").append(value.getValueIteratedTo()).append(':')
                .append(value.getCountAtValueIteratedTo());
        }
        return pairs.toString();
    }

    /**
     * What tables show of a histogram.
     *
     * @param histogram of times in ns.
     * @return percentiles in ns; empty if nothing was recorded.
     */
    public static Map<String, Double> percentiles(final Histogram histogram) {
        final Map<String, Double> values = new TreeMap<>();
        if (histogram.getTotalCount() > 0) {
            values.put(P50, (double)histogram.getValueAtPercentile(50));
            values.put(P90, (double)histogram.getValueAtPercentile(90));
            values.put(P99, (double)histogram.getValueAtPercentile(99));
            values.put(P999, (double)histogram.getValueAtPercentile(99.9));
            values.put(P9999, (double)histogram.getValueAtPercentile(99.99));
            values.put(MAX, (double)histogram.getMaxValue());
        }
        return values;
    }
}
