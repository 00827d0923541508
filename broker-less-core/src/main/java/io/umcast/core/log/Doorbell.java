/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How those who publish wake the thread that sends. Ringing costs a read as long as nobody sleeps. A sleeper arms the bell, looks once more
 * for what was committed before, and sleeps for a bounded time only: a processor may let a publisher see the bell before others see its commit.
 */
public final class Doorbell {
    private static final VarHandle ARMED;

    static {
        try {
            ARMED = MethodHandles.lookup().findVarHandle(Doorbell.class, "armed", boolean.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Runnable waker;
    private volatile boolean armed;

    /**
     * A bell.
     *
     * @param waker ends the sleep; called once an arming, by the thread that rings.
     */
    public Doorbell(final Runnable waker) {
        this.waker = waker;
    }

    /** Wakes who has armed the bell. By any thread. */
    public void ring() {
        if (armed && ARMED.compareAndSet(this, true, false)) {
            waker.run();
        }
    }

    /** The next ring wakes. By the thread that is about to sleep. */
    public void arm() {
        armed = true;
    }

    /** No ring wakes. By the thread that has slept. */
    public void disarm() {
        if (armed) {
            armed = false;
        }
    }

    /**
     * Whether it is armed, and nobody has rung since.
     *
     * @return whether the next ring wakes.
     */
    public boolean isArmed() {
        return armed;
    }
}
