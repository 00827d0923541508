/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.util.SplittableRandom;

/**
 * The random wait before a NAK, so that of many receivers one tells for all: RFC 5401's RandomBackoff, a truncated exponential
 * distribution on 0..T. With R receivers and L = ln(R) + 1, and x uniform in [L / (T(e^L - 1)), L / (T(e^L - 1)) + L / T],
 * the wait is t = T / L * ln(x (e^L - 1) T / L); with x = u L / T + L / (T(e^L - 1)), u uniform in [0, 1), that is
 * t = T / L * ln(u (e^L - 1) + 1). A receiver that is alone has nobody to wait for: with R = 1 the wait is none.
 */
public final class NakBackoff {
    private final SplittableRandom random;
    private final double scale;
    private final double spread;

    /**
     * A backoff.
     *
     * @param maxNs     the longest wait T, in nanoseconds.
     * @param groupSize the number of receivers R, 1 or more.
     * @param random    seeded.
     */
    public NakBackoff(final long maxNs, final int groupSize, final SplittableRandom random) {
        final double lambda = Math.log(groupSize) + 1;
        this.random = random;
        this.scale = groupSize == 1 ? 0 : maxNs / lambda;
        this.spread = Math.expm1(lambda);
    }

    /**
     * The next wait.
     *
     * @return nanoseconds, 0 to the longest.
     */
    public long nextNs() {
        return (long)(scale * Math.log1p(random.nextDouble() * spread));
    }
}
