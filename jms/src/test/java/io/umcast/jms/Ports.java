/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.concurrent.atomic.AtomicInteger;

/** Ports of this test JVM's own, over loopback, below the range of which the kernel gives away ports. */
public final class Ports {
    private static final int COUNT = 5_000;
    /** Two test JVMs of this module run side by side (surefire's fork number). */
    private static final int FIRST = 10_000 + Integer.getInteger("umcast.test.fork", 1) % 2 * COUNT;
    private static final AtomicInteger NEXT = new AtomicInteger((int)(ProcessHandle.current().pid() % 25) * 200);

    private Ports() {
    }

    /**
     * A URI that nobody else has.
     *
     * @param options further ones, or none.
     * @return the URI.
     */
    public static String uri(final String options) {
        return "udp:interface=lo&port=" + (FIRST + NEXT.getAndIncrement() % COUNT) + (options.isEmpty() ? "" : "&" + options);
    }
}
