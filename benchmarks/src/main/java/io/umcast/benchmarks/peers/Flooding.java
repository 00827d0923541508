/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import org.agrona.concurrent.IdleStrategy;

/** Sends one way, as much as goes or at a fixed rate. */
final class Flooding {
    private static final int RECORD = 32;

    private final Network network;
    private final IdleStrategy idle;
    private final int burstBytes;
    private long allocatedBefore;

    /**
     * Floods by a network.
     *
     * @param burstBytes how much is sent between two polls.
     */
    Flooding(final Network network, final IdleStrategy idle, final int burstBytes) {
        this.network = network;
        this.idle = idle;
        this.burstBytes = burstBytes;
    }

    /** As much as goes; messages carry no time. */
    Reply flood(final int stage, final int size, final long durationNs) {
        final int burst = Math.max(1, burstBytes / (size + RECORD));
        allocatedBefore = Allocation.now();
        final long begin = System.nanoTime();
        long sent = 0;
        long nowNs = begin;
        while (nowNs - begin < durationNs) {
            int published = 0;
            while (published < burst && network.send(size, sent, 0, stage)) {
                sent++;
                published++;
            }
            idle.idle(network.poll() + published);
            nowNs = System.nanoTime();
        }
        return reply(sent, nowNs - begin);
    }

    /** At a fixed rate; messages carry their intended times. */
    Reply paced(final int stage, final int size, final int rate, final long durationNs) {
        final long total = Math.max(1, Math.round(durationNs / 1e9 * rate));
        final double intervalNs = 1e9 / rate;
        allocatedBefore = Allocation.now();
        final long begin = System.nanoTime();
        long intended = begin;
        long sent = 0;
        while (sent < total && System.nanoTime() - begin < 3 * durationNs) {
            int published = 0;
            while (sent < total && System.nanoTime() >= intended && network.send(size, sent, intended, stage)) {
                sent++;
                published++;
                intended = begin + (long)(sent * intervalNs);
            }
            idle.idle(network.poll() + published);
        }
        return reply(sent, System.nanoTime() - begin);
    }

    private Reply reply(final long sent, final long ns) {
        final long allocated = Allocation.now() - allocatedBefore;
        return new Reply().put("sent", sent).put("ns", ns).put("allocated", allocated);
    }
}
