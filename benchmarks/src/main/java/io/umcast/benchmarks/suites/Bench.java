/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import io.umcast.benchmarks.report.Names;
import io.umcast.benchmarks.report.Sample;
import io.umcast.benchmarks.report.Suites;

/** Runs suites: round by round, contender by contender, so that what is compared was measured next to each other. */
public final class Bench {
    private static final Map<String, Function<Bench, Suite>> SUITES = Map.of(
        Suites.COSTS, Costs::new, Suites.RTT, Rtt::new, Suites.THROUGHPUT, Throughput::new, Suites.FANOUT, Fanout::new,
        Suites.LOSS, Loss::new, Suites.TOPICS, Topics::new, Suites.IDLE, Idle::new, Suites.JMS, Jms::new);
    /** A look at whether it works at all does without them. */
    private static final List<Contender> PEERS = List.of(Contender.FLOOR_OFFLOAD, Contender.AERON, Contender.AERON_SHARED,
        Contender.JEROMQ, Contender.CYCLONE, Contender.ARTEMIS, Contender.ACTIVEMQ);

    private final Programs programs;
    private final Plan plan;
    private final List<String> only;
    private final Path errors;
    private final Consumer<String> log;
    private int failures;

    /** How much is measured. */
    public enum Extent {
        /** What is published. */
        FULL,
        /** A look. */
        QUICK,
        /** Whether it works at all. */
        SMOKE
    }

    /**
     * A bench.
     *
     * @param programs that are run.
     * @param extent   of the measurements.
     * @param pairs    how many rounds; a smoke test has one.
     * @param only     the programs that are measured: floor, umcast, aeron, jeromq, cyclone, umcast-jms, artemis, activemq; empty for all.
     * @param errors   the file that takes what processes print beside their answers.
     * @param log      told what is going on.
     */
    public Bench(final Programs programs, final Extent extent, final int pairs, final List<String> only, final Path errors,
        final Consumer<String> log) {
        this.programs = programs;
        this.plan = switch (extent) {
            case FULL -> Plan.full(pairs);
            case QUICK -> Plan.quick(pairs);
            case SMOKE -> Plan.smoke();
        };
        this.only = List.copyOf(only);
        this.errors = errors;
        this.log = log;
    }

    /**
     * Runs one suite.
     *
     * @param name one of {@link Suites#ALL}.
     * @return what was measured.
     */
    public List<Sample> run(final String name) {
        final Suite suite = SUITES.get(name).apply(this);
        final List<Sample> all = new ArrayList<>();
        List<Contender> contenders = suite.contenders();
        for (int round = 0; round < suite.rounds(); round++) {
            for (final Contender contender : contenders) {
                final long begin = System.nanoTime();
                all.addAll(measure(suite, contender, round));
                final double seconds = (System.nanoTime() - begin) / 1e9;
                log.accept(String.format(Locale.ROOT, "%-10s round %d of %d  %-14s %5.1f s", name, round + 1, suite.rounds(),
                    contender.name(), seconds));
            }
            if (round == 0) {
                contenders = afterFirst(suite, contenders, all);
            }
        }
        return all;
    }

    /** A contender that fails is told and left out: the others' numbers are not lost. */
    private List<Sample> measure(final Suite suite, final Contender contender, final int round) {
        try {
            return suite.measure(contender, round);
        } catch (final IllegalStateException e) {
            failures++;
            log.accept(suite.name() + ": " + contender.name() + " failed: " + e.getMessage());
            return List.of();
        }
    }

    /**
     * How often a contender failed.
     *
     * @return 0 if all is well.
     */
    public int failures() {
        return failures;
    }

    /** References are done; of Aeron's modes the better one stays. */
    private List<Contender> afterFirst(final Suite suite, final List<Contender> contenders, final List<Sample> all) {
        final List<Contender> staying = new ArrayList<>(contenders.stream().filter(contender -> !contender.reference()).toList());
        final double invoker = score(suite, Names.AERON, all);
        final double shared = score(suite, Names.AERON_SHARED, all);
        if (shared > invoker) {
            log.accept(suite.name() + ": Aeron's shared mode is the better one here");
            all.replaceAll(sample -> switch (sample.contender()) {
                case Names.AERON -> sample.of(Names.AERON_INVOKER);
                case Names.AERON_SHARED -> sample.of(Names.AERON);
                default -> sample;
            });
            final Contender better = Contender.AERON_SHARED.named(Names.AERON, false);
            staying.replaceAll(contender -> contender.equals(Contender.AERON) ? better : contender);
        }
        return staying;
    }

    private static double score(final Suite suite, final String name, final List<Sample> all) {
        final List<Sample> samples = all.stream().filter(sample -> sample.contender().equals(name)).toList();
        return samples.isEmpty() ? Double.NaN : suite.score(samples);
    }

    Plan plan() {
        return plan;
    }

    Path errors() {
        return errors;
    }

    Programs programs() {
        return programs;
    }

    Stage stage() {
        return new Stage(programs, errors);
    }

    /** Those of them that this plan measures, and that are installed. */
    List<Contender> those(final Contender... all) {
        return Stream.of(all).filter(contender -> plan.peers() || !PEERS.contains(contender))
            .filter(contender -> contender != Contender.CYCLONE || programs.hasCyclone())
            .filter(contender -> only.isEmpty() || only.contains(contender.program())).toList();
    }

    void pause(final int ms) {
        try {
            Thread.sleep(ms);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
