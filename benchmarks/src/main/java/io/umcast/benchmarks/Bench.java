/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures umcast beside plain C and Aeron, in turns, in one run, each process on a core of its own, and prints medians, spreads and the
 * median of the ratios of neighbouring runs. Called by {@code bin/bench}, which says how.
 */
public final class Bench {
    private static final Pattern NUMBER = Pattern.compile("\"([a-z0-9_.]+)\":(-?[0-9.]+)");

    private final Path output;
    private final int rounds;

    private Bench(final Path output, final int rounds) {
        this.output = output;
        this.rounds = rounds;
    }

    /**
     * Runs a suite.
     *
     * @param args {@code rtt SIZE ROUNDS FLOOR OPTIONS OUTPUT} or {@code throughput SIZE MTU ROUNDS FLOOR OPTIONS OUTPUT}.
     * @throws IOException          if a process cannot be started.
     * @throws InterruptedException if the run is interrupted.
     */
    public static void main(final String[] args) throws IOException, InterruptedException {
        final int tail = args.length - 4;
        final Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        final Contender.Programs programs =
            new Contender.Programs(java, Path.of(args[tail + 2]), System.getProperty("java.class.path"), Path.of(args[tail + 1]));
        final Bench bench = new Bench(Path.of(args[tail + 3]), Integer.parseInt(args[tail]));
        final int size = Integer.parseInt(args[1]);
        if ("rtt".equals(args[0])) {
            final List<Contender> contenders = Contender.rtt(programs, size, 50_000, 200_000);
            bench.run("round trip, " + size + " B", contenders, Side.MEASURES,
                Map.of("p50 us", run -> run.get("p50") / 1e3, "p99 us", run -> run.get("p99") / 1e3,
                    "p99.9 us", run -> run.get("p99.9") / 1e3));
        } else {
            final int mtu = Integer.parseInt(args[2]);
            bench.run("throughput, messages of " + size + " B, datagrams of " + mtu + " B",
                Contender.throughput(programs, size, mtu, 5), Side.ANSWERS,
                Map.of("M msg/s", run -> run.get("rate") / 1e6, "GB/s",
                    run -> run.get("bytes") / run.get("received") * run.get("rate") / 1e9,
                    "lost", run -> run.getOrDefault("lost", 0.0)));
        }
    }

    private enum Side {
        ANSWERS,
        MEASURES
    }

    private void run(final String title, final List<Contender> contenders, final Side side,
        final Map<String, ToDoubleFunction<Map<String, Double>>> columns) throws IOException, InterruptedException {
        final Map<String, List<Map<String, Double>>> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (final Contender contender : contenders) {
                final Map<String, Double> result = measure(contender, side);
                results.computeIfAbsent(contender.name(), name -> new ArrayList<>()).add(result);
                System.err.println(title + ", round " + (round + 1) + " of " + rounds + ": " + contender.name() + " " + result);
            }
        }
        print(title, results, columns);
    }

    private Map<String, Double> measure(final Contender contender, final Side side) throws IOException, InterruptedException {
        final Path answers = output.resolve("answers.txt");
        final Path measures = output.resolve("measures.txt");
        final Process first = start("0", contender.answers(), answers);
        try {
            Thread.sleep(1_000); // the other side waits for it anyway, except plain C
            final Process second = start("1", contender.measures(), measures);
            final boolean ended = second.waitFor(120, java.util.concurrent.TimeUnit.SECONDS) &&
                first.waitFor(30, java.util.concurrent.TimeUnit.SECONDS);
            second.destroyForcibly();
            if (!ended || second.exitValue() != 0) {
                throw new IOException(contender.name() + " failed: " + java.nio.file.Files.readString(measures) +
                    java.nio.file.Files.readString(answers));
            }
        } finally {
            first.destroyForcibly();
        }
        final Map<String, Double> numbers = new LinkedHashMap<>();
        final Matcher matcher = NUMBER.matcher(java.nio.file.Files.readString(side == Side.ANSWERS ? answers : measures));
        while (matcher.find()) {
            numbers.put(matcher.group(1), Double.valueOf(matcher.group(2)));
        }
        return numbers;
    }

    private static Process start(final String cpu, final List<String> command, final Path to) throws IOException {
        final List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cpu));
        pinned.addAll(command);
        return new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(to.toFile()).start();
    }

    private void print(final String title, final Map<String, List<Map<String, Double>>> results,
        final Map<String, ToDoubleFunction<Map<String, Double>>> columns) {
        System.out.println("\n### " + title + ": median of " + rounds + " runs in turn (least to most)\n");
        final List<String> names = columns.keySet().stream().sorted().toList();
        System.out.println("| | " + String.join(" | ", names) + " |\n|" + " --- |".repeat(names.size() + 1));
        results.forEach((contender, runs) -> System.out.println("| " + contender + " | " +
            String.join(" | ", names.stream()
                .map(name -> cell(runs.stream().mapToDouble(columns.get(name)).sorted().toArray())).toList()) + " |"));
        final List<Map<String, Double>> own = results.get("umcast");
        results.forEach((contender, runs) -> {
            if (runs != own) {
                System.out.println("| umcast / " + contender + " | " + String.join(" | ", names.stream().map(name -> {
                    final double[] ratios = new double[rounds];
                    for (int i = 0; i < rounds; i++) {
                        ratios[i] = columns.get(name).applyAsDouble(own.get(i)) / columns.get(name).applyAsDouble(runs.get(i));
                    }
                    java.util.Arrays.sort(ratios);
                    return cell(ratios);
                }).toList()) + " |");
            }
        });
    }

    private static String cell(final double[] sorted) {
        return String.format("**%.2f** (%.2f to %.2f)", sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }
}
