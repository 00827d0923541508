/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import java.util.concurrent.locks.LockSupport;

import org.agrona.ErrorHandler;

import io.umcast.core.session.EngineClock;
import io.umcast.core.session.EngineSession;

/**
 * The connection's one background thread, nearly always asleep. It stands in for sessions whose data thread has not cycled for too long,
 * tells events, and shows counters.
 */
final class Conductor implements Runnable {
    private static final long REPORT_INTERVAL_NS = 100_000_000L;
    private static final long SERVICE_INTERVAL_NS = 20_000_000L;
    private static final long LEAST_SLEEP_NS = 500_000L;
    private static final long JOIN_TIMEOUT_MS = 5_000;

    private final EngineConnection connection;
    private final EngineClock clock;
    private final ErrorHandler errorHandler;
    private final long periodNs;
    private final Thread thread;
    private volatile boolean running = true;
    private long reportNs;
    private long serviceNs;

    Conductor(final EngineConnection connection, final EngineClock clock, final ErrorHandler errorHandler, final long handlerBoundNs) {
        this.connection = connection;
        this.clock = clock;
        this.errorHandler = errorHandler;
        this.periodNs = Math.max(LEAST_SLEEP_NS, handlerBoundNs);
        this.thread = new Thread(this, "umcast-conductor");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        reportNs = clock.nanoTime();
        serviceNs = reportNs;
        long sleepNs = periodNs;
        while (running) {
            LockSupport.parkNanos(this, sleepNs);
            sleepNs = periodNs;
            try {
                sleepNs = look();
            } catch (final RuntimeException e) {
                errorHandler.onError(e);
            }
        }
    }

    /** A method of its own, to be compiled: a core that is taken from a data thread is to be given back soon. */
    private long look() {
        final long nowNs = clock.nanoTime();
        long sleepNs = Long.MAX_VALUE;
        for (final EngineSession session : connection.sessions()) {
            sleepNs = Math.min(sleepNs, session.standIn(nowNs));
        }
        if (nowNs - serviceNs >= SERVICE_INTERVAL_NS) {
            serviceNs = nowNs;
            connection.service();
        }
        connection.deliverEvents();
        if (nowNs - reportNs >= REPORT_INTERVAL_NS) {
            reportNs = nowNs;
            connection.report();
        }
        return sleepNs == Long.MAX_VALUE ? periodNs : Math.max(sleepNs, LEAST_SLEEP_NS);
    }

    /** Ends the thread and waits for it, unless it is the caller. */
    void close() {
        running = false;
        LockSupport.unpark(thread);
        if (Thread.currentThread() != thread) {
            try {
                thread.join(JOIN_TIMEOUT_MS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
