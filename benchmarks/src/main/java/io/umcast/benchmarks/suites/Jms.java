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

/** Bytes messages of a JMS topic, beside brokers in a process of their own: to 1 and to 4 subscribing processes, and there and back. */
final class Jms implements Suite {
    private static final int SIZE = 256;
    private static final int RATE = 2000;
    private static final String[] NO_SETTINGS = {};

    private final Bench bench;
    private final Plan plan;

    Jms(final Bench bench) {
        this.bench = bench;
        this.plan = bench.plan();
    }

    @Override
    public String name() {
        return Suites.JMS;
    }

    @Override
    public List<Contender> contenders() {
        return bench.those(Contender.UMCAST_JMS, Contender.ARTEMIS, Contender.ACTIVEMQ);
    }

    @Override
    public int rounds() {
        return plan.pairs();
    }

    @Override
    public List<Sample> measure(final Contender contender, final int round) {
        final List<Sample> samples = new ArrayList<>();
        try (Stage broker = bench.stage()) {
            if (!contender.equals(Contender.UMCAST_JMS)) {
                broker.anywhere(contender, "broker", NO_SETTINGS).ask("await 0");
            }
            for (int vendor = 0; vendor <= 1; vendor++) {
                oneWay(broker, contender, round, vendor, samples);
                roundTrips(broker, contender, round, vendor, samples);
            }
        }
        return samples;
    }

    private void oneWay(final Stage broker, final Contender contender, final int round, final int vendor, final List<Sample> samples) {
        try (Stage stage = broker.within()) {
            final MeasuredProcess source = stage.anywhere(contender, "source", "vendor=" + vendor);
            final List<MeasuredProcess> sinks = new ArrayList<>();
            for (final int subscribers : List.of(1, 4)) {
                while (sinks.size() < subscribers) {
                    sinks.add(stage.anywhere(contender, "sink", "vendor=" + vendor));
                }
                sinks.forEach(sink -> sink.ask("await 0"));
                source.ask("await " + subscribers);
                final OneWay way = new OneWay(name(), stage, contender, round, source, List.copyOf(sinks));
                stage.warmUpUntilCompiled(plan, () -> way.warmUp(SIZE, plan.warmUp()));
                final Sample sample =
                    way.measure(Map.of("subscribers", subscribers, "size", SIZE, "vendor", vendor), SIZE, 0, plan.flood());
                // a broker's share of the work is done in another process
                sample.values().keySet().removeAll(List.of(Metric.CPU, Metric.ALLOCATED_SENDING, Metric.ALLOCATED_RECEIVING));
                samples.add(sample);
            }
        }
    }

    private void roundTrips(final Stage broker, final Contender contender, final int round, final int vendor, final List<Sample> samples) {
        try (Stage stage = broker.within()) {
            final MeasuredProcess pong = client(stage, contender, 0, "pong", vendor);
            final MeasuredProcess ping = client(stage, contender, 1, "ping", vendor);
            pong.ask("await 1");
            ping.ask("await 1");
            stage.warmUpUntilCompiled(plan, () -> ping.ask("closed " + stage.next() + " " + SIZE + " " + plan.warmUp()));
            samples.add(RoundTrips.sample(name(), contender, round, Map.of("size", SIZE, "vendor", vendor),
                ping.ask("closed " + stage.next() + " " + SIZE + " " + plan.roundTrips())));
            ping.ask("open " + stage.next() + " " + SIZE + " " + RATE + " " + plan.warmUp() / 4);
            samples.add(RoundTrips.sample(name(), contender, round, Map.of("size", SIZE, "vendor", vendor, "rate", RATE),
                ping.ask("open " + stage.next() + " " + SIZE + " " + RATE + " " + plan.roundTrips())));
        }
    }

    /** Two threads that wait for each other have a core each. The clients of a broker, three processes of many threads, are slower so. */
    private static MeasuredProcess client(final Stage stage, final Contender contender, final int cpu, final String role, final int vendor) {
        return contender.equals(Contender.UMCAST_JMS) ? stage.pinned(cpu, contender, role, "vendor=" + vendor) :
            stage.anywhere(contender, role, "vendor=" + vendor);
    }
}
