/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

/**
 * What came of a {@link RepairScenario}.
 *
 * @param scenario    that was run.
 * @param lost        datagrams of data that somebody lacked.
 * @param losses      how often one of them was lacking, each receiver counted.
 * @param naks        NAKs that left the receivers.
 * @param confirms    CONFIRM frames that left the publisher.
 * @param repairs     datagrams that the publisher sent again.
 * @param unavoidable of these, the ones that, when they came or should have come, somebody still lacked: the rest was for nothing.
 * @param medianNs    half of the losses was repaired within this time, in ns from when something later came and showed it.
 * @param p99Ns       99 % of the losses were repaired within this time.
 * @param longestNs   all were.
 * @param backoffNs   the longest random wait before a NAK.
 * @param incomplete  receivers that did not get every message once and in order: 0, or the engine is broken.
 */
public record RepairResult(RepairScenario scenario, long lost, long losses, long naks, long confirms, long repairs, long unavoidable,
    long medianNs, long p99Ns, long longestNs, long backoffNs, int incomplete) {
    /**
     * NAKs for each datagram that somebody lacked.
     *
     * @return the mean.
     */
    public double naksPerLost() {
        return share(naks, lost);
    }

    /**
     * Repairs for each datagram that somebody lacked.
     *
     * @return the mean.
     */
    public double repairsPerLost() {
        return share(repairs, lost);
    }

    /**
     * Repairs sent for each that was needed.
     *
     * @return 1 or more.
     */
    public double repairsPerUnavoidable() {
        return share(repairs, unavoidable);
    }

    /**
     * How long three round trips and the backoff take.
     *
     * @return ns.
     */
    public long aimNs() {
        return 3 * scenario.roundTripNs() + backoffNs;
    }

    private static double share(final long part, final long whole) {
        return whole == 0 ? 0 : (double)part / whole;
    }
}
