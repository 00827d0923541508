/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Lets a session be closed between two duty cycles and never within one. Who closes first says so, then looks whether a cycle runs; a cycle
 * first says that it runs, then looks whether the session is closing: one of them sees the other.
 */
final class CycleGate {
    private static final VarHandle INSIDE;

    static {
        try {
            INSIDE = MethodHandles.lookup().findVarHandle(CycleGate.class, "inside", boolean.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean inside;

    /** A cycle begins: a full fence. By the data thread. */
    void enter() {
        inside = true;
    }

    /** A cycle has ended. No fence: who waits for it looks again. By the data thread. */
    void exit() {
        INSIDE.setRelease(this, false);
    }

    /** Whether a cycle runs. From any thread. */
    boolean isInside() {
        return inside;
    }
}
