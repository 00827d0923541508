/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.net.InetSocketAddress;
import java.util.Arrays;

import io.umcast.EndpointException;

/** The numbered destinations of a Java transport. Changed by one thread at a time, read by the sender. */
final class NioDestinations {
    private static final int MAX_DESTINATIONS = 65536;

    /** Where a number leads; from {@code closedAt} of the tx ring on it leads nowhere. */
    private static final class Destination {
        private final InetSocketAddress address;
        private volatile long closedAt = Long.MAX_VALUE;

        Destination(final InetSocketAddress address) {
            this.address = address;
        }
    }

    private volatile Destination[] destinations = new Destination[16];

    /**
     * Numbers a destination.
     *
     * @param address to send to.
     * @param sent    how far the tx ring has been sent: a closed number is free again when the last record
     *                that names it has left.
     * @return the number.
     */
    int open(final InetSocketAddress address, final long sent) {
        if (address.getPort() == 0) {
            throw new EndpointException("open destination {" + address + "}", Errno.EINVAL, "Invalid argument",
                "a port is 1 to 65535");
        }
        final Destination[] now = destinations;
        int number = 1;
        while (number < now.length && now[number] != null && now[number].closedAt > sent) {
            number++;
        }
        if (number == MAX_DESTINATIONS) {
            throw new EndpointException("open destination {" + address + "}", Errno.ENOSPC, "No space left on device",
                "a transport has at most 65535 destinations");
        }
        final Destination[] next = number < now.length ? now.clone() : Arrays.copyOf(now, now.length * 2);
        next[number] = new Destination(address);
        destinations = next;
        return number;
    }

    /**
     * Closes a number.
     *
     * @param number    as opened.
     * @param submitted how far the tx ring has been filled: what lies before is still sent.
     */
    void close(final int number, final long submitted) {
        final Destination[] now = destinations;
        if (number < 1 || number >= now.length || now[number] == null || now[number].closedAt != Long.MAX_VALUE) {
            throw new EndpointException("close destination {number=" + number + "}", Errno.EINVAL, "Invalid argument", "");
        }
        now[number].closedAt = submitted;
    }

    /**
     * Where a record goes.
     *
     * @param number   that it names.
     * @param position of the record in the tx ring.
     * @return the address, or null if there is none.
     */
    InetSocketAddress find(final int number, final long position) {
        final Destination[] now = destinations;
        final Destination found = number < 1 || number >= now.length ? null : now[number];
        return found == null || position >= found.closedAt ? null : found.address;
    }
}
