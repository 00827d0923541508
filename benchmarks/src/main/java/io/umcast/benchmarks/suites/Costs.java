/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.gson.JsonParser;
import io.umcast.benchmarks.report.Metric;
import io.umcast.benchmarks.report.Sample;
import io.umcast.benchmarks.report.Suites;

/** What the parts of a message's way cost, in plain C: what the model of costs predicts from. */
final class Costs implements Suite {
    private static final int ROUNDS = 3;

    private final Bench bench;

    Costs(final Bench bench) {
        this.bench = bench;
    }

    @Override
    public String name() {
        return Suites.COSTS;
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.FLOOR);
    }

    @Override
    public int rounds() {
        return Math.min(ROUNDS, bench.plan().pairs());
    }

    @Override
    public List<Sample> measure(final Contender contender, final int round) {
        try {
            final Process process = new ProcessBuilder(bench.programs().compiled().resolve(Programs.FLOOR).toString(), "costs").start();
            final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            final Map<String, Double> values = new TreeMap<>();
            JsonParser.parseString(printed).getAsJsonObject().entrySet().forEach(cost -> values.put(cost.getKey(), cost.getValue().getAsDouble()));
            return List.of(new Sample(name(), contender.name(), Map.of(), round, values, Metric.parse("")));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
