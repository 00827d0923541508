/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.Topic;
import io.umcast.core.send.ControlWriter;
import io.umcast.core.send.Destinations;
import io.umcast.core.send.OutboundStream;
import io.umcast.core.send.Stream;
import io.umcast.core.transport.PeerAddress;
import io.umcast.core.transport.RxRing;
import io.umcast.core.transport.Transport;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import io.umcast.core.wire.FrameValidator;
import io.umcast.natives.Abi;

/**
 * What must go on whatever user code does: sends what is committed, answers NAKs and queries, announces, tells statuses. Whoever holds the
 * lock runs it: the data thread in each duty cycle, else the conductor.
 */
final class ControlSide {
    /** The control socket is asked every so many cycles when nothing is urgent: an empty receive costs a system call. */
    private static final int CONTROL_INTERVAL = 8;
    private static final int FORWARD_LIMIT = 64;
    /** A data thread that has begun a cycle so lately is at work. */
    private static final long BUSY_NS = 1_000_000;
    private static final int SPINS = 100;
    private static final long PARK_NS = 20_000;
    private static final VarHandle LAST_CYCLE;

    static {
        try {
            LAST_CYCLE = MethodHandles.lookup().findVarHandle(ControlSide.class, "lastCycleNs", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final AtomicReference<Thread> holder = new AtomicReference<>();
    private final Transport transport;
    private final int domain;
    private final ControlWriter writer;
    private final Destinations destinations;
    private final Statuses statuses;
    private final FrameBox inbox;
    private final FrameBox outbox;
    private final DropCounts drops;
    private final ErrorHandler errorHandler;
    private final MessageHandler forward = this::forward;
    private final Long2ObjectHashMap<Stream> byId = new Long2ObjectHashMap<>();
    private volatile OutboundStream[] streams = {};
    private volatile boolean lingering = true;
    private int depth;
    private int cycle;
    private int untended;
    private long nowNs;
    private long epochNs;
    @SuppressWarnings("unused")
    private long lastCycleNs;

    ControlSide(final Transport transport, final int domain, final Statuses statuses, final FrameBox inbox, final FrameBox outbox,
        final DropCounts drops, final ErrorHandler errorHandler) {
        this.transport = transport;
        this.domain = domain;
        this.writer = new ControlWriter(transport.tx(), domain);
        this.destinations = new Destinations(transport);
        this.statuses = statuses;
        this.inbox = inbox;
        this.outbox = outbox;
        this.drops = drops;
        this.errorHandler = errorHandler;
    }

    boolean tryEnter() {
        return holder.get() == null && holder.compareAndSet(null, Thread.currentThread());
    }

    void enter() {
        if (holder.get() == Thread.currentThread()) {
            depth++;
            return;
        }
        for (int i = 0; !tryEnter(); i++) {
            if (i < SPINS) {
                Thread.onSpinWait(); // the holder leaves within one cycle
            } else {
                LockSupport.parkNanos(PARK_NS); // unless it has lost its core: do not keep it
            }
        }
    }

    void exit() {
        if (depth > 0) {
            depth--;
        } else {
            holder.setRelease(null);
        }
    }

    /** Frames that found no room on their way from one half of the session to the other. */
    long framesRefused() {
        return inbox.refused() + outbox.refused();
    }

    /** The data thread sleeps until then, unless woken: nobody need stand in. By the data thread. */
    void awayUntil(final long untilNs) {
        lastCycleNs = untilNs;
    }

    /** The next cycle asks the control endpoint. By the data thread. */
    void attendSoon() {
        cycle = CONTROL_INTERVAL - 1;
    }

    /** When the last cycle began, or the sleep ends that the data thread is in. */
    long lastCycleNs() {
        return (long)LAST_CYCLE.getOpaque(this);
    }

    /**
     * In how many nanoseconds to look whether somebody has to stand in for the data thread.
     *
     * @param sinceNs  for how long it has not begun a cycle; less than 0 while it sleeps, as it may be woken and then get stuck.
     * @param boundNs  how long it may be without a cycle.
     * @param unseenNs how long to leave it alone when it has just begun one: each look takes its core from it.
     * @return 0 or less: now.
     */
    static long standInNs(final long sinceNs, final long boundNs, final long unseenNs) {
        if (sinceNs < 0) {
            return boundNs;
        }
        return sinceNs < BUSY_NS ? unseenNs : boundNs - sinceNs;
    }

    Destinations destinations() {
        return destinations;
    }

    /** The streams, not to be changed; what is done with them is the holder's, reading their numbers anybody's. */
    OutboundStream[] streams() {
        return streams;
    }

    /** How many subscribing sessions are ready for a topic; -1 if no stream carries it. */
    int subscriberCount(final Topic topic) {
        enter();
        try {
            int count = -1;
            for (final OutboundStream stream : streams) {
                if (stream.carries(topic)) {
                    count = Math.max(count, 0) + stream.subscriberCount(topic);
                }
            }
            return count;
        } finally {
            exit();
        }
    }

    /** Adds a stream; by the holder. */
    void add(final OutboundStream stream) {
        final OutboundStream[] more = Arrays.copyOf(streams, streams.length + 1);
        more[streams.length] = stream;
        streams = more;
        if (stream instanceof Stream reliable) {
            byId.put(stream.id(), reliable);
        }
    }

    /**
     * One cycle; by the holder.
     *
     * @param standIn     whether this is not the data thread, which alone may fill the data endpoint's ring.
     * @param receiveData whether any group is heard.
     * @param now         the time.
     * @param epoch       the time to put into headers.
     * @return the work done.
     */
    int work(final boolean standIn, final boolean receiveData, final long now, final long epoch) {
        nowNs = now;
        epochNs = epoch;
        LAST_CYCLE.setOpaque(this, now); // no fence: the conductor may see it late
        int work = 0;
        boolean urgent = standIn;
        for (final OutboundStream stream : streams) {
            work += stream.send(epoch);
            urgent |= stream.isStalled();
        }
        if (work != 1 || urgent || ++untended >= CONTROL_INTERVAL) { // a lone datagram leaves before anything else is done
            work += tend();
        }
        final boolean control = urgent || (++cycle & CONTROL_INTERVAL - 1) == 0;
        work += transport.poll(Abi.POLL_SEND | (receiveData ? Abi.POLL_DATA : 0) |
            (control ? Abi.POLL_CONTROL : lingering && work == 0 ? Abi.POLL_LINGER : 0));
        if (control) {
            work += receive();
        }
        return work;
    }

    private int tend() {
        untended = 0;
        int work = outbox.read(forward, FORWARD_LIMIT);
        for (final OutboundStream stream : streams) {
            work += stream.tend(nowNs, epochNs);
        }
        return work + statuses.work(writer, destinations, nowNs, epochNs);
    }

    /** Whether what is published has not been sent. By the data thread. */
    boolean hasUnsent() {
        for (final OutboundStream stream : streams) {
            if (stream.hasUnsent()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Sends at once what has just been published, so that an answer does not wait for the next cycle. Without the lock: if somebody else has
     * it, that sends.
     *
     * @param clock asked only if there is anything to send.
     * @return the work done.
     */
    int flush(final EngineClock clock) {
        if (!hasUnsent() || !tryEnter()) {
            return 0;
        }
        try {
            final long epoch = clock.epochNanos(clock.nanoTime());
            int work = 0;
            for (final OutboundStream stream : streams) {
                work += stream.send(epoch);
            }
            return work == 0 ? 0 : work + transport.poll(Abi.POLL_SEND);
        } finally {
            exit();
        }
    }

    /** The session has a thread of its own: others publish, and must not wait until it comes back from the network. */
    void neverLinger() {
        lingering = false;
    }

    private void forward(final int type, final DirectBuffer buffer, final int index, final int length) {
        writer.forward(destinations.of(PeerAddress.read(buffer, index)), buffer, index + FrameBox.FRAME, length - FrameBox.FRAME);
    }

    private int receive() {
        final RxRing rx = transport.controlRx();
        final DirectBuffer records = rx.buffer();
        final UnsafeBuffer slots = rx.slots();
        int count = 0;
        for (int record = rx.next(); record >= 0; record = rx.next()) {
            count++;
            final int offset = records.getInt(record + Abi.RX_OFFSET);
            final int length = records.getInt(record + Abi.RX_LENGTH);
            onDatagrams(records, record, slots, offset, length);
        }
        rx.release();
        return count;
    }

    /** One datagram, or, from a socket with GRO, many of one sender. */
    private void onDatagrams(final DirectBuffer records, final int record, final DirectBuffer slots, final int offset, final int length) {
        final int segment = records.getInt(record + Abi.RX_SEGMENT);
        int at = 0;
        do { // an empty one counts, too
            try {
                onFrame(records, record, slots, offset + at, Math.min(segment, length - at));
            } catch (final RuntimeException e) {
                errorHandler.onError(e);
            }
            at += segment;
        } while (at < length);
    }

    private void onFrame(final DirectBuffer records, final int record, final DirectBuffer frame, final int offset, final int length) {
        final int cause = FrameValidator.validate(frame, offset, length, domain);
        if (cause != 0) {
            drops.count(cause);
            return;
        }
        switch (FrameHeader.type(frame, offset)) {
            case FrameType.STATUS, FrameType.NAK, FrameType.QUERY -> {
                final Stream stream = byId.get(FrameHeader.streamId(frame, offset));
                if (stream == null) {
                    drops.unknownStream();
                } else {
                    onRequest(stream, records, record, frame, offset);
                }
            }
            default -> inbox.put(records, record, frame, offset, length);
        }
    }

    private void onRequest(final Stream stream, final DirectBuffer records, final int record, final DirectBuffer frame, final int offset) {
        switch (FrameHeader.type(frame, offset)) {
            case FrameType.STATUS -> stream.onStatus(frame, offset, records, record, nowNs, epochNs);
            case FrameType.NAK -> stream.onNak(frame, offset, records, record, nowNs, epochNs);
            default -> stream.onQuery(frame, offset, records, record, epochNs);
        }
    }
}
