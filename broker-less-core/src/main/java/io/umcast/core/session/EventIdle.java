/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.util.concurrent.locks.LockSupport;

import org.agrona.concurrent.IdleStrategy;

import io.umcast.core.log.Doorbell;
import io.umcast.core.time.SpinWindow;
import io.umcast.core.transport.Transport;

/**
 * Idles in the transport: looks again for as long as that has been worth lately, then sleeps until something comes or is published. Naps
 * grow fourfold, so what only time brings (NAKs, announcements, reports) comes late by a few times its own delay at most. Spinning goes by
 * time, not by rounds: statuses and announcements end a sleep many times a second, and must cost little where rounds are slow.
 */
final class EventIdle implements IdleStrategy {
    /** While something is held, missing or unsent its retries are due soon: as long as {@link io.umcast.IdleStrategies#backoff()} sleeps. */
    static final long MAX_WAITING_NAP_NS = 4_000_000;
    /** What the doorbell's bound is, and what closing may have to wait for. */
    static final long MAX_NAP_NS = 200_000_000;
    private static final long MIN_NAP_NS = 20_000;
    private static final int GROWTH = 4;
    /** What is due after an interval leaves late by a fifth of it at most. */
    private static final int PUNCTUALITY = 5;

    private final Transport transport;
    private final Doorbell doorbell;
    private final ControlSide control;
    private final ReceiveSide receive;
    private final EngineClock clock;
    private final long maxNapNs;
    private final SpinWindow window = new SpinWindow();
    private long napNs = MIN_NAP_NS;

    /** The interval is that after which something has to be sent at the latest. */
    EventIdle(final Transport transport, final Doorbell doorbell, final ControlSide control, final ReceiveSide receive,
        final EngineClock clock, final long intervalNs) {
        this.maxNapNs = Math.min(MAX_NAP_NS, intervalNs / PUNCTUALITY);
        this.transport = transport;
        this.doorbell = doorbell;
        this.control = control;
        this.receive = receive;
        this.clock = clock;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        idle(clock.nanoTime(), Long.MAX_VALUE);
    }

    /**
     * As {@link #idle()}, but not beyond a time.
     *
     * @param endNs the time.
     * @return whether it has come.
     */
    boolean idleUntil(final long endNs) {
        final long nowNs = clock.nanoTime();
        if (endNs - nowNs <= 0) {
            return true;
        }
        idle(nowNs, endNs - nowNs);
        return false;
    }

    private void idle(final long nowNs, final long boundNs) {
        if (window.isOpen(nowNs)) {
            window.rest();
        } else if (!doorbell.isArmed()) {
            doorbell.arm(); // one more cycle looks for what was published before
        } else {
            nap(nowNs, boundNs);
        }
    }

    private void nap(final long nowNs, final long boundNs) {
        final boolean waiting = receive.isWaiting() || control.hasUnsent(); // for room, or for the rate
        final long ns = Math.min(Math.min(boundNs, napNs), waiting ? Math.min(MAX_WAITING_NAP_NS, maxNapNs) : maxNapNs);
        control.awayUntil(nowNs + ns);
        if (!transport.await(ns)) {
            LockSupport.parkNanos(ns);
        }
        control.attendSoon();
        napNs = Math.min(napNs * GROWTH, maxNapNs);
    }

    @Override
    public void reset() {
        doorbell.disarm();
        napNs = MIN_NAP_NS;
        if (window.isIdle()) {
            window.end(clock.nanoTime());
        }
    }

    @Override
    public String alias() {
        return "event";
    }
}
