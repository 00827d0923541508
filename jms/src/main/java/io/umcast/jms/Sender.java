/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.agrona.concurrent.UnsafeBuffer;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.TransactionRolledBackException;

import io.umcast.core.message.MessageEncoder;
import io.umcast.core.message.MessageLayout;

/** A session's way out: messages now, or those of a transaction at its commit. */
final class Sender {
    private static final ThreadLocal<Sender> COMPLETING = new ThreadLocal<>();
    private static final int INITIAL_BYTES = 4096;

    private final UmcastConnection connection;
    private final boolean transacted;
    private final MessageEncoder encoder;
    private final Map<Outlet, Lane> lanes = new HashMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private final Object completion = new Object();
    private UnsafeBuffer scratch;
    private UmcastDestination lastTo;
    private Lane lane;
    private int completing;

    private static final class Pending {
        private final Lane lane;
        private final byte[] bytes;

        Pending(final Lane lane, final byte[] bytes) {
            this.lane = lane;
            this.bytes = bytes;
        }
    }

    Sender(final UmcastConnection connection, final boolean transacted) {
        this.connection = connection;
        this.transacted = transacted;
        this.encoder = new MessageEncoder(connection.origin());
    }

    boolean isCompleting() {
        return COMPLETING.get() == this;
    }

    void send(final UmcastDestination to, final Message message, final UmcastProducer.Quality quality, final CompletionListener listener)
        throws JMSException {
        if (message == null) {
            throw new MessageFormatException("there is no message to send");
        }
        prepare(to, message, quality);
        if (listener == null) {
            out();
            return;
        }
        JMSException failure = null;
        try {
            out();
        } catch (final JMSException e) {
            failure = e;
        }
        complete(listener, message, failure);
    }

    private void complete(final CompletionListener listener, final Message message, final JMSException failure) {
        synchronized (completion) {
            completing++;
        }
        connection.engine().soon(() -> {
            COMPLETING.set(this);
            try {
                if (failure == null) {
                    listener.onCompletion(message);
                } else {
                    listener.onException(message, failure);
                }
            } finally {
                COMPLETING.remove();
                synchronized (completion) {
                    completing--;
                    completion.notifyAll();
                }
            }
        });
    }

    private void prepare(final UmcastDestination to, final Message message, final UmcastProducer.Quality quality) throws JMSException {
        if (!to.equals(lastTo)) {
            lane = lanes.computeIfAbsent(connection.engine().outlet(to), Outlet::newLane);
            lastTo = to;
        }
        final boolean timed = !quality.withoutTimestamp() || quality.timeToLive() != 0 || quality.delay() != 0;
        final long now = timed ? System.currentTimeMillis() : 0; // to ask is a fifth of what sending takes
        final long sequence = connection.nextSequence();
        final long expires = quality.timeToLive() == 0 ? 0 : now + quality.timeToLive();
        final long deliverAt = now + quality.delay();
        final String id = quality.withoutId() ? null : "ID:" + Long.toHexString(connection.origin()) + '-' + sequence;
        final long shown = quality.withoutTimestamp() ? 0 : now;
        final UmcastMessage own;
        if (message instanceof UmcastMessage ours) {
            own = ours;
        } else {
            own = Foreign.copy(message);
            message.setJMSDestination(to);
            message.setJMSMessageID(id);
            message.setJMSTimestamp(shown);
            message.setJMSDeliveryMode(quality.mode());
            message.setJMSPriority(quality.priority());
            message.setJMSExpiration(expires);
            message.setJMSDeliveryTime(deliverAt);
        }
        own.sent(to, id, shown, quality.mode(), quality.priority(), expires, deliverAt);
        encoder.clear();
        encoder.sequence(sequence).timestamp(now).expiration(expires).deliveryTime(quality.delay() == 0 ? 0 : deliverAt)
            .priority(quality.priority()).persistent(quality.mode() == DeliveryMode.PERSISTENT)
            .flag(MessageLayout.ID_HIDDEN, quality.withoutId()).flag(MessageLayout.TIMESTAMP_HIDDEN, quality.withoutTimestamp());
        try {
            own.encode(encoder);
        } catch (final io.umcast.message.MessageFormatException e) {
            throw Refusals.because(new MessageFormatException(e.getMessage()), e);
        }
    }

    private void out() throws JMSException {
        if (transacted) {
            pending.add(new Pending(lane, encoded()));
        } else {
            lane.send(encoder);
        }
    }

    private byte[] encoded() throws JMSException {
        final int length = encoder.encodedLength();
        lane.outlet().checkLength(length);
        if (scratch == null || scratch.capacity() < length) {
            scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(Math.max(INITIAL_BYTES, Integer.highestOneBit(length) * 2)));
        }
        encoder.encode(scratch, 0, length);
        final byte[] bytes = new byte[length];
        scratch.getBytes(0, bytes);
        return bytes;
    }

    /** Sends what waits, each topic's messages as one group, which receivers deliver wholly or not at all. */
    void commit() throws JMSException {
        final Map<Lane, Integer> sizes = new HashMap<>();
        pending.forEach(message -> sizes.merge(message.lane, 1, Integer::sum));
        final Map<Lane, Integer> next = new HashMap<>();
        final long group = connection.nextSequence();
        final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
        int sent = 0;
        try {
            for (final Pending message : pending) {
                final int index = next.merge(message.lane, 1, Integer::sum) - 1;
                buffer.wrap(message.bytes);
                MessageEncoder.regroup(buffer, group, index, sizes.get(message.lane));
                message.lane.send(buffer, message.bytes.length);
                sent++;
            }
        } catch (final JMSException e) {
            final TransactionRolledBackException rolledBack = new TransactionRolledBackException("of " + pending.size() + " messages " + sent +
                " could be sent: receivers drop those of a topic that lacks one. " + e.getMessage());
            throw Refusals.because(rolledBack, e);
        } finally {
            pending.clear();
        }
    }

    void rollback() {
        pending.clear();
    }

    /** Waits until completion listeners have been called. */
    void close() {
        pending.clear();
        boolean interrupted = false;
        synchronized (completion) {
            while (completing > 0) {
                try {
                    completion.wait();
                } catch (final InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
