/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One process that carries out many commands, each as {@code umcast} does, any number at once: where software emulates the processor, a JVM
 * starts in 5 s. A command is a line on standard input, its parts set off by tabs: the paths of its standard input (taken if it is a file), output
 * and error, and of the pipe that its exit status goes to; the command and its options. {@code stop COMMAND} asks one for its
 * end. At the end of standard input it ends when they have.
 */
public final class Commands {
    private static final int FIRST_ARGUMENT = 4;
    private static final String STOP = "stop ";
    private static final Map<String, Terminal> RUNNING = new ConcurrentHashMap<>();

    private Commands() {
    }

    public static void main(final String[] args) throws IOException {
        final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith(STOP)) {
                stop(line.substring(STOP.length()));
            } else if (!accept(line)) {
                System.err.println("umcast: no command: " + line);
            }
        }
    }

    /**
     * Carries out a command in a thread of its own.
     *
     * @param line as said above.
     * @return whether it is one.
     */
    public static boolean accept(final String line) {
        final String[] parts = line.split("\t");
        if (parts.length <= FIRST_ARGUMENT) {
            return false;
        }
        new Thread(() -> carryOut(parts), parts[FIRST_ARGUMENT]).start();
        return true;
    }

    /**
     * Asks a command to come to its end, if it runs.
     *
     * @param command its name; the youngest of that name.
     */
    public static void stop(final String command) {
        final Terminal terminal = RUNNING.get(command);
        if (terminal != null) {
            terminal.stop();
        }
    }

    private static void carryOut(final String[] parts) {
        try (OutputStream answer = new FileOutputStream(parts[3])) {
            int status = Action.FAILURE;
            try (InputStream in = open(Path.of(parts[0])); OutputStream out = new FileOutputStream(parts[1], true);
                 OutputStream err = new FileOutputStream(parts[2], true)) {
                status = run(in, out, err, Arrays.copyOfRange(parts, FIRST_ARGUMENT, parts.length));
            } finally {
                answer.write((status + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (final IOException e) {
            System.err.println("umcast: " + String.join(" ", parts) + ": " + e.getMessage());
        }
    }

    /** Whatever a command throws is told to whoever asked for it, as a process would. */
    private static int run(final InputStream in, final OutputStream out, final OutputStream err, final String... command) {
        final Terminal terminal = new Terminal(in, out, err);
        RUNNING.put(command[0], terminal);
        try {
            return Main.run(terminal, command);
        } catch (final RuntimeException | Error e) {
            e.printStackTrace(new PrintStream(err, true, StandardCharsets.UTF_8));
            return Action.FAILURE;
        } finally {
            RUNNING.remove(command[0], terminal);
        }
    }

    private static InputStream open(final Path path) throws IOException {
        return Files.isRegularFile(path) ? new FileInputStream(path.toFile()) : InputStream.nullInputStream();
    }
}
