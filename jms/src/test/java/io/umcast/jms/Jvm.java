/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of its own that a test starts, reads and kills. */
final class Jvm implements AutoCloseable {
    private static final long SECONDS = 120;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final Thread reader;

    Jvm(final Class<?> main, final String... args) throws IOException {
        final List<String> command = new ArrayList<>(List.of(new File(System.getProperty("java.home"), "bin/java").getPath(),
            "@" + new File(new File("").getAbsoluteFile().getParentFile(), "jvm.options").getPath(), "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        reader = new Thread(this::read, "reads " + main.getSimpleName());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (final IOException e) {
            lines.add(e.toString());
        }
    }

    /** What a process says, at once. */
    static void say(final String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** Lines that have come so far. */
    List<String> lines() {
        lines.drainTo(seen);
        return List.copyOf(seen);
    }

    /** Waits for a line. */
    void await(final String wanted) throws InterruptedException {
        while (!seen.contains(wanted)) {
            final String line = lines.poll(SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no '" + wanted + "' in " + SECONDS + " s, but " + seen + (process.isAlive() ? "" : ", and it has ended"));
            }
            seen.add(line);
        }
    }

    /** SIGKILL; what it said before is kept. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join(TimeUnit.SECONDS.toMillis(SECONDS));
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean ends() throws InterruptedException {
        final boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        reader.join(TimeUnit.SECONDS.toMillis(SECONDS));
        return ended;
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
