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
        long mostBytes = Long.MIN_VALUE;
        long mostDatagrams = Long.MIN_VALUE;
        consumed = Long.MAX_VALUE;
        for (final Receiver receiver : receivers) {
            final long byteLimit = receiver.byteLimit();
            final long datagramLimit = receiver.datagramLimit(table);
            mostBytes = Math.max(mostBytes, byteLimit);
            mostDatagrams = Math.max(mostDatagrams, datagramLimit);
            if (receiver.followed()) {
                leastBytes = Math.min(leastBytes, byteLimit);
                leastDatagrams = Math.min(leastDatagrams, datagramLimit);
                consumed = Math.min(consumed, receiver.consumed());
            }
        }
        final boolean fastest = control == FlowControl.MAX && receivers.length > 0;
        final boolean slowest = control == FlowControl.MIN;
        bytes = fastest ? mostBytes : slowest ? leastBytes : Long.MAX_VALUE;
        datagrams = fastest ? mostDatagrams : slowest ? leastDatagrams : Long.MAX_VALUE;
        retain = slowest ? consumed : Long.MAX_VALUE;
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
