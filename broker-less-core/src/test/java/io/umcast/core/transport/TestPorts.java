/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * UDP ports for tests: below the range of which the kernel gives away ports (32768 on), so that no other socket has one by chance, a
 * different one each time, and others in other test JVMs.
 */
public final class TestPorts {
    private static final int COUNT = 5_000;
    /** Two test JVMs of this module run side by side (surefire's fork number). */
    private static final int FIRST = 10_000 + Integer.getInteger("umcast.test.fork", 1) % 2 * COUNT;
    private static final AtomicInteger NEXT = new AtomicInteger((int)(ProcessHandle.current().pid() % 25) * 200);

    private TestPorts() {
    }

    /** The next one. */
    public static int next() {
        return FIRST + NEXT.getAndIncrement() % COUNT;
    }
}
