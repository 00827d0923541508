/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * What a listener does with the messages of one stage after the other: it reads the whole body, counts, and either takes the time, or
 * sends it back, or sends the next. The provider's thread writes; the agent's reads what {@code received} publishes.
 */
final class JmsInput implements MessageListener {
    private static final int LONGEST = 64 << 10;
    private static final long LOOK_NS = 1_000_000;
    /** Where no times are taken, each so manieth message asks the clock: that takes as long as the fastest provider for a message. */
    private static final int CLOCKED = 64;

    private final byte[] bytes = new byte[LONGEST];
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.wrap(bytes));
    private final JmsOutput output;
    private final boolean answering;
    private final AtomicLong received = new AtomicLong();
    private volatile int stage;
    private volatile long untilNs;
    private volatile Histogram times = Histograms.create();
    private long bodies;
    private long firstNs;
    private long lastNs;

    /**
     * An input.
     *
     * @param output    where answers or next messages go; null if it only counts.
     * @param answering whether each message is sent back.
     */
    JmsInput(final JmsOutput output, final boolean answering) {
        this.output = output;
        this.answering = answering;
    }

    @Override
    public void onMessage(final Message message) {
        try {
            final int length = ((BytesMessage)message).readBytes(bytes);
            if (answering) {
                output.send(length, Stamp.sequence(buffer, 0), Stamp.timeNs(buffer, 0), Stamp.stage(buffer, 0));
            } else {
                take(length);
            }
        } catch (final JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(final int length) throws JMSException {
        final int of = Stamp.stage(buffer, 0);
        if (of < stage) {
            return; // a late one
        }
        if (of > stage) { // counting begins with the first message
            begin(of, 0);
            firstNs = System.nanoTime();
        }
        final long timeNs = Stamp.timeNs(buffer, 0);
        final long count = received.get() + 1;
        if (timeNs != 0 || count < CLOCKED || count % CLOCKED == 0) {
            lastNs = System.nanoTime();
        }
        if (timeNs != 0) {
            Histograms.record(times, lastNs - timeNs);
        }
        bodies += length;
        received.lazySet(count);
        if (lastNs < untilNs) {
            output.send(length, count, System.nanoTime(), of);
        }
    }

    /** Begins a stage; a closed loop goes on until a time, which is not 0. */
    void begin(final int of, final long endNs) {
        received.set(0);
        bodies = 0;
        times = Histograms.create();
        untilNs = endNs;
        stage = of;
    }

    long received(final int of) {
        return stage == of ? received.get() : 0;
    }

    /** Waits until so many have come, or none for some time. */
    void await(final int of, final long count, final long silenceNs) {
        long before = -1;
        long quietNs = System.nanoTime();
        while (received(of) < count && System.nanoTime() - quietNs < silenceNs) {
            LockSupport.parkNanos(LOOK_NS);
            if (received(of) != before) {
                before = received(of);
                quietNs = System.nanoTime();
            }
        }
    }

    Histogram times() {
        return times;
    }

    Reply tally(final int of) {
        final long count = received(of);
        return new Reply().put("received", count).put("bytes", count > 0 ? bodies : 0).put("ns", count > 0 ? lastNs - firstNs : 0)
            .put("allocated", 0).put("hist", times);
    }
}
