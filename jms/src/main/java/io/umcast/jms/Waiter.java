/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.umcast.core.session.EngineSession;
import io.umcast.core.time.SpinWindow;

/** Where the one thread of a session waits for something to do: it runs the engine's duty cycles meanwhile, if no other thread does. */
final class Waiter {
    private static final long LONGEST_NS = 100_000_000L;

    private final SpinWindow window = new SpinWindow();
    private final EngineSession engine;
    private volatile Thread parked;
    private volatile Thread leading;

    Waiter(final EngineSession engine) {
        this.engine = engine;
    }

    void signal() {
        final Thread thread = parked;
        if (thread != null) {
            parked = null;
            LockSupport.unpark(thread);
        }
        final Thread leader = leading;
        if (leader != null && leader != Thread.currentThread()) {
            engine.wakeLeader();
        }
    }

    /** What was waited for is there. */
    void found() {
        if (window.isIdle()) {
            window.end(System.nanoTime());
        }
    }

    /** Returns when it is ready, when signalled, or after some time; at once as long as a sleep would have ended soon, lately. */
    void await(final BooleanSupplier ready, final long nanos) {
        if (lead(ready, nanos)) {
            return;
        }
        if (window.isOpen(System.nanoTime())) {
            window.rest();
            return;
        }
        parked = Thread.currentThread();
        if (!ready.getAsBoolean()) {
            LockSupport.parkNanos(this, Math.min(nanos, LONGEST_NS));
        }
        parked = null;
    }

    private boolean lead(final BooleanSupplier ready, final long nanos) {
        leading = Thread.currentThread(); // ahead of looking whether it is ready: who makes it so sees it, or is seen
        final boolean led = engine.lead(ready, nanos);
        leading = null;
        return led;
    }
}
