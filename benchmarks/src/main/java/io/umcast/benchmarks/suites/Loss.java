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

/** One way, while the receiver drops datagrams at random: as many messages as go, and the delay of messages at a fixed rate. */
final class Loss implements Suite {
    private static final int FLOOD_SIZE = 1024;
    private static final int PACED_SIZE = 288;
    private static final int RATE = 20_000;
    private static final int ROUNDS = 3;

    private final Bench bench;
    private final Plan plan;

    Loss(final Bench bench) {
        this.bench = bench;
        this.plan = bench.plan();
    }

    @Override
    public String name() {
        return Suites.LOSS;
    }

    @Override
    public List<Contender> contenders() {
        return bench.those(Contender.UMCAST, Contender.AERON);
    }

    @Override
    public int rounds() {
        return Math.min(ROUNDS, plan.pairs());
    }

    @Override
    public List<Sample> measure(final Contender contender, final int round) {
        final List<Sample> samples = new ArrayList<>();
        for (final int loss : plan.losses()) {
            final String share = Double.toString(loss / 1000.0);
            try (Stage stage = bench.stage()) {
                final MeasuredProcess source = stage.pinned(1, contender, "source");
                final MeasuredProcess sink = stage.flagged(0, loss == 0 ? List.of() : List.of(
                    "-Daeron.ReceiveChannelEndpoint.supplier=io.aeron.driver.ext.DebugReceiveChannelEndpointSupplier",
                    "-Daeron.debug.receive.data.loss.rate=" + share, "-Daeron.debug.receive.data.loss.seed=" + (round + 1)),
                    contender, "sink", "uri=&loss=" + share + "&seed=" + (round + 1));
                sink.ask("await 0");
                source.ask("await 1");
                final OneWay way = new OneWay(name(), stage, contender, round, source, List.of(sink));
                way.warmUp(FLOOD_SIZE, plan.warmUp() / 2);
                samples.add(way.measure(Map.of("loss", loss, "size", FLOOD_SIZE), FLOOD_SIZE, 0, plan.flood()));
                samples.add(way.measure(Map.of("loss", loss, "size", PACED_SIZE, "rate", RATE), PACED_SIZE, RATE, plan.flood()));
            }
        }
        return samples;
    }
}
