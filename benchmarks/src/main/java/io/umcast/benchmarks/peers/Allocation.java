/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/** What the current thread has allocated. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private Allocation() {
    }

    /** Bytes since the thread began; asking does not allocate. */
    static long now() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
