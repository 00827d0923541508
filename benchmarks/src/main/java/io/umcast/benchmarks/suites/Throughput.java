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

/** As many messages as go from one process to another, each on a core of its own, by datagrams of two sizes. */
final class Throughput implements Suite {
    private static final int LARGE = 8192;
    private static final int ETHERNET = 1472;
    private static final int MAIN_SIZE = 64;

    private final Bench bench;
    private final Plan plan;

    Throughput(final Bench bench) {
        this.bench = bench;
        this.plan = bench.plan();
    }

    @Override
    public String name() {
        return Suites.THROUGHPUT;
    }

    @Override
    public List<Contender> contenders() {
        return bench.those(Contender.FLOOR, Contender.FLOOR_OFFLOAD, Contender.UMCAST, Contender.AERON, Contender.AERON_SHARED,
            Contender.JEROMQ, Contender.CYCLONE);
    }

    @Override
    public int rounds() {
        return plan.pairs();
    }

    @Override
    public List<Sample> measure(final Contender contender, final int round) {
        final List<Sample> samples = new ArrayList<>();
        if (Programs.FLOOR.equals(contender.program())) {
            floor(contender, round, LARGE, plan.floodSizes(), samples);
            floor(contender, round, ETHERNET, plan.ethernetSizes(), samples);
        } else {
            run(contender, round, LARGE, plan.floodSizes(), samples);
            if (!contender.program().equals("jeromq") && !contender.program().equals(Programs.CYCLONE)) {
                run(contender, round, ETHERNET, plan.ethernetSizes(), samples);
            }
        }
        return samples;
    }

    private void run(final Contender contender, final int round, final int mtu, final List<Integer> sizes, final List<Sample> samples) {
        if (sizes.isEmpty()) {
            return;
        }
        try (Stage stage = bench.stage()) {
            final MeasuredProcess source = stage.pinned(1, contender, "source", "mtu=" + mtu);
            final MeasuredProcess sink = stage.pinned(0, contender, "sink", "mtu=" + mtu);
            sink.ask("await 0");
            source.ask("await 1");
            final OneWay way = new OneWay(name(), stage, contender, round, source, List.of(sink));
            way.warmUp(MAIN_SIZE, plan.warmUp());
            for (final int size : sizes) {
                way.warmUp(size, plan.flood() / 4);
                samples.add(way.measure(Map.of("size", size, "mtu", mtu), size, 0, plan.flood()));
            }
        }
    }

    /** Whole datagrams of the same size: they are counted as the messages of any size that they have room for. */
    private void floor(final Contender contender, final int round, final int mtu, final List<Integer> sizes, final List<Sample> samples) {
        if (sizes.isEmpty()) {
            return;
        }
        try (Stage stage = bench.stage()) {
            final MeasuredProcess sink = stage.pinned(0, contender, "sink");
            final MeasuredProcess source = stage.pinned(1, contender, "source");
            sink.ask("await 0");
            source.ask("await 1");
            final OneWay way = new OneWay(name(), stage, contender, round, source, List.of(sink));
            way.warmUp(mtu, plan.flood() / 4);
            final Sample datagrams = way.measure(Map.of("mtu", mtu), mtu, 0, plan.flood());
            for (final int size : sizes) {
                final Sample sample = new Sample(name(), contender.name(), Map.of("size", size, "mtu", mtu), round, datagrams.values(),
                    datagrams.histogram());
                sample.values().put(Metric.RATE, datagrams.value(Metric.BYTES) / size);
                samples.add(sample);
            }
        }
    }

    @Override
    public double score(final List<Sample> samples) {
        return samples.stream().filter(sample -> sample.isOf(Map.of("size", MAIN_SIZE, "mtu", LARGE)))
            .mapToDouble(sample -> sample.value(Metric.RATE)).findFirst().orElse(Double.NaN);
    }
}
