/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonObject;
import io.umcast.benchmarks.report.Metric;
import io.umcast.benchmarks.report.Sample;
import org.HdrHistogram.Histogram;

/** One process sends, others count what comes. */
final class OneWay {
    private static final int ATTEMPTS = 3;

    private final String suite;
    private final Stage stage;
    private final Contender contender;
    private final int round;
    private final MeasuredProcess source;
    private final List<MeasuredProcess> sinks;

    OneWay(final String suite, final Stage stage, final Contender contender, final int round, final MeasuredProcess source,
        final List<MeasuredProcess> sinks) {
        this.suite = suite;
        this.stage = stage;
        this.contender = contender;
        this.round = round;
        this.source = source;
        this.sinks = sinks;
    }

    /** Not counted. */
    void warmUp(final int size, final int ms) {
        run(size, 0, ms);
    }

    /**
     * One measurement. One in which nothing moved is repeated: Aeron's flow control stands still at times when a receiver gets no time.
     *
     * @param rate messages a second; 0 for as many as go.
     */
    Sample measure(final Map<String, Integer> setting, final int size, final int rate, final int ms) {
        Outcome outcome = run(size, rate, ms);
        for (int i = 1; i < ATTEMPTS && outcome.received == 0; i++) {
            outcome = run(size, rate, ms);
        }
        return outcome.sample(setting);
    }

    private Outcome run(final int size, final int rate, final int ms) {
        final int number = stage.next();
        final Outcome outcome = new Outcome();
        source.cpuNs();
        sinks.forEach(MeasuredProcess::cpuNs);
        outcome.sent = source.ask("flood " + number + " " + size + " " + rate + " " + ms);
        final long sent = outcome.sent.get("sent").getAsLong();
        sinks.forEach(sink -> sink.tell("tally " + number + " " + sent));
        sinks.forEach(sink -> outcome.add(sink.answer(), sent));
        outcome.cpuNs += source.cpuNs() + sinks.stream().mapToLong(MeasuredProcess::cpuNs).sum();
        return outcome;
    }

    private final class Outcome {
        private final Histogram delays = Metric.parse("");
        private JsonObject sent;
        private long received;
        private long lost;
        private long cpuNs;
        private double rates;
        private double bytes;
        private long allocatedReceiving;

        private void add(final JsonObject tally, final long all) {
            final long count = tally.get("received").getAsLong();
            final double seconds = Math.max(1, tally.get("ns").getAsLong()) / 1e9;
            received += count;
            lost += all - count;
            rates += count / seconds;
            bytes += tally.get("bytes").getAsLong() / seconds;
            allocatedReceiving += tally.get("allocated").getAsLong();
            delays.add(Metric.parse(tally.get("hist").getAsString()));
        }

        private Sample sample(final Map<String, Integer> setting) {
            final Map<String, Double> values = new HashMap<>(Metric.percentiles(delays));
            values.put(Metric.RATE, rates / sinks.size());
            values.put(Metric.BYTES, bytes / sinks.size());
            values.put(Metric.LOST, (double)lost);
            values.put(Metric.CPU, cpuNs / (double)Math.max(1, received));
            values.put(Metric.ALLOCATED_SENDING, sent.get("allocated").getAsDouble() / Math.max(1, sent.get("sent").getAsLong()));
            values.put(Metric.ALLOCATED_RECEIVING, allocatedReceiving / (double)Math.max(1, received));
            return new Sample(suite, contender.name(), setting, round, values, delays);
        }
    }
}
