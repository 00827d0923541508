/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

import jakarta.jms.JMSException;

import io.umcast.Header;
import io.umcast.core.message.MessageView;

/**
 * What a subscription has received and its consumers have not yet: one consumer, or those who share it. Bounded in bytes, of which those
 * that are not acknowledged count. Filled by the engine's thread, emptied by one thread at a time: that of the consumer's session, or, of
 * those who share it, whoever holds its lock.
 */
final class Inbox {
    private static final int PRIORITIES = 10;
    private static final int OVERHEAD_BYTES = 64;
    /** So many bytes of messages that are done may count as held still. */
    private static final long UNSETTLED_BYTES = 16 << 10;

    private final UmcastDestination destination;
    private final Selector selector;
    private final boolean noLocal;
    private final UmcastConnection connection;
    private final long limitBytes;
    private final long unsettledLimit;
    private final List<Queue<Delivery>> levels;
    private final ConcurrentLinkedDeque<Delivery> returned = new ConcurrentLinkedDeque<>();
    private final CopyOnWriteArrayList<UmcastConsumer> consumers = new CopyOnWriteArrayList<>();
    /** Bytes that came late or by others, less those that went out: changed by any thread, but seldom for each message. */
    private final AtomicLong balance = new AtomicLong();
    /** Bytes that the engine's thread has brought, and the balance as it saw it last. Its own. */
    private long broughtBytes;
    private long seenBalance;
    /** Bytes of what is done and not yet in the balance. The emptying thread's. */
    private long unsettled;
    private volatile Share share;
    private volatile boolean gaveBack;
    private volatile boolean closed;
    private volatile long expired;
    private long dropped;
    private long droppedFrom;

    Inbox(final UmcastDestination destination, final Selector selector, final boolean noLocal, final UmcastConnection connection,
        final JmsOptions options) {
        this.destination = destination;
        this.selector = selector;
        this.noLocal = noLocal;
        this.connection = connection;
        this.limitBytes = options.queueBytes();
        this.unsettledLimit = Math.min(UNSETTLED_BYTES, limitBytes / 64);
        this.levels = Stream.<Queue<Delivery>>generate(ManyToOneConcurrentLinkedQueue::new).limit(options.priority() ? PRIORITIES : 1).toList();
    }

    UmcastDestination destination() {
        return destination;
    }

    Selector selector() {
        return selector;
    }

    /** Makes it this process's part of a subscription that others may share. */
    void share(final Share value) {
        share = value;
    }

    Share share() {
        return share;
    }

    boolean isShared() {
        return share != null;
    }

    long limitBytes() {
        return limitBytes;
    }

    CopyOnWriteArrayList<UmcastConsumer> consumers() {
        return consumers;
    }

    UmcastConnection connection() {
        return connection;
    }

    /** By the engine's thread. */
    boolean wants(final MessageView view) {
        return !closed && !(noLocal && !view.isPlain() && view.origin() == connection.origin()) &&
            (selector == null || selector.matches(view));
    }

    /** By the engine's thread; of those who share it, by any that holds the share's lock. */
    boolean hasRoom(final int length) {
        if (share == null && broughtBytes + seenBalance + length + OVERHEAD_BYTES <= limitBytes) {
            return true; // by what had gone out when it was last looked at
        }
        seenBalance = balance.get();
        final long held = broughtBytes + seenBalance + (share == null ? 0 : share.heldBytes());
        return closed || held == 0 || held + length + OVERHEAD_BYTES <= limitBytes;
    }

    /** Takes a message that has just come. By the engine's thread. */
    void put(final Delivery delivery, final Header header) {
        if (share != null) {
            share.offer(delivery, header);
        } else {
            take(delivery, header.position(), header.source());
        }
    }

    /** Takes a message, now or at its time, or drops it when there is no room. */
    void take(final Delivery delivery, final long position, final Object source) {
        final long delayNs = delivery.delayNs();
        if (delayNs > 0) {
            connection.engine().later(() -> count(delivery), delayNs);
        } else if (hasRoom(delivery.length())) {
            dropped = 0;
            if (share != null) {
                count(delivery);
            } else if (!closed) {
                broughtBytes += delivery.length() + OVERHEAD_BYTES;
                add(delivery);
            }
        } else {
            if (share != null) {
                share.done(delivery);
            }
            drop(position, source);
        }
    }

    /** Takes a message that has waited for its time, or came by others. By any thread. */
    private void count(final Delivery delivery) {
        if (!closed) {
            balance.addAndGet(delivery.length() + OVERHEAD_BYTES);
            add(delivery);
        }
    }

    private void add(final Delivery delivery) {
        levels.get(levels.size() == 1 ? 0 : PRIORITIES - 1 - delivery.priority()).offer(delivery);
        signal();
    }

    /** Tells that a message was dropped: the first, then seldom and seldom. */
    void drop(final long position, final Object source) {
        if (dropped++ == 0) {
            droppedFrom = position;
        }
        if (Long.bitCount(dropped) == 1) {
            tell(new DataOverrunException(destination.name(), source == null ? "this process" : source.toString(), droppedFrom, position,
                dropped));
        }
    }

    /** Tells the ExceptionListeners of the connections that consume. */
    void tell(final JMSException exception) {
        consumers.stream().map(UmcastConsumer::connection).distinct().forEach(each -> each.tell(exception));
    }

    void signal() {
        for (final UmcastConsumer consumer : consumers) {
            consumer.signal();
        }
    }

    boolean isEmpty() {
        if (gaveBack && !returned.isEmpty()) {
            return false;
        }
        for (int i = 0; i < levels.size(); i++) {
            if (!levels.get(i).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** The next message that has not expired, or null. By the emptying thread. */
    Delivery poll() {
        if (share == null) {
            final Delivery delivery = next();
            if (delivery == null && unsettled > 0) {
                settle();
            }
            return delivery;
        }
        synchronized (levels) {
            return next();
        }
    }

    private Delivery next() {
        while (true) {
            Delivery delivery = gaveBack ? returned.poll() : null; // most inboxes never get one back
            for (int i = 0; delivery == null && i < levels.size(); i++) {
                delivery = levels.get(i).poll();
            }
            if (delivery == null) {
                return null;
            }
            if (share != null && !share.take(delivery)) {
                done(delivery);
                continue;
            }
            if (!delivery.isExpired()) {
                return delivery;
            }
            countExpired();
            done(delivery);
        }
    }

    private synchronized void countExpired() {
        expired++;
    }

    long expired() {
        return expired;
    }

    /** The message needs no room any more. By any thread. */
    void done(final Delivery delivery) {
        balance.addAndGet(-delivery.length() - OVERHEAD_BYTES);
        if (share != null) {
            share.done(delivery);
        }
    }

    /** The same by the emptying thread: told to others after some more, or when there are no more. */
    void doneInTurn(final Delivery delivery) {
        if (share != null) {
            done(delivery);
            return;
        }
        unsettled += delivery.length() + OVERHEAD_BYTES;
        if (unsettled > unsettledLimit) {
            settle();
        }
    }

    private void settle() {
        balance.addAndGet(-unsettled);
        unsettled = 0;
    }

    /** Takes a message back, to be delivered again ahead of all others. */
    void giveBack(final Delivery delivery) {
        if (closed) {
            return;
        }
        returned.addFirst(delivery);
        gaveBack = true;
        signal();
    }

    void close() {
        closed = true;
        for (final Queue<Delivery> level : levels) { // which nobody empties any more but this, and which cannot be cleared
            Delivery left = level.poll();
            while (left != null) {
                left = level.poll();
            }
        }
        returned.clear();
    }
}
