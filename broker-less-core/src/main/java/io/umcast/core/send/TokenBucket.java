/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/**
 * A rate limit in bytes per second, paced: what may leave at once is bounded, and what was not used within that bound is not made up for.
 * One thread at a time.
 */
final class TokenBucket {
    private static final double NS_PER_SECOND = 1e9;

    private final double bytesPerNs;
    private final double depth;
    private double tokens;
    private long filledNs;

    /**
     * A full bucket.
     *
     * @param bytesPerSecond the rate, more than 0.
     * @param burstNs        the time whose share of the rate may leave at once.
     * @param mtu            the largest datagram; two of them may always leave at once.
     * @param nowNs          the time.
     */
    TokenBucket(final long bytesPerSecond, final long burstNs, final int mtu, final long nowNs) {
        this.bytesPerNs = bytesPerSecond / NS_PER_SECOND;
        this.depth = Math.max(2.0 * mtu, bytesPerNs * burstNs);
        this.tokens = depth;
        this.filledNs = nowNs;
    }

    /** A bucket, or null for a rate of 0, which is no limit. */
    static TokenBucket of(final long bytesPerSecond, final long burstNs, final int mtu, final long nowNs) {
        return bytesPerSecond == 0 ? null : new TokenBucket(bytesPerSecond, burstNs, mtu, nowNs);
    }

    /** How many bytes may leave now; 0 or less when more has left than was there. */
    long available(final long nowNs) {
        final long elapsedNs = nowNs - filledNs;
        if (elapsedNs > 0) {
            tokens = Math.min(depth, tokens + elapsedNs * bytesPerNs);
            filledNs = nowNs;
        }
        return (long)tokens;
    }

    /** Takes what has left. It may be more than was there: then that is waited for first. */
    void take(final long bytes) {
        tokens -= bytes;
    }
}
