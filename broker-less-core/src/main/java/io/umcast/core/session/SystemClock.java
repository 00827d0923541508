/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

/** The machine's clock. The distance of its two times is measured now and then, so that reading both costs one call. */
final class SystemClock implements EngineClock {
    private static final long RESAMPLE_NS = 1_000_000_000L;

    private volatile long distance;
    private volatile long sampledNs;

    SystemClock() {
        sample(System.nanoTime());
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochNanos(final long nanoTime) {
        if (nanoTime - sampledNs > RESAMPLE_NS) {
            sample(nanoTime);
        }
        return nanoTime + distance;
    }

    private void sample(final long nanoTime) {
        final java.time.Instant now = java.time.Clock.systemUTC().instant();
        distance = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
        sampledNs = nanoTime;
    }
}
