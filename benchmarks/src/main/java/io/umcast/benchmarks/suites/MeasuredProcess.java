/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** An agent: commands go to its standard input, answers come from its standard output, all else is kept in a file. */
final class MeasuredProcess implements AutoCloseable {
    private static final int ANSWER_SECONDS = 60;
    private static final int END_SECONDS = 15;

    private final Process process;
    private final Writer commands;
    private final Thread reader;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Path errors;
    private Map<String, Long> cpuBefore = Map.of();
    private Map<String, Long> compilersBefore = Map.of();

    MeasuredProcess(final List<String> command, final Path errors) {
        this.errors = errors;
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())).start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        reader = new Thread(this::read, "answers of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = in.readLine();
            while (line != null) {
                if (line.startsWith("{")) {
                    answers.add(line);
                }
                line = in.readLine();
            }
        } catch (final IOException e) {
            answers.add("{\"error\":\"closed\"}");
        }
    }

    void tell(final String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (final IOException e) {
            throw new IllegalStateException(failure(command), e);
        }
    }

    JsonObject answer() {
        try {
            for (int i = 0; i < ANSWER_SECONDS * 10; i++) {
                final String line = answers.poll(100, TimeUnit.MILLISECONDS);
                if (line != null) {
                    return JsonParser.parseString(line).getAsJsonObject();
                }
                if (!reader.isAlive() && answers.isEmpty()) { // it has read all that the process said
                    break;
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(failure("an answer"));
    }

    JsonObject ask(final String command) {
        tell(command);
        return answer();
    }

    private String failure(final String what) {
        String told = "";
        try {
            told = Files.readString(errors);
        } catch (final IOException e) {
            told = e.toString();
        }
        return "no " + what + " from " + process.info().commandLine().orElse("a process that has ended") + "\n" + told;
    }

    /** CPU time of all its threads in ns since it was last asked. */
    long cpuNs() {
        final Map<String, Long> before = cpuBefore;
        cpuBefore = threads("");
        return since(before, cpuBefore);
    }

    /** CPU time of its JIT compilers in ns since it was last asked. */
    long compilersNs() {
        final Map<String, Long> before = compilersBefore;
        compilersBefore = threads("C[12] Compiler.*");
        return since(before, compilersBefore);
    }

    private static long since(final Map<String, Long> before, final Map<String, Long> now) {
        return now.entrySet().stream().mapToLong(task -> task.getValue() - before.getOrDefault(task.getKey(), 0L)).sum();
    }

    /** The CPU time in ns of each thread whose name looks like that; of all for no name. */
    private Map<String, Long> threads(final String name) {
        final Map<String, Long> now = new HashMap<>();
        try (var tasks = Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (final Path task : tasks) {
                if (name.isEmpty() || read(task.resolve("comm")).matches(name)) {
                    final String statistics = read(task.resolve("schedstat"));
                    if (!statistics.isEmpty()) {
                        now.put(task.getFileName().toString(), Long.valueOf(statistics.split(" ", 2)[0]));
                    }
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return now;
    }

    /** What a thread's file says; nothing if the thread has just ended. */
    private static String read(final Path file) {
        try {
            return Files.readString(file).strip();
        } catch (final IOException e) {
            return "";
        }
    }

    /** Lets it end; ends it if it does not. */
    @Override
    public void close() {
        try {
            commands.write("quit\n");
            commands.flush();
        } catch (final IOException e) {
            process.destroy(); // it has ended before
        }
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
