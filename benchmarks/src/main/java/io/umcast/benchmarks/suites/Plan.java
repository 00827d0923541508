/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.util.List;

/**
 * How much is measured. Times are in ms.
 *
 * @param pairs         rounds.
 * @param peers         whether others than plain C and umcast are measured, too.
 * @param warmUp        before the first measurement of a process.
 * @param warmUps       how often at most, where it goes on until the JIT compilers rest.
 * @param roundTrips    of a closed loop of 64 B, and of an open loop at 100,000 a second; all others take half.
 * @param sizes         of round trips in bytes.
 * @param rates         of the open loop a second.
 * @param flood         of one way.
 * @param floodSizes    one way in datagrams of 8 KB, in bytes.
 * @param ethernetSizes one way in datagrams of 1,472 B, in bytes.
 * @param subscribers   that a publisher is fanned out to.
 * @param losses        per thousand.
 * @param topics        numbers of topics on 16 groups.
 * @param idle          of processes that do nothing.
 * @param part          of an iteration of JMH; 0 for none.
 */
record Plan(int pairs, boolean peers, int warmUp, int warmUps, int roundTrips, List<Integer> sizes, List<Integer> rates, int flood,
    List<Integer> floodSizes, List<Integer> ethernetSizes, List<Integer> subscribers, List<Integer> losses, List<Integer> topics, int idle,
    int part) {
    /** What is published: about 15 minutes for 5 pairs. */
    static Plan full(final int pairs) {
        return new Plan(pairs, true, 1500, 10, 1000, List.of(32, 64, 288, 1344, 8192, 65_536),
            List.of(10_000, 20_000, 50_000, 100_000, 200_000), 700,
            List.of(32, 64, 288, 1024, 1344, 8192, 65_536), List.of(64, 1024), List.of(1, 2, 4, 8), List.of(0, 1, 10, 50),
            List.of(16, 1000, 10_000), 4000, 300);
    }

    /** A look: two minutes for one pair. The warm-up is no shorter: what is measured while the compilers work is the compilers. */
    static Plan quick(final int pairs) {
        return new Plan(pairs, true, 1500, 10, 400, List.of(64, 288, 8192), List.of(10_000, 100_000), 300, List.of(64, 1024, 8192), List.of(64),
            List.of(1, 4), List.of(0, 10), List.of(16, 10_000), 1500, 80);
    }

    /** Whether it works at all: seconds, and umcast beside plain C alone. */
    static Plan smoke() {
        return new Plan(1, false, 50, 1, 40, List.of(64), List.of(10_000), 40, List.of(64, 8192), List.of(), List.of(1), List.of(10),
            List.of(16), 100, 0);
    }
}
