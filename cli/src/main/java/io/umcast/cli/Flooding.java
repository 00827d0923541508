/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.umcast.Claim;
import io.umcast.Publisher;
import io.umcast.Session;
import org.agrona.concurrent.IdleStrategy;

/** Publishes numbered messages in bursts, each burst followed by a duty cycle of the session. */
final class Flooding {
    /** Enough for the session to hand the kernel many datagrams at once. */
    private static final int BURST_BYTES = 256 << 10;
    /** What a message takes beside its bytes. */
    private static final int RECORD_HEADER = 8;
    private static final long LINGER_NS = 10_000_000_000L;

    private final Session session;
    private final Publisher publisher;
    private final Claim claim;
    private final Load load;
    private final IdleStrategy idle;
    private final AtomicLong progress = new AtomicLong();
    private long sent;
    private long bytes;
    private long backPressured;
    private long durationNs;
    private boolean cutShort;

    /**
     * What is sent.
     *
     * @param size   of each message in bytes, unless they are mixed.
     * @param mixed  whether sizes differ.
     * @param filled whether the messages' contents can be checked.
     * @param seed   of sizes and contents.
     * @param count  the most messages.
     * @param rate   messages a second; 0 for as many as go.
     * @param time   the longest time.
     */
    record Load(int size, boolean mixed, boolean filled, long seed, long count, double rate, Seconds time) {
    }

    Flooding(final Session session, final Publisher publisher, final Load load, final IdleStrategy idle) {
        this.session = session;
        this.publisher = publisher;
        this.claim = publisher.newClaim();
        this.load = load;
        this.idle = idle;
    }

    /** Sends until the count or the time is reached, or nobody is there any more. */
    void run(final BooleanSupplier stopping) {
        final long begin = System.nanoTime();
        final long end = load.time().after(begin);
        long nowNs = begin;
        while (sent < load.count() && nowNs - end < 0 && !cutShort && !stopping.getAsBoolean()) {
            final int published = burst(due(nowNs - begin));
            idle.idle(session.poll() + published);
            progress.lazySet(sent);
            nowNs = System.nanoTime();
        }
        durationNs = nowNs - begin;
    }

    /** By intended times: a burst that was held up is caught up with. */
    private long due(final long elapsedNs) {
        return load.rate() == 0 ? load.count() : Math.min(load.count(), 1 + (long)(elapsedNs * load.rate() / 1e9));
    }

    /** Publishes some; returns their bytes. */
    private int burst(final long due) {
        int published = 0;
        while (sent < due && published < BURST_BYTES) {
            final int length = load.mixed() ? Content.mixedSize(load.seed(), sent, publisher.maxMessageLength()) : load.size();
            final long position = publisher.tryClaim(length, claim);
            if (position < 0) {
                if (position == Publisher.BACK_PRESSURED) {
                    backPressured++;
                } else {
                    cutShort = true;
                }
                break;
            }
            write(length);
            claim.commit();
            published += length + RECORD_HEADER;
            sent++;
            bytes += length;
        }
        return published;
    }

    private void write(final int length) {
        if (load.filled()) {
            Content.fill(claim.buffer(), claim.offset(), length, load.seed(), sent);
        } else if (length >= Content.SEQUENCE_LENGTH) {
            claim.buffer().putLong(claim.offset(), sent, ByteOrder.LITTLE_ENDIAN);
        }
    }

    /**
     * Goes on until the receivers have consumed everything, for at most 10 s.
     *
     * @return whether they have.
     */
    boolean linger(final BooleanSupplier stopping) {
        final long deadline = System.nanoTime() + LINGER_NS;
        while (publisher.consumedPosition() < publisher.position()) {
            if (System.nanoTime() - deadline > 0 || stopping.getAsBoolean()) {
                return false;
            }
            idle.idle(session.poll());
        }
        return true;
    }

    long sent() {
        return sent;
    }

    /** The same for other threads, a little late. */
    long progress() {
        return progress.get();
    }

    long bytes() {
        return bytes;
    }

    long backPressured() {
        return backPressured;
    }

    /** Whether the last receiver went away before the end. */
    boolean isCutShort() {
        return cutShort;
    }

    double perSecond(final long amount) {
        return durationNs == 0 ? 0 : amount * 1e9 / durationNs;
    }
}
