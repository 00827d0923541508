/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The lines of standard input, read by a thread that sleeps while there are none: looking for one costs the measured thread a load. */
final class Commands {
    /** What the end of the input reads as. */
    static final String QUIT = "quit";

    private volatile String line;

    Commands() {
        final Thread reader = new Thread(this::read, "commands");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String read = in.readLine();
            while (read != null) {
                line = read; // the next one comes only after an answer
                read = in.readLine();
            }
            line = QUIT;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next command, or null if there is none. */
    String poll() {
        final String taken = line;
        if (taken != null) {
            line = null;
        }
        return taken;
    }
}
