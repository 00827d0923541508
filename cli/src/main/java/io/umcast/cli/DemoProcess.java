/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.IOException;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A process of the demo: tells how far it is, a JSON object a line, and ends when its parent is gone. */
abstract class DemoProcess extends Action {
    static final String TOPIC = "umcast.demo";
    static final int MESSAGE_LENGTH = 64;
    /** i64: the number of the message. */
    static final int SEQUENCE_OFFSET = 0;
    /** i64: when it was published, by the clock that all processes of a host share, in nanoseconds. */
    static final int TIME_OFFSET = 8;
    /** i32: the {@link Phase} it was published in. */
    static final int PHASE_OFFSET = 16;

    private static final long REPORT_NS = 250_000_000L;

    @Mixin
    private Via via;

    @Option(names = "--processes", defaultValue = "4")
    private int processes;

    private long lastReportNs = System.nanoTime();

    /** What the publisher is about. */
    enum Phase {
        /** A moderate pace, while compilers and caches warm up: not measured. */
        WARMUP,
        /** The same pace: latency is measured. */
        LATENCY,
        /** As many messages as go: throughput is measured. */
        THROUGHPUT
    }

    DemoProcess(final Terminal terminal) {
        super(terminal);
    }

    final Via via() {
        return via;
    }

    /** Spins where each process has a CPU of its own, else sleeps for so short that it hardly shows. */
    final IdleStrategy idle() {
        final IdleStrategy patient = new BackoffIdleStrategy(50, 50, 1_000, 100_000);
        return via.idle(Runtime.getRuntime().availableProcessors() >= processes ? Idle.spinning() : patient);
    }

    /** Ends this process in order when the parent closes our standard input, which it does even by dying. */
    final void watchParent() {
        final Thread watcher = new Thread(() -> {
            try {
                while (terminal().in().read() >= 0) {
                    Thread.onSpinWait(); // whatever it says, only the end counts
                }
            } catch (final IOException e) {
                terminal().note("the demo cannot be heard: " + e.getMessage());
            }
            terminal().stop();
        }, "umcast-demo-parent");
        watcher.setDaemon(true);
        watcher.start();
    }

    final boolean isReportDue(final long nowNs) {
        if (nowNs - lastReportNs < REPORT_NS) {
            return false;
        }
        lastReportNs = nowNs;
        return true;
    }

    final void report(final Json json) {
        terminal().out().println(json);
    }
}
