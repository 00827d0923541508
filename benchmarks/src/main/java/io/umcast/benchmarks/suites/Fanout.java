/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.umcast.benchmarks.report.Metric;
import io.umcast.benchmarks.report.Sample;
import io.umcast.benchmarks.report.Suites;

/** From one process to more and more, on whatever cores there are; all back off when they have nothing to do. */
final class Fanout implements Suite {
    private static final int SIZE = 64;
    private static final String IDLE = "idle=backoff";
    private static final int SETTLE_MS = 300;

    private final Bench bench;
    private final Plan plan;

    Fanout(final Bench bench) {
        this.bench = bench;
        this.plan = bench.plan();
    }

    @Override
    public String name() {
        return Suites.FANOUT;
    }

    @Override
    public List<Contender> contenders() {
        return bench.those(Contender.FLOOR, Contender.UMCAST, Contender.AERON, Contender.AERON_SHARED);
    }

    @Override
    public int rounds() {
        return plan.pairs();
    }

    @Override
    public List<Sample> measure(final Contender contender, final int round) {
        final List<Sample> samples = new ArrayList<>();
        final boolean floor = contender.program().equals(Programs.FLOOR);
        final int size = floor ? 8192 : SIZE;
        try (Stage stage = bench.stage()) {
            final MeasuredProcess source = stage.anywhere(contender, "source", IDLE);
            final List<MeasuredProcess> sinks = new ArrayList<>();
            for (final int subscribers : plan.subscribers()) {
                while (sinks.size() < subscribers) {
                    sinks.add(stage.anywhere(contender, "sink", IDLE));
                }
                sinks.forEach(sink -> sink.ask("await 0"));
                source.ask("await " + subscribers);
                bench.pause(SETTLE_MS);
                final OneWay way = new OneWay(name(), stage, contender, round, source, List.copyOf(sinks));
                way.warmUp(size, plan.warmUp() / 2);
                final Sample sample = way.measure(Map.of("subscribers", subscribers, "size", SIZE), size, 0, plan.flood());
                if (floor) {
                    sample.values().put(Metric.RATE, sample.value(Metric.BYTES) / SIZE);
                    sample.values().put(Metric.CPU, sample.value(Metric.CPU) * SIZE / size);
                }
                samples.add(sample);
            }
        }
        return samples;
    }

    @Override
    public double score(final List<Sample> samples) {
        return samples.get(samples.size() - 1).value(Metric.RATE);
    }
}
