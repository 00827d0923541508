/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

final class NakBackoffTest {
    private static final int DRAWS = 100_000;

    /** {@code P(t <= s) = (e^(L s / T) - 1) / (e^L - 1)}: RFC 5401's truncated exponential distribution. */
    @Test
    void followsTheTruncatedExponentialDistribution() {
        final long max = 1_000_000;
        final double lambda = Math.log(10) + 1;
        final NakBackoff backoff = new NakBackoff(max, 10, new SplittableRandom(5));
        final int[] below = new int[4];
        for (int i = 0; i < DRAWS; i++) {
            final long wait = backoff.nextNs();
            assertTrue(wait >= 0 && wait <= max, "wait " + wait);
            for (int quarter = (int)(4 * wait / max); quarter < 4; quarter++) {
                below[quarter]++;
            }
        }
        for (int quarter = 0; quarter < 3; quarter++) {
            final double expected = Math.expm1(lambda * (quarter + 1) / 4) / Math.expm1(lambda);
            assertEquals(expected, (double)below[quarter] / DRAWS, 0.01);
        }
    }

    @Test
    void withoutAWaitThereIsNone() {
        final NakBackoff backoff = new NakBackoff(0, 1, new SplittableRandom(5));
        assertEquals(0, backoff.nextNs());
    }

    @Test
    void aReceiverThatIsAloneWaitsForNobody() {
        assertEquals(0, new NakBackoff(1_000_000, 1, new SplittableRandom(5)).nextNs());
    }

    @Test
    void theSameSeedWaitsTheSame() {
        final NakBackoff one = new NakBackoff(1_000_000, 100, new SplittableRandom(9));
        final NakBackoff other = new NakBackoff(1_000_000, 100, new SplittableRandom(9));
        for (int i = 0; i < 100; i++) {
            assertEquals(one.nextNs(), other.nextNs());
        }
    }
}
