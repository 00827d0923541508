/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/** Up to where a stream may be sent, from what its receivers say; {@link Long#MAX_VALUE} where nobody limits it. */
final class FlowLimits {
    private final FlowControl control;
    private long bytes = Long.MAX_VALUE;
    private long datagrams = Long.MAX_VALUE;
    private long retain = Long.MAX_VALUE;
    private long consumed = Long.MAX_VALUE;

    FlowLimits(final FlowControl control) {
        this.control = control;
    }

    /** Looks at all receivers anew: after any of them has reported, come or gone. */
    void update(final Receiver[] receivers, final DatagramTable table) {
        long leastBytes = Long.MAX_VALUE;
        long leastDatagrams = Long.MAX_VALUE;
        Receiver leader = null;
        consumed = Long.MAX_VALUE;
        for (final Receiver receiver : receivers) {
            if (receiver.followed()) {
                leastBytes = Math.min(leastBytes, receiver.byteLimit());
                leastDatagrams = Math.min(leastDatagrams, receiver.datagramLimit(table));
                consumed = Math.min(consumed, receiver.consumed());
            }
            if (leader == null || leads(receiver, leader)) {
                leader = receiver;
            }
        }
        if (control == FlowControl.MAX && leader != null) {
            bytes = leader.byteLimit();
            datagrams = leader.datagramLimit(table);
        } else {
            bytes = control == FlowControl.MIN ? leastBytes : Long.MAX_VALUE;
            datagrams = control == FlowControl.MIN ? leastDatagrams : Long.MAX_VALUE;
        }
        retain = control == FlowControl.NONE ? Long.MAX_VALUE : consumed;
    }

    /** One that is followed leads one that is not; both windows are the same receiver's, or its socket would be run over by another's. */
    private static boolean leads(final Receiver receiver, final Receiver other) {
        return receiver.followed() == other.followed() ? receiver.byteLimit() > other.byteLimit() : receiver.followed();
    }

    /** The position that must not be passed. */
    long bytes() {
        return bytes;
    }

    /** The datagram number that must not be reached. */
    long datagrams() {
        return datagrams;
    }

    /** The position from which on everything must stay in the log for the receivers' sake. */
    long retain() {
        return retain;
    }

    /** Up to where every receiver that could be given everything has consumed. */
    long consumed() {
        return consumed;
    }
}
