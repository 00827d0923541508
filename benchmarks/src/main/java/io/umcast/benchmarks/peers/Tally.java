/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/** Counts the messages of one stage after the other: a stage begins with its first message. */
final class Tally implements Network.Receiver {
    private final Histogram delays = Histograms.create();
    private int stage;
    private long received;
    private long bytes;
    private long gaps;
    private long expected;
    private long firstNs;
    private long lastNs;
    private long seen;
    private long allocatedBefore;

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int length) {
        final int of = Stamp.stage(buffer, offset);
        if (of != stage) {
            begin(of);
        }
        received++;
        bytes += length;
        final long sequence = Stamp.sequence(buffer, offset);
        if (sequence != expected) {
            gaps++;
        }
        expected = sequence + 1;
        final long timeNs = Stamp.timeNs(buffer, offset);
        if (timeNs != 0) {
            Histograms.record(delays, System.nanoTime() - timeNs);
        }
    }

    private void begin(final int of) {
        stage = of;
        received = 0;
        bytes = 0;
        gaps = 0;
        expected = 0;
        seen = 0;
        firstNs = System.nanoTime();
        lastNs = firstNs;
        delays.reset();
        allocatedBefore = Allocation.now();
    }

    /** Notes the time when something has come; after each poll. */
    void onPolled() {
        if (received != seen) {
            seen = received;
            lastNs = System.nanoTime();
        }
    }

    long received(final int of) {
        return stage == of ? received : 0;
    }

    /** The time of the last arrival. */
    long lastNs() {
        return lastNs;
    }

    Reply reply(final int of) {
        final long allocated = Allocation.now() - allocatedBefore;
        final boolean any = stage == of && lastNs > firstNs;
        return new Reply().put("received", received(of)).put("bytes", any ? bytes : 0).put("gaps", any ? gaps : 0)
            .put("ns", any ? lastNs - firstNs : 0).put("allocated", any ? allocated : 0)
            .put("hist", any ? delays : Histograms.create());
    }
}
