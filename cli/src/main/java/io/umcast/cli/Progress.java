/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One line on a terminal that tells how far a long run is; elsewhere nothing. A thread of its own writes it, so that the run is not
 * held up.
 */
final class Progress implements AutoCloseable {
    private static final long INTERVAL_MS = 250;

    private final PrintStream err;
    private final Supplier<String> line;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;
    private int shown;

    private Progress(final PrintStream err, final Supplier<String> line, final boolean live) {
        this.err = err;
        this.line = line;
        this.thread = new Thread(this::run, "umcast-progress");
        if (live) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Begins to show.
     *
     * @param terminal where.
     * @param line     what to show now; called by another thread.
     * @return to be closed at the end, before the result is printed.
     */
    static Progress show(final Terminal terminal, final Supplier<String> line) {
        return new Progress(terminal.err(), line, terminal.errIsLive());
    }

    private void run() {
        try {
            while (!end.await(INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                final String text = line.get();
                err.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
                err.flush();
                shown = text.length();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (shown > 0) {
            err.print("\r" + " ".repeat(shown) + "\r");
            err.flush();
        }
    }

    @Override
    public void close() {
        end.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
