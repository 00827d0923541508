/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.util.List;
import java.util.Map;

import io.umcast.benchmarks.report.Metric;
import io.umcast.benchmarks.report.Sample;
import io.umcast.benchmarks.report.Suites;

/** What a connected publisher and subscriber take of a core while nothing is published; all back off. */
final class Idle implements Suite {
    private static final String BACKOFF = "idle=backoff";

    private final Bench bench;
    private final Plan plan;

    Idle(final Bench bench) {
        this.bench = bench;
        this.plan = bench.plan();
    }

    @Override
    public String name() {
        return Suites.IDLE;
    }

    @Override
    public List<Contender> contenders() {
        return bench.those(Contender.FLOOR, Contender.UMCAST, Contender.UMCAST_STARTED, Contender.AERON, Contender.JEROMQ, Contender.CYCLONE);
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public List<Sample> measure(final Contender contender, final int round) {
        try (Stage stage = bench.stage()) {
            final MeasuredProcess source = stage.anywhere(contender, "source", BACKOFF);
            final MeasuredProcess sink = stage.anywhere(contender, "sink", BACKOFF);
            sink.ask("await 0");
            source.ask("await 1");
            bench.pause(plan.idle() / 4);
            source.cpuNs();
            sink.cpuNs();
            final long begin = System.nanoTime();
            bench.pause(plan.idle());
            final double ns = System.nanoTime() - begin;
            return List.of(sample(contender, round, 0, source.cpuNs() / ns), sample(contender, round, 1, sink.cpuNs() / ns));
        }
    }

    private Sample sample(final Contender contender, final int round, final int receiving, final double core) {
        return new Sample(name(), contender.name(), Map.of("receiving", receiving), round, Map.of(Metric.CORE, core), Metric.parse(""));
    }
}
