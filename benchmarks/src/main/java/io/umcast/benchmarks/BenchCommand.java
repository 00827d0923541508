/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.umcast.benchmarks.report.HtmlReport;
import io.umcast.benchmarks.report.Machine;
import io.umcast.benchmarks.report.Publication;
import io.umcast.benchmarks.report.Results;
import io.umcast.benchmarks.report.Sample;
import io.umcast.benchmarks.report.Suites;
import io.umcast.benchmarks.suites.Bench;
import io.umcast.benchmarks.suites.Programs;
import io.umcast.benchmarks.suites.Verbs;

/** What {@code bin/bench} runs; it says how. */
public final class BenchCommand {
    private static final int PAIRS = 5;

    private final List<String> words = new ArrayList<>();
    private Bench.Extent extent = Bench.Extent.FULL;
    private List<String> only = List.of();
    private int pairs;
    private Path out;
    private Path options;
    private Path compiled;
    private Path root;

    private BenchCommand(final String... args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> extent = Bench.Extent.QUICK;
                case "--smoke" -> extent = Bench.Extent.SMOKE;
                case "--pairs" -> pairs = Integer.parseInt(args[++i]);
                case "--out" -> out = Path.of(args[++i]);
                case "--only" -> only = List.of(args[++i].split(",", -1));
                case "--options" -> options = Path.of(args[++i]);
                case "--programs" -> compiled = Path.of(args[++i]);
                case "--root" -> root = Path.of(args[++i]);
                default -> words.add(args[i]);
            }
        }
    }

    /**
     * Runs a command, and ends the JVM with its status.
     *
     * @param args of {@code bin/bench}, after {@code --options FILE --programs DIR --root DIR}.
     * @throws IOException if results cannot be written or read.
     */
    public static void main(final String[] args) throws IOException {
        System.exit(run(args));
    }

    /**
     * Runs a command.
     *
     * @param args as of main.
     * @return 0, or 1 if a contender failed.
     * @throws IOException if results cannot be written or read.
     */
    static int run(final String... args) throws IOException {
        return new BenchCommand(args).run();
    }

    private int run() throws IOException {
        switch (words.isEmpty() ? "" : words.get(0)) {
            case "report" -> reportOf(directory());
            case "publish" -> new Publication(reportOf(directory()), root).write();
            default -> {
                return measure();
            }
        }
        return 0;
    }

    private Path directory() {
        return words.size() > 1 ? Path.of(words.get(1)) : out;
    }

    private static Results reportOf(final Path directory) throws IOException {
        return report(Results.load(directory), directory);
    }

    private static Results report(final Results results, final Path directory) throws IOException {
        final Path page = directory.resolve("report.html");
        HtmlReport.write(results, page);
        System.out.println(page);
        return results;
    }

    private int measure() throws IOException {
        final Map<String, String> machine = Machine.here();
        final List<String> suites = words.isEmpty() || words.equals(List.of("all")) ? Suites.ALL : words;
        if (!suites.stream().allMatch(suite -> Suites.ALL.contains(suite) || Suites.VERBS.equals(suite))) {
            throw new IllegalArgumentException("suites are " + String.join(", ", Suites.ALL) + " and verbs, not " + String.join(", ", suites));
        }
        Files.createDirectories(out);
        final Path errors = out.resolve("errors.txt");
        Files.deleteIfExists(errors);
        final int rounds = pairs > 0 ? pairs : extent == Bench.Extent.FULL ? PAIRS : 1;
        final Bench bench = new Bench(Programs.here(options, compiled), extent, rounds, only, errors, System.err::println);
        final List<Sample> samples = new ArrayList<>();
        final long begin = System.nanoTime();
        for (final String suite : suites) {
            samples.addAll(Suites.VERBS.equals(suite) ? Verbs.run(root, rounds, out, System.err::println) : bench.run(suite));
            new Results(machine, samples).save(out); // what there is, should the next one fail
        }
        System.out.println(HtmlReport.summary(report(new Results(machine, samples), out)));
        final String failures = bench.failures() == 0 ? "" : ", " + bench.failures() + " FAILED";
        System.err.printf(Locale.ROOT, "%.0f s in all; results in %s%s%n", (System.nanoTime() - begin) / 1e9, out, failures);
        return bench.failures() == 0 ? 0 : 1;
    }
}
