/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import org.agrona.DirectBuffer;

/** Told by a {@link MemoryFabric} what happens to its datagrams; must not change them. */
public interface DatagramTap {
    /** Nobody. */
    DatagramTap NONE = new DatagramTap() {
    };

    /**
     * A datagram leaves. Its place stays its own until its last copy has arrived or is lost.
     *
     * @param sender of it.
     * @param buffer that holds it.
     * @param offset where it begins.
     * @param nowNs  the time.
     */
    default void onSent(final MemoryTransport sender, final DirectBuffer buffer, final int offset, final long nowNs) {
    }

    /**
     * A datagram to a group is lost before it parts.
     *
     * @param buffer that holds it.
     * @param offset where it begins.
     * @param dueNs  when it would have arrived.
     */
    default void onLostByAll(final DirectBuffer buffer, final int offset, final long dueNs) {
    }

    /**
     * A datagram does not reach one receiver.
     *
     * @param receiver that lacks it.
     * @param buffer   that holds it.
     * @param offset   where it begins.
     * @param nowNs    the time: when it would have arrived.
     */
    default void onLost(final MemoryTransport receiver, final DirectBuffer buffer, final int offset, final long nowNs) {
    }

    /**
     * A datagram reaches one receiver.
     *
     * @param receiver that has it now.
     * @param buffer   that holds it.
     * @param offset   where it begins.
     * @param nowNs    the time.
     */
    default void onReceived(final MemoryTransport receiver, final DirectBuffer buffer, final int offset, final long nowNs) {
    }
}
