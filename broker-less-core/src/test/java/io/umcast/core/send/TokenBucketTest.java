/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long MS = 1_000_000L;

    @Test
    void givesTheRateAndNeverMoreThanABurstAtOnce() {
        final TokenBucket bucket = new TokenBucket(1_000_000, 10 * MS, 1000, 0);
        assertEquals(10_000, bucket.available(0), "full at first");
        bucket.take(10_000);
        assertEquals(0, bucket.available(0));
        assertEquals(3_000, bucket.available(3 * MS));
        assertEquals(10_000, bucket.available(1_000 * MS), "a pause is not made up for");
        bucket.take(15_000);
        assertEquals(-5_000, bucket.available(1_000 * MS));
        assertEquals(0, bucket.available(1_005 * MS), "what was too much is waited for");
    }

    @Test
    void holdsTwoDatagramsHoweverSlowItIs() {
        assertEquals(3_000, new TokenBucket(1, MS, 1500, 0).available(0));
        assertNull(TokenBucket.of(0, MS, 1500, 0), "no rate is no limit");
    }

    @Property(tries = 300, seed = "1")
    void inNoTimeLetsMoreOutThanTheRateAndABurst(@ForAll @LongRange(min = 1_000, max = 10_000_000_000L) final long rate,
        @ForAll @IntRange(min = 1, max = 2_000_000) final int stepNs, @ForAll @IntRange(min = 64, max = 8192) final int datagram) {
        final TokenBucket bucket = new TokenBucket(rate, 2 * MS, 8192, 0);
        final double depth = Math.max(2 * 8192, rate / 1e9 * 2 * MS);
        long out = 0;
        long nowNs = 0;
        for (int i = 0; i < 500; i++) {
            nowNs += stepNs;
            for (int burst = 0; burst < 64 && bucket.available(nowNs) >= datagram; burst++) {
                bucket.take(datagram);
                out += datagram;
            }
            assertTrue(out <= depth + rate / 1e9 * nowNs + 1, out + " bytes in " + nowNs + " ns");
        }
    }
}
