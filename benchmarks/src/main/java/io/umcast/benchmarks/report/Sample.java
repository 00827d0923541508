/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.Map;
import java.util.TreeMap;

import org.HdrHistogram.Histogram;

/**
 * One measurement.
 *
 * @param suite     that it belongs to.
 * @param contender that was measured, see {@link Names}.
 * @param setting   what distinguishes it in the suite, such as size=64, rate=100000.
 * @param round     0 or more; samples of one round are pairs.
 * @param values    what was measured, by {@link Metric}.
 * @param histogram of times in ns; empty if none were taken.
 */
public record Sample(String suite, String contender, Map<String, Integer> setting, int round, Map<String, Double> values,
    Histogram histogram) {
    /** Copies what can change. */
    public Sample {
        setting = new TreeMap<>(setting);
        values = new TreeMap<>(values);
    }

    /**
     * A measured value.
     *
     * @param metric its name.
     * @return the value, NaN if it was not measured.
     */
    public double value(final String metric) {
        return values.getOrDefault(metric, Double.NaN);
    }

    /**
     * Whether it is of a setting.
     *
     * @param part keys and values that it has to have.
     * @return whether it has them.
     */
    public boolean isOf(final Map<String, Integer> part) {
        return setting.entrySet().containsAll(part.entrySet());
    }

    /**
     * The same by another name.
     *
     * @param name of the contender.
     * @return the sample.
     */
    public Sample of(final String name) {
        return new Sample(suite, name, setting, round, values, histogram);
    }
}
