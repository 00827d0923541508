/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.util.concurrent.locks.LockSupport;

import org.agrona.concurrent.IdleStrategy;

import io.umcast.core.log.Doorbell;
import io.umcast.core.transport.Transport;

/**
 * Idles in the transport: spins, yields, then sleeps until something comes or is published. Naps grow fourfold, so what only time brings
 * (NAKs, announcements, reports) comes late by a few times its own delay at most.
 */
final class EventIdle implements IdleStrategy {
    /** While something is held or missing its retries are due soon: as long as {@link io.umcast.IdleStrategies#backoff()} sleeps. */
    static final long MAX_WAITING_NAP_NS = 4_000_000;
    /** Less than a status interval. */
    static final long MAX_NAP_NS = 40_000_000;
    private static final int SPINS = 100;
    private static final int YIELDS = 10;
    private static final long MIN_NAP_NS = 20_000;
    private static final int GROWTH = 4;

    private final Transport transport;
    private final Doorbell doorbell;
    private final ControlSide control;
    private final ReceiveSide receive;
    private final EngineClock clock;
    private int rounds;
    private long napNs = MIN_NAP_NS;

    EventIdle(final Transport transport, final Doorbell doorbell, final ControlSide control, final ReceiveSide receive,
        final EngineClock clock) {
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
        if (rounds < SPINS) {
            rounds++;
            Thread.onSpinWait();
        } else if (rounds < SPINS + YIELDS) {
            rounds++;
            Thread.yield();
        } else if (!doorbell.isArmed()) {
            doorbell.arm(); // one more cycle looks for what was published before
        } else {
            nap();
        }
    }

    private void nap() {
        final long mostNs = receive.isWaiting() ? MAX_WAITING_NAP_NS : MAX_NAP_NS;
        final long ns = Math.min(napNs, mostNs);
        control.awayFor(clock.nanoTime() + ns);
        if (!transport.await(ns)) {
            LockSupport.parkNanos(ns);
        }
        control.attendSoon();
        napNs = Math.min(napNs * GROWTH, MAX_NAP_NS);
    }

    @Override
    public void reset() {
        doorbell.disarm();
        rounds = 0;
        napNs = MIN_NAP_NS;
    }

    @Override
    public String alias() {
        return "event";
    }
}
