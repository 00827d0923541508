/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.util.concurrent.atomic.AtomicInteger;

/** UDP ports for tests, a different one each time, and others in other test JVMs. */
final class Ports {
    private static final AtomicInteger NEXT = new AtomicInteger((int)(ProcessHandle.current().pid() % 25) * 400);

    private Ports() {
    }

    static int next() {
        return 23_000 + NEXT.getAndIncrement() % 9_000;
    }
}
