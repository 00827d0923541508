/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

/**
 * What a {@link RepairSimulation} runs. Start from {@link #of} and change what differs.
 *
 * @param receivers   how many, 1 to 10,000.
 * @param loss        share of datagrams that do not come, 0 to 1: data, repairs, NAKs and statuses.
 * @param shared      whether a datagram to the group is lost for all at once, on the publisher's side; else each receiver loses its own.
 * @param datagrams   how many to send, one message each.
 * @param roundTripNs of the network alone, in ns: from a NAK's leaving to its repair's coming.
 * @param options     of all connections, as in a URI, without the scheme; empty for the defaults.
 * @param seed        of everything that happens by chance.
 */
public record RepairScenario(int receivers, double loss, boolean shared, int datagrams, long roundTripNs, String options, long seed) {
    private static final long ROUND_TRIP_NS = 50_000;
    private static final int MAX_RECEIVERS = 10_000;

    /** Checks the ranges. */
    public RepairScenario {
        if (receivers < 1 || receivers > MAX_RECEIVERS || datagrams < 1 || roundTripNs < 0 || !(loss >= 0 && loss < 1)) {
            throw new IllegalArgumentException(
                "1 to " + MAX_RECEIVERS + " receivers, 1 datagram or more, a time of 0 or more, a loss below 1");
        }
    }

    /**
     * A round trip of 50 us, the seed 1, and the default options, except that NAKs are laid out for so many receivers and spread over ten
     * round trips.
     *
     * @param receivers see {@link #receivers()}.
     * @param loss      see {@link #loss()}.
     * @param shared    see {@link #shared()}.
     * @param datagrams see {@link #datagrams()}.
     * @return a scenario.
     */
    public static RepairScenario of(final int receivers, final double loss, final boolean shared, final int datagrams) {
        return new RepairScenario(receivers, loss, shared, datagrams, ROUND_TRIP_NS, "nak-backoff=500us&nak-group=" + receivers, 1);
    }

    /**
     * The same with other options.
     *
     * @param other see {@link #options()}.
     * @return a scenario.
     */
    public RepairScenario withOptions(final String other) {
        return new RepairScenario(receivers, loss, shared, datagrams, roundTripNs, other, seed);
    }

    /**
     * The same over another network.
     *
     * @param otherRoundTripNs see {@link #roundTripNs()}.
     * @return a scenario.
     */
    public RepairScenario withRoundTrip(final long otherRoundTripNs) {
        return new RepairScenario(receivers, loss, shared, datagrams, otherRoundTripNs, options, seed);
    }

    /**
     * The same with other chances.
     *
     * @param other see {@link #seed()}.
     * @return a scenario.
     */
    public RepairScenario withSeed(final long other) {
        return new RepairScenario(receivers, loss, shared, datagrams, roundTripNs, options, other);
    }
}
