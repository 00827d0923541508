/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/** Round trips: one after the other, or at a fixed rate. */
final class Pinging implements Network.Receiver {
    private static final long LOST_NS = TimeUnit.SECONDS.toNanos(10);

    private final Histogram times = Histograms.create();
    private Network network;
    private int stage;
    private long received;
    private long last;
    private long allocatedBefore;

    void by(final Network taken) {
        network = taken;
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int length) {
        if (Stamp.stage(buffer, offset) == stage) {
            Histograms.record(times, System.nanoTime() - Stamp.timeNs(buffer, offset));
            last = Stamp.sequence(buffer, offset);
            received++;
        }
    }

    private void begin(final int of) {
        stage = of;
        received = 0;
        last = -1;
        times.reset();
        allocatedBefore = Allocation.now();
    }

    /** Closed loop: the next ping leaves when the last has come back. */
    Reply closed(final int of, final int size, final long durationNs) {
        begin(of);
        final long end = System.nanoTime() + durationNs;
        long sent = 0;
        long nowNs = System.nanoTime();
        while (nowNs < end) {
            while (!network.send(size, sent, nowNs, of)) {
                network.poll();
            }
            final long deadline = nowNs + LOST_NS;
            while (last != sent && nowNs < deadline) {
                network.poll();
                nowNs = last == sent ? nowNs : System.nanoTime();
            }
            sent++;
            nowNs = System.nanoTime();
        }
        return reply(sent);
    }

    /**
     * Open loop: a ping has an intended time, from which its round trip counts, however late it leaves: no coordinated omission.
     */
    Reply open(final int of, final int size, final int rate, final long durationNs) {
        begin(of);
        final long total = Math.max(1, Math.round(durationNs / 1e9 * rate));
        final double intervalNs = 1e9 / rate;
        final long begin = System.nanoTime();
        long intended = begin;
        long sent = 0;
        while (sent < total && System.nanoTime() - begin < 3 * durationNs) {
            while (sent < total && System.nanoTime() >= intended && network.send(size, sent, intended, of)) {
                sent++;
                intended = begin + (long)(sent * intervalNs);
            }
            network.poll();
        }
        final long tookNs = System.nanoTime() - begin;
        long before = received;
        long quietNs = System.nanoTime();
        while (received < sent && System.nanoTime() - quietNs < LOST_NS) {
            network.poll();
            if (received != before) {
                before = received;
                quietNs = System.nanoTime();
            }
        }
        return reply(sent).put("ns", tookNs);
    }

    private Reply reply(final long sent) {
        final long allocated = Allocation.now() - allocatedBefore;
        return new Reply().put("sent", sent).put("received", received).put("allocated", allocated).put("hist", times);
    }
}
