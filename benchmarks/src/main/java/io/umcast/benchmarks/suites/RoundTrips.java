/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.util.Map;

import com.google.gson.JsonObject;
import io.umcast.benchmarks.report.Metric;
import io.umcast.benchmarks.report.Sample;
import org.HdrHistogram.Histogram;

/** What a pinging process answers. */
final class RoundTrips {
    private RoundTrips() {
    }

    /** The answer to {@code closed} or {@code open} as a sample: percentiles of the times, and what did not come back. */
    static Sample sample(final String suite, final Contender contender, final int round, final Map<String, Integer> setting,
        final JsonObject answer) {
        final Histogram histogram = Metric.parse(answer.get("hist").getAsString());
        final Map<String, Double> values = Metric.percentiles(histogram);
        values.put(Metric.LOST, (double)(answer.get("sent").getAsLong() - answer.get("received").getAsLong()));
        return new Sample(suite, contender.name(), setting, round, values, histogram);
    }
}
