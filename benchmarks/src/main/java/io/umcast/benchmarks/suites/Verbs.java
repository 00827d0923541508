/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.umcast.benchmarks.report.Metric;
import io.umcast.benchmarks.report.Sample;
import io.umcast.benchmarks.report.Suites;

/**
 * umcast over queue pairs beside perftest, in turns, in virtual machines: the machine that runs the bench need not have an RDMA device. The
 * guests' scripts in {@code testbed/guest} measure, and leave a sample a line: contender, setting, round, values, between tabs.
 */
public final class Verbs {
    private static final int SECONDS_A_ROUND = 600;
    private static final int SECONDS_A_BOOT = 300;
    private static final int FIELDS = 4;

    private Verbs() {
    }

    /**
     * Measures on soft-RoCE and on virtual InfiniBand.
     *
     * @param root   of the project.
     * @param rounds how many pairs.
     * @param out    the directory that takes consoles and samples.
     * @param log    told what is going on.
     * @return what was measured.
     */
    public static List<Sample> run(final Path root, final int rounds, final Path out, final Consumer<String> log) {
        final List<Sample> samples = new ArrayList<>();
        samples.addAll(machine(root, "bench-roce", "testbed/vm.sh", rounds, out, log));
        samples.addAll(machine(root, "bench-ib", "testbed/vhca/run.sh", rounds, out, log));
        return samples;
    }

    private static List<Sample> machine(final Path root, final String name, final String boot, final int rounds, final Path out,
        final Consumer<String> log) {
        final Path directory = out.toAbsolutePath().resolve("vm");
        final int seconds = SECONDS_A_BOOT + rounds * SECONDS_A_ROUND;
        final String script = root.toAbsolutePath().resolve("testbed/guest/" + name + ".sh").toString();
        final long begin = System.nanoTime();
        try {
            Files.createDirectories(directory);
            final ProcessBuilder builder = new ProcessBuilder(root.toAbsolutePath().resolve(boot).toString(), script,
                Integer.toString(rounds)).directory(root.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile());
            builder.environment().putAll(Map.of("VM_OUT", directory.toString(), "VM_NAME", name,
                "VM_TIMEOUT_S", Integer.toString(seconds)));
            final Process process = builder.start();
            if (!process.waitFor(seconds + SECONDS_A_BOOT, TimeUnit.SECONDS)) {
                process.destroy();
            }
            log.accept(String.format(Locale.ROOT, "%-10s %d rounds on %s  %5.1f s", Suites.VERBS, rounds, name,
                (System.nanoTime() - begin) / 1e9));
            return read(directory.resolve("samples." + name));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /**
     * Reads what a guest has left.
     *
     * @param file of lines of four fields between tabs.
     * @return a sample a line; lines that were cut off are left out.
     * @throws IOException if it cannot be read.
     */
    static List<Sample> read(final Path file) throws IOException {
        final List<Sample> samples = new ArrayList<>();
        for (final String line : Files.readAllLines(file)) {
            final String[] fields = line.split("\t", -1);
            if (fields.length == FIELDS) {
                final Map<String, Integer> setting = new TreeMap<>();
                pairs(fields[1]).forEach((key, value) -> setting.put(key, Integer.valueOf(value)));
                final Map<String, Double> values = new TreeMap<>();
                pairs(fields[3]).forEach((key, value) -> values.put(key, Double.valueOf(value)));
                samples.add(new Sample(Suites.VERBS, fields[0], setting, Integer.parseInt(fields[2]), values, Metric.parse("")));
            }
        }
        return samples;
    }

    /** Those that have a value: what failed has none. */
    private static Map<String, String> pairs(final String text) {
        final Map<String, String> pairs = new TreeMap<>();
        for (final String pair : text.split(",", -1)) {
            final int at = pair.indexOf('=');
            if (at > 0 && at < pair.length() - 1) {
                pairs.put(pair.substring(0, at), pair.substring(at + 1));
            }
        }
        return pairs;
    }
}
