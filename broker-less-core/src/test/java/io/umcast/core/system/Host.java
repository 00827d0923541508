/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.umcast.core.counters.CounterType;
import io.umcast.core.counters.CountersDirectory;
import io.umcast.core.counters.CountersSnapshot;
import io.umcast.core.transport.NetworkNamespace;

/** A host of a {@link HostNetwork}: a network namespace with one interface, and the program that runs there. */
final class Host implements AutoCloseable {
    static final String INTERFACE = "eth0";
    private static final long LIMIT_MS = 60_000;

    private final NetworkNamespace namespace;
    private final String name;
    private final Path directory;
    private Process process;
    private Thread reader;
    private volatile Map<String, Long> report = Map.of();

    Host(final NetworkNamespace namespace, final String name, final Path directory) {
        this.namespace = namespace;
        this.name = name;
        this.directory = directory;
    }

    NetworkNamespace namespace() {
        return namespace;
    }

    /** Starts the program; the options are a URI's. */
    void start(final String role, final String options) throws IOException {
        report = Map.of();
        process = namespace.start(HostProgram.class, role,
            "udp:interface=" + INTERFACE + "&name=" + name + "&counters=" + directory + (options.isEmpty() ? "" : "&" + options));
        final Process reading = process;
        reader = new Thread(() -> read(reading), "host-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(final Process from) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("sent=")) {
                    report = Arrays.stream(line.split(" ")).map(pair -> pair.split("="))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> Long.valueOf(pair[1])));
                }
            }
        } catch (final IOException e) {
            report = Map.copyOf(report); // it was killed: what it told last stands
        }
    }

    /** What it last told, 0 if it has told nothing of that. */
    long told(final String key) {
        return report.getOrDefault(key, 0L);
    }

    Map<String, Long> report() {
        return report;
    }

    /** Waits until what it tells is so. */
    void await(final String what, final Predicate<Host> condition) throws InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
        while (!condition.test(this)) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new AssertionError(
                    name + (process.isAlive() ? " waited in vain for: " : " ended before: ") + what + "; told " + report);
            }
            reader.join(5);
        }
    }

    /** Tells a publisher how many messages it is to have sent. */
    void publish(final long count) throws IOException {
        process.getOutputStream().write((count + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    void signal(final String signal) throws IOException {
        namespace.run("kill", "-" + signal, Long.toString(process.pid()));
    }

    /** Lets the program end in order; returns what it told last. */
    void end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
            throw new AssertionError(name + " did not end well; told " + report);
        }
        reader.join();
    }

    /** Ends the program without a word. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join();
    }

    /** The sum of a counter over the program's sessions and streams. */
    long counter(final CounterType type) {
        return CountersDirectory.list(directory).stream().flatMap(file -> CountersSnapshot.read(file).counters().stream())
            .filter(counter -> counter.typeId() == type.id()).mapToLong(CountersSnapshot.Counter::value).sum();
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.destroyForcibly();
        }
        namespace.close();
        if (Files.exists(directory)) {
            try (var files = Files.list(directory)) {
                for (final Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }
}
