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
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import io.umcast.benchmarks.report.Metric;
import io.umcast.benchmarks.report.Names;
import io.umcast.benchmarks.report.Sample;
import io.umcast.benchmarks.report.Suites;

/** What the parts of a message's way cost, in plain C and, by JMH, in Java: what the model of costs predicts from. */
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
        final List<Contender> both = List.of(Contender.FLOOR, Contender.UMCAST.named(Names.UMCAST, true));
        return bench.plan().part() == 0 ? both.subList(0, 1) : both;
    }

    @Override
    public int rounds() {
        return Math.min(ROUNDS, bench.plan().pairs());
    }

    @Override
    public List<Sample> measure(final Contender contender, final int round) {
        return List.of(new Sample(name(), contender.name(), Map.of(), round, Programs.FLOOR.equals(contender.program()) ? plain() : java(),
            Metric.parse("")));
    }

    private Map<String, Double> plain() {
        try {
            final Process process = new ProcessBuilder(bench.programs().compiled().resolve(Programs.FLOOR).toString(), "costs").start();
            final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            final Map<String, Double> values = new TreeMap<>();
            JsonParser.parseString(printed).getAsJsonObject().entrySet()
                .forEach(cost -> values.put(cost.getKey(), cost.getValue().getAsDouble()));
            return values;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nanoseconds by the names of the benchmarks, bytes allocated by the same names and {@link Metric#ALLOCATED}. */
    private Map<String, Double> java() {
        final TimeValue time = TimeValue.milliseconds(bench.plan().part());
        final Options options = new OptionsBuilder().include("io\\.umcast\\.benchmarks\\..*").forks(1).warmupIterations(2).warmupTime(time)
            .measurementIterations(3).measurementTime(time).addProfiler(GCProfiler.class).verbosity(VerboseMode.SILENT)
            .output(bench.errors().resolveSibling("jmh.txt").toString()).result(bench.errors().resolveSibling("jmh.json").toString())
            .resultFormat(ResultFormatType.JSON).build();
        final Map<String, Double> values = new TreeMap<>();
        try {
            for (final RunResult result : new Runner(options).run()) {
                final String name = name(result.getParams());
                values.put(name, result.getPrimaryResult().getScore());
                result.getSecondaryResults().forEach((key, secondary) -> {
                    if (key.endsWith("gc.alloc.rate.norm")) {
                        values.put(name + Metric.ALLOCATED, secondary.getScore());
                    }
                });
            }
        } catch (final RunnerException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    /** Such as Log.offer.concurrent: class and method, and the parameter that is on. */
    private static String name(final BenchmarkParams parameters) {
        final String benchmark = parameters.getBenchmark();
        final int method = benchmark.lastIndexOf('.');
        final String name = benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1, method).replaceAll("Benchmark$", "");
        return name + benchmark.substring(method) + ("true".equals(parameters.getParam("concurrent")) ? ".concurrent" : "");
    }
}
