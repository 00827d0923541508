/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.umcast.benchmarks.report.Sample;
import io.umcast.benchmarks.report.Suites;

/** Messages that go round one topic, or ten thousand, on as many groups. */
final class Topics implements Suite {
    private static final int SIZE = 64;
    private static final int GROUPS = 16;

    private final Bench bench;
    private final Plan plan;

    Topics(final Bench bench) {
        this.bench = bench;
        this.plan = bench.plan();
    }

    @Override
    public String name() {
        return Suites.TOPICS;
    }

    @Override
    public List<Contender> contenders() {
        return bench.those(Contender.UMCAST);
    }

    @Override
    public int rounds() {
        return plan.pairs();
    }

    @Override
    public List<Sample> measure(final Contender contender, final int round) {
        final List<Sample> samples = new ArrayList<>();
        final int most = plan.topics().get(plan.topics().size() - 1);
        samples.add(measure(contender, round, 1, 1));
        if (most > GROUPS) {
            samples.add(measure(contender, round, most, 1));
        }
        plan.topics().forEach(topics -> samples.add(measure(contender, round, topics, GROUPS)));
        return samples;
    }

    private Sample measure(final Contender contender, final int round, final int topics, final int groups) {
        try (Stage stage = bench.stage()) {
            final MeasuredProcess sink = stage.pinned(0, contender, "sink", "topics=" + topics, "groups=" + groups);
            final MeasuredProcess source = stage.pinned(1, contender, "source", "topics=" + topics, "groups=" + groups);
            sink.ask("await 0");
            source.ask("await 1");
            final OneWay way = new OneWay(name(), stage, contender, round, source, List.of(sink));
            stage.warmUpUntilCompiled(plan, () -> way.warmUp(SIZE, plan.warmUp()));
            return way.measure(Map.of("topics", topics, "groups", groups, "size", SIZE), SIZE, 0, plan.flood());
        }
    }
}
