/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts processes, pinned or not, and numbers stages; closes what it has started. */
final class Stage implements AutoCloseable {
    private final Programs programs;
    private final Path errors;
    private final List<MeasuredProcess> started = new ArrayList<>();
    private final Stage around;
    private int number;

    Stage(final Programs programs, final Path errors) {
        this(programs, errors, null);
    }

    private Stage(final Programs programs, final Path errors, final Stage around) {
        this.programs = programs;
        this.errors = errors;
        this.around = around;
    }

    /** A stage for processes that talk by those of this one. */
    Stage within() {
        return new Stage(programs, errors, this);
    }

    /** A process on one CPU. */
    MeasuredProcess pinned(final int cpu, final Contender contender, final String role, final String... settings) {
        return start(List.of("taskset", "-c", Integer.toString(cpu)), contender, List.of(), role, List.of(settings));
    }

    /** A process on any CPU. */
    MeasuredProcess anywhere(final Contender contender, final String role, final String... settings) {
        return start(List.of(), contender, List.of(), role, List.of(settings));
    }

    /** A process with flags for the JVM. */
    MeasuredProcess flagged(final int cpu, final List<String> flags, final Contender contender, final String role,
        final String... settings) {
        return start(List.of("taskset", "-c", Integer.toString(cpu)), contender, flags, role, List.of(settings));
    }

    private MeasuredProcess start(final List<String> prefix, final Contender contender, final List<String> flags, final String role,
        final List<String> settings) {
        final List<String> command = new ArrayList<>(prefix);
        command.addAll(programs.command(contender.program(), flags, contender.arguments(role, settings)));
        final MeasuredProcess process = new MeasuredProcess(command, errors);
        started.add(process);
        return process;
    }

    /**
     * Runs something again and again until the JIT compilers of all processes here and around, which have the same cores, take no more than a
     * twentieth of one.
     *
     * @param plan for how long each run takes, or a little less.
     */
    void warmUpUntilCompiled(final Plan plan, final Runnable run) {
        compilersNs();
        for (int i = 0; i < plan.warmUps(); i++) {
            run.run();
            if (compilersNs() < TimeUnit.MILLISECONDS.toNanos(plan.warmUp()) / 20) {
                break;
            }
        }
    }

    private long compilersNs() {
        return Stream.concat(started.stream(), around == null ? Stream.empty() : around.started.stream())
            .mapToLong(MeasuredProcess::compilersNs).sum();
    }

    /** A number that no message has carried yet. */
    int next() {
        return ++number;
    }

    @Override
    public void close() {
        // those that send end first: they know whom they wait for
        started.forEach(MeasuredProcess::close);
    }
}
