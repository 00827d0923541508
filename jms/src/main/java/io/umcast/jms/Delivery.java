/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

/** A message on its way to one consumer: bytes that other consumers may share, and how often it was delivered here. */
final class Delivery {
    private final byte[] bytes;
    private final UmcastDestination destination;
    private final Inbox inbox;
    private final long expiresNs;
    private final boolean expires;
    private final int priority;
    private int count;

    Delivery(final byte[] bytes, final UmcastDestination destination, final Inbox inbox, final boolean expires, final long expiresNs,
        final int priority) {
        this.bytes = bytes;
        this.destination = destination;
        this.inbox = inbox;
        this.expires = expires;
        this.expiresNs = expiresNs;
        this.priority = priority;
    }

    byte[] bytes() {
        return bytes;
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

    void delivered() {
        count++;
    }

    boolean isExpired() {
        return expires && System.nanoTime() - expiresNs >= 0;
    }
}
