/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where a command reads and writes, and whether it is still wanted: Ctrl-C asks it to come to an orderly end. */
final class Terminal {
    private static final int GOODBYE_SECONDS = 8;

    private final InputStream in;
    private final OutputStream rawOut;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean outIsLive;
    private final boolean errIsLive;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile Runnable onInterrupt;

    /** Streams that are no terminal. */
    Terminal(final InputStream in, final OutputStream out, final OutputStream err) {
        this(in, out, err, StandardCharsets.UTF_8, false, false);
    }

    private Terminal(final InputStream in, final OutputStream out, final OutputStream err, final Charset charset, final boolean outIsLive,
        final boolean errIsLive) {
        this.in = in;
        this.rawOut = out;
        this.out = new PrintStream(out, true, charset);
        this.err = new PrintStream(err, true, charset);
        this.outIsLive = outIsLive;
        this.errIsLive = errIsLive;
    }

    /** The process's own. */
    static Terminal system() {
        return new Terminal(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8, isTerminal(1), isTerminal(2));
    }

    private static boolean isTerminal(final int descriptor) {
        try {
            final String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return (target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console")) &&
                !"dumb".equals(System.getenv("TERM"));
        } catch (final IOException e) {
            return false; // without /proc nobody knows
        }
    }

    /** Lets Ctrl-C end the command in order: goodbyes are said, results printed. */
    void stopOnInterrupt() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping = true;
            final Runnable action = onInterrupt;
            if (action != null) {
                action.run();
                return;
            }
            try {
                if (!ended.await(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
                    err.println("umcast: could not come to an orderly end in " + GOODBYE_SECONDS + " s");
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "umcast-stop"));
    }

    /**
     * For a command that waits for standard input, which nothing ends: Ctrl-C does not wait for it.
     *
     * @param action brings it to an orderly end from another thread.
     */
    void onInterrupt(final Runnable action) {
        onInterrupt = action;
    }

    /** Says that the command has ended and the JVM may. */
    void ended() {
        ended.countDown();
    }

    /** Asks the command to end. */
    void stop() {
        stopping = true;
    }

    /** Whether the command is to end. */
    boolean isStopping() {
        return stopping;
    }

    InputStream in() {
        return in;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    /** Standard output without a {@link PrintStream}'s silence about errors. */
    OutputStream rawOut() {
        return rawOut;
    }

    /** Whether somebody looks at standard output, so that lines may be written over. */
    boolean outIsLive() {
        return outIsLive;
    }

    /** Whether somebody looks at standard error, so that progress may be shown. */
    boolean errIsLive() {
        return errIsLive;
    }

    /** A message beside the result. */
    void note(final String message) {
        err.println("umcast: " + message);
    }
}
