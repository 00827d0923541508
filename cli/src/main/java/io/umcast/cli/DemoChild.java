/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One of the demo's processes, as its parent sees it: what it told last, and how fast it goes. */
final class DemoChild {
    private static final long END_MS = 5_000;

    private final String name;
    private final Process process;
    private final Thread outReader;
    private final Thread errReader;
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private volatile Told told = new Told(Map.of(), 0);

    /**
     * A report.
     *
     * @param values    by the report's keys.
     * @param perSecond the messages a second since the report before.
     */
    record Told(Map<String, Object> values, double perSecond) {
        long number(final String key) {
            return values.get(key) instanceof Number number ? number.longValue() : 0;
        }

        String text(final String key) {
            return values.get(key) instanceof String text ? text : "";
        }

        /** This report with the next one's values. */
        Told next(final Map<String, Object> next) {
            final Told raw = new Told(next, 0);
            final long elapsed = raw.number("time_ns") - number("time_ns");
            final boolean first = values.isEmpty();
            return new Told(next, first || elapsed <= 0 ? 0 : (raw.number("messages") - number("messages")) * 1e9 / elapsed);
        }
    }

    private DemoChild(final String name, final Process process) {
        this.name = name;
        this.process = process;
        this.outReader = reader(process.getInputStream(), this::take);
        this.errReader = reader(process.getErrorStream(), errors::add);
    }

    static DemoChild start(final String name, final List<String> arguments) throws IOException {
        return new DemoChild(name, new ProcessBuilder(Processes.umcast(arguments)).start());
    }

    private Thread reader(final InputStream stream, final Consumer<String> consumer) {
        final Thread thread = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                lines.lines().forEach(consumer);
            } catch (final IOException | java.io.UncheckedIOException e) {
                errors.add(e.getMessage());
            }
        }, "umcast-demo-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void take(final String line) {
        try {
            told = told.next(JsonReader.object(line));
        } catch (final IllegalArgumentException e) {
            errors.add(line); // the JVM has something to say
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    Told told() {
        return told;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it has ended without success. */
    boolean hasFailed() {
        return !process.isAlive() && process.exitValue() != Action.SUCCESS;
    }

    /** What it said on standard error. */
    String errors() {
        return String.join("\n", errors);
    }

    /** Waits until it has ended and everything it said is read; ends it by force if that takes too long. */
    int end() throws InterruptedException {
        if (!process.waitFor(END_MS, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
        final int status = process.waitFor();
        outReader.join(END_MS);
        errReader.join(END_MS);
        return status;
    }

    /** Asks it to end. */
    void stop() {
        try {
            process.getOutputStream().close();
        } catch (final IOException e) {
            process.destroy();
        }
    }
}
