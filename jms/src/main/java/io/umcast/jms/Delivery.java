/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.concurrent.TimeUnit;

import io.umcast.core.message.MessageView;

/** A message on its way to one consumer: a view of bytes that other consumers may share, and how often it was delivered here. */
final class Delivery {
    private final MessageView view;
    private final UmcastDestination destination;
    private final Inbox inbox;
    private final long expiresNs;
    private final boolean expires;
    private final int priority;
    private final long dueNs;
    private int count;
    private ShareStream.Entry entry;
    private boolean revoked;

    private Delivery(final MessageView view, final UmcastDestination destination, final Inbox inbox, final boolean expires,
        final long expiresNs, final int priority, final long dueNs) {
        this.view = view;
        this.destination = destination;
        this.inbox = inbox;
        this.expires = expires;
        this.expiresNs = expiresNs;
        this.priority = priority;
        this.dueNs = dueNs;
    }

    /** A message that has come now: its life and its delay count from here, since clocks need not agree. */
    Delivery(final byte[] bytes, final UmcastDestination destination, final Inbox inbox, final MessageView message) {
        final long delayMs = message.deliveryTime() == 0 ? 0 : message.deliveryTime() - message.sendTime();
        this.expires = message.expiration() != 0;
        final long now = expires || delayMs > 0 ? System.nanoTime() : 0; // most have all the time
        this.view = message.over(bytes);
        this.destination = destination;
        this.inbox = inbox;
        this.expiresNs = now + TimeUnit.MILLISECONDS.toNanos(message.expiration() - message.sendTime());
        this.priority = message.priority();
        this.dueNs = delayMs <= 0 ? 0 : now + TimeUnit.MILLISECONDS.toNanos(delayMs);
    }

    /** How long the message is in bytes. */
    int length() {
        return view.buffer().capacity();
    }

    UmcastDestination destination() {
        return destination;
    }

    Inbox inbox() {
        return inbox;
    }

    int priority() {
        return priority;
    }

    /** How often it was delivered, this time included. */
    int count() {
        return count;
    }

    /** The message for one who is given it now: a view of their own, since they may keep it. */
    MessageView deliver() {
        return count++ == 0 ? view : view.over(view.buffer().byteArray());
    }

    boolean isExpired() {
        return expires && System.nanoTime() - expiresNs >= 0;
    }

    /** How long it has to wait still; 0 or less: not at all. */
    long delayNs() {
        return dueNs == 0 ? 0 : dueNs - System.nanoTime();
    }

    /** What a shared subscription knows of it; null if it came by none, or to one that no other process shares. */
    ShareStream.Entry entry() {
        return entry;
    }

    void entry(final ShareStream.Entry value) {
        entry = value;
    }

    /** Whether it is another consumer's now. */
    boolean isRevoked() {
        return revoked;
    }

    /** Revokes this one. */
    Delivery renewed(final boolean redelivered) {
        revoked = true;
        final Delivery fresh = new Delivery(view, destination, inbox, expires, expiresNs, priority, dueNs);
        fresh.entry = entry;
        fresh.count = redelivered ? Math.max(1, count) : count;
        return fresh;
    }
}
