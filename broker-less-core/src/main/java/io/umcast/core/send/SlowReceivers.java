/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/**
 * Tells which receivers keep a stream from the others. A receiver is dropped when for a whole timeout its window has held the stream
 * back, while another one had consumed more than half of what it had not, or while it consumed nothing at all. Receivers that are all
 * as slow as each other are not: there the publisher is too fast, and back pressure says so.
 */
final class SlowReceivers {
    private final long timeoutNs;
    private final int mtu;

    /**
     * The rule.
     *
     * @param timeoutNs for how long a receiver may keep others back; 0 for ever.
     * @param mtu       the largest datagram in bytes: less room than that is none.
     */
    SlowReceivers(final long timeoutNs, final int mtu) {
        this.timeoutNs = timeoutNs;
        this.mtu = mtu;
    }

    boolean isOn() {
        return timeoutNs > 0;
    }

    /** For how long a receiver may keep others back, in nanoseconds; 0 for ever. */
    long timeoutNs() {
        return timeoutNs;
    }

    /**
     * Looks at a receiver, at the latest moment for which its last status stands.
     *
     * @param receiver to look at.
     * @param all      receivers.
     * @param claimed  up to where the stream has been claimed.
     * @param sent     up to where it has been sent.
     * @param table    of its datagrams.
     * @param nowNs    the time.
     * @return whether it has kept the others back for too long.
     */
    boolean isTooSlow(final Receiver receiver, final Receiver[] all, final long claimed, final long sent, final DatagramTable table,
        final long nowNs) {
        final boolean inTheWay = receiver.followed() && claimed > sent &&
            (receiver.byteLimit() - sent < mtu || receiver.datagramLimit(table) <= table.next());
        final boolean keepsBack = inTheWay && Laggards.isOtherAhead(all, receiver.consumed() + (sent - receiver.consumed() >> 1));
        return receiver.updateSlowness(inTheWay, keepsBack, nowNs) >= timeoutNs;
    }

    /** Whether a receiver that was dropped has come so near that waiting for it costs nobody anything. */
    static boolean hasCaughtUp(final Receiver receiver, final long retained, final long sent) {
        return receiver.consumed() >= retained && sent - receiver.consumed() <= receiver.windowBytes() >> 2;
    }
}
