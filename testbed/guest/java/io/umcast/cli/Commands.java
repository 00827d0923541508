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

/**
 * One process that carries out many commands, each as {@code umcast} does, any number at once: where software emulates the processor, a JVM
 * starts in 5 s. A command is a line on standard input, its parts set off by tabs: the paths of its standard input (taken if it is a file), output
 * and error, and of the pipe that its exit status goes to; the command and its options. Command lines that are arguments are carried out one by
 * one instead, then it ends: so that a dump of the loaded classes has what commands need.
 */
final class Commands {
    private static final int FIRST_ARGUMENT = 4;

    private Commands() {
    }

    public static void main(final String[] args) throws IOException {
        if (args.length > 0) {
            for (final String line : args) {
                Main.run(Terminal.system(), line.split(" "));
            }
            return;
        }
        final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            final String[] parts = line.split("\t");
            if (parts.length <= FIRST_ARGUMENT) {
                System.err.println("umcast: no command: " + line);
                continue;
            }
            final Thread thread = new Thread(() -> carryOut(parts), parts[FIRST_ARGUMENT]);
            thread.setDaemon(true);
            thread.start();
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
        try {
            return Main.run(new Terminal(in, out, err), command);
        } catch (final RuntimeException | Error e) {
            e.printStackTrace(new PrintStream(err, true, StandardCharsets.UTF_8));
            return Action.FAILURE;
        }
    }

    private static InputStream open(final Path path) throws IOException {
        return Files.isRegularFile(path) ? new FileInputStream(path.toFile()) : InputStream.nullInputStream();
    }
}
