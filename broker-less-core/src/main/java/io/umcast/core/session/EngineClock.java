/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

/** The time, as the engine needs it: so that a test or a simulation can move it. */
public interface EngineClock {
    /** The machine's clock. */
    EngineClock SYSTEM = new SystemClock();

    /**
     * Time that only goes forward.
     *
     * @return nanoseconds from an arbitrary origin.
     */
    long nanoTime();

    /**
     * The time of day that belongs to a {@link #nanoTime()}.
     *
     * @param nanoTime just read.
     * @return nanoseconds since 1970-01-01 UTC.
     */
    long epochNanos(long nanoTime);
}
