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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The lines of standard input, read by a thread that sleeps while there are none: looking for one costs the measured thread a load. */
final class Commands {
    /** What the end of the input reads as. */
    static final String QUIT = "quit";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

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
                lines.add(read);
                read = in.readLine();
            }
            lines.add(QUIT);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next command; waits for it, asleep. */
    String take() throws InterruptedException {
        return lines.take();
    }

    /** The next command, or null if there is none. */
    String poll() {
        return lines.poll();
    }
}
