/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/**
 * How fast a stream is sent.
 *
 * @param rate       the most that goes out for the first time, in bytes per second, headers included; 0 for no limit.
 * @param repairRate the most that goes out again, likewise.
 * @param burstNs    the time whose share of a rate may leave at once; two datagrams always may.
 */
public record RateConfig(long rate, long repairRate, long burstNs) {
    /** No limits. */
    public static final RateConfig UNLIMITED = new RateConfig(0, 0, 0);
}
