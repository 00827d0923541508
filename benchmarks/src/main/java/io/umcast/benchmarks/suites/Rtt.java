/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonObject;
import io.umcast.benchmarks.report.Metric;
import io.umcast.benchmarks.report.Sample;
import io.umcast.benchmarks.report.Suites;

/** Round trips between two processes, each on a core of its own: one after the other, and at fixed rates. */
final class Rtt implements Suite {
    private static final int OPEN_SIZE = 288;
    private static final int MAIN_SIZE = 64;
    private static final int MAIN_RATE = 100_000;
    private static final int JEROMQ_LIMIT = 50_000;

    private final Bench bench;
    private final Plan plan;

    Rtt(final Bench bench) {
        this.bench = bench;
        this.plan = bench.plan();
    }

    @Override
    public String name() {
        return Suites.RTT;
    }

    @Override
    public List<Contender> contenders() {
        return bench.those(Contender.FLOOR, Contender.UMCAST, Contender.AERON, Contender.AERON_SHARED, Contender.JEROMQ, Contender.CYCLONE);
    }

    @Override
    public int rounds() {
        return plan.pairs();
    }

    @Override
    public List<Sample> measure(final Contender contender, final int round) {
        final List<Sample> samples = new ArrayList<>();
        try (Stage stage = bench.stage()) {
            final MeasuredProcess pong = stage.pinned(0, contender, "pong");
            final MeasuredProcess ping = stage.pinned(1, contender, "ping");
            pong.ask("await 1");
            ping.ask("await 1");
            warmUp(ping, stage);
            for (final int size : plan.sizes()) {
                final int ms = size == MAIN_SIZE ? plan.roundTrips() : plan.roundTrips() / 2;
                final int number = stage.next();
                samples.add(RoundTrips.sample(name(), contender, round, Map.of("size", size), ping.ask("closed " + number + " " + size + " " + ms)));
            }
            for (final int rate : plan.rates()) {
                final int ms = rate == MAIN_RATE ? plan.roundTrips() : plan.roundTrips() / 2;
                final int number = stage.next();
                pong.ask("allocated");
                final JsonObject answer = ping.ask("open " + number + " " + OPEN_SIZE + " " + rate + " " + ms);
                final double count = Math.max(1, answer.get("sent").getAsLong());
                final Sample sample = RoundTrips.sample(name(), contender, round, Map.of("size", OPEN_SIZE, "rate", rate), answer);
                sample.values().put(Metric.RATE, count * 1e9 / answer.get("ns").getAsLong());
                sample.values().put(Metric.ALLOCATED_SENDING, answer.get("allocated").getAsLong() / count);
                sample.values().put(Metric.ALLOCATED_RECEIVING, pong.ask("allocated").get("allocated").getAsLong() / count);
                samples.add(sample);
            }
        }
        return samples;
    }

    private void warmUp(final MeasuredProcess ping, final Stage stage) {
        ping.ask("closed " + stage.next() + " " + MAIN_SIZE + " " + plan.warmUp());
        ping.ask("open " + stage.next() + " " + OPEN_SIZE + " " + JEROMQ_LIMIT + " " + plan.warmUp() / 4);
    }

    @Override
    public double score(final List<Sample> samples) {
        return -samples.stream().filter(sample -> sample.isOf(Map.of("size", MAIN_SIZE))).mapToDouble(sample -> sample.value(Metric.P50))
            .findFirst().orElse(Double.NaN);
    }
}
