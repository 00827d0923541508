/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.util.StringJoiner;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** What an agent answers to a command: one line, a JSON object. */
final class Reply {
    private final StringJoiner members = new StringJoiner(",", "{", "}");

    Reply put(final String key, final long value) {
        members.add("\"" + key + "\":" + value);
        return this;
    }

    /** A histogram as value:count pairs, as agent.c writes them. */
    Reply put(final String key, final Histogram histogram) {
        final StringJoiner pairs = new StringJoiner(",");
        for (final HistogramIterationValue value : histogram.recordedValues()) {
            pairs.add(value.getValueIteratedTo() + ":" + value.getCountAtValueIteratedTo());
        }
        members.add("\"" + key + "\":\"" + pairs + "\"");
        return this;
    }

    @Override
    public String toString() {
        return members.toString();
    }
}
