/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.soak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;

import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.ConnectionListener;
import io.umcast.LossEvent;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;

/** A subscriber with a thread of its own: whatever it receives of a publisher must follow without a gap, whole. */
final class SoakSubscriber implements AutoCloseable, ConnectionListener {
    private final Connection connection;
    /** For each publisher the number that is next; written by the session's thread. */
    private final Map<Long, Long> next = new ConcurrentHashMap<>();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong losses = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private volatile long stallNs;
    private long current = -1;
    private long expected;

    SoakSubscriber(final String uri, final Topic topic) {
        connection = Umcast.connect(uri, ConnectionConfig.defaults().listener(this).errorHandler(error -> {
            errors.incrementAndGet();
            error.printStackTrace();
        }));
        final Session session = connection.createSession();
        session.subscribe(topic, (buffer, offset, length, header) -> onMessage(buffer, offset, length));
        session.start(new BackoffIdleStrategy());
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length) {
        received.lazySet(received.get() + 1);
        if (!SoakMessage.isWhole(buffer, offset, length)) {
            wrong.incrementAndGet();
            return;
        }
        final long publisher = buffer.getLong(offset);
        final long number = buffer.getLong(offset + Long.BYTES);
        if (publisher != current) {
            if (current >= 0) {
                next.put(current, expected);
            }
            current = publisher;
            expected = next.getOrDefault(publisher, number);
        }
        if (number != expected) {
            wrong.incrementAndGet();
        }
        expected = number + 1;
        if ((number & 0xFF) == 0) {
            next.put(publisher, expected);
        }
        final long stall = stallNs;
        if (stall > 0) {
            stallNs = 0;
            LockSupport.parkNanos(stall);
        }
    }

    /** Has the handler take so long with the next message. */
    void stall(final long ns) {
        stallNs = ns;
    }

    @Override
    public void onLoss(final LossEvent loss) {
        losses.incrementAndGet();
        System.err.println("soak: " + loss);
    }

    long received() {
        return received.get();
    }

    long wrong() {
        return wrong.get() + errors.get();
    }

    long losses() {
        return losses.get();
    }

    /** Once closed: up to which number it has received of a publisher; -1 if nothing. */
    long upTo(final long publisher) {
        return publisher == current ? expected : next.getOrDefault(publisher, -1L);
    }

    @Override
    public void close() {
        connection.close();
    }
}
