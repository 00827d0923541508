/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Commands of {@code umcast} in a process that runs already: a guest starts a JVM slowly. */
public final class CliCommands {
    private static final Map<String, Terminal> RUNNING = new ConcurrentHashMap<>();

    private CliCommands() {
    }

    /**
     * Runs one to its end. Its streams are the files NAME.out, NAME.err and, if there is one, NAME.lines.
     *
     * @param name of the files.
     * @param args as on the command line.
     * @return its exit status.
     */
    public static int run(final String name, final String... args) throws IOException {
        final Path lines = Path.of(name + ".lines");
        try (InputStream in = Files.exists(lines) ? Files.newInputStream(lines) : InputStream.nullInputStream();
             OutputStream out = Files.newOutputStream(Path.of(name + ".out"));
             OutputStream err = Files.newOutputStream(Path.of(name + ".err"))) {
            final Terminal terminal = new Terminal(in, out, err);
            RUNNING.put(name, terminal);
            return Main.run(terminal, args);
        } finally {
            RUNNING.remove(name);
        }
    }

    /**
     * Asks one that runs to come to its end.
     *
     * @param name of its files.
     */
    public static void stop(final String name) {
        RUNNING.get(name).stop();
    }
}
