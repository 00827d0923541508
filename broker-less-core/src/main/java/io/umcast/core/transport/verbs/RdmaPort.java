/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport.verbs;

import io.umcast.core.group.LinkType;

/**
 * A port of an RDMA device, seen from a network interface that belongs to it: the interface is what the rdma_cm binds to, and what decides
 * the partition.
 *
 * @param device           such as mlx5_0.
 * @param port             of the device, 1 or more.
 * @param link             what lies below. Of RoCE, what the rdma_cm uses by default.
 * @param state            as the kernel tells it, such as ACTIVE or INIT; empty if it does not.
 * @param networkInterface the interface's name, such as ib0 or eth2.
 * @param mtu              the interface's, in bytes: on InfiniBand that of IPoIB.
 * @param connected        whether the interface is IPoIB in connected mode, whose MTU says nothing of multicast.
 * @param pkey             the interface's partition with the full member's bit, 0x8001 to 0xFFFF; 0 on RoCE, which has none.
 * @param scope            the scope of the interface's broadcast GID, 0 to 15; 0 on RoCE.
 */
public record RdmaPort(String device, int port, LinkType link, String state, String networkInterface, int mtu, boolean connected,
    int pkey, int scope) {
    private static final int IPOIB_HEADER = 4;
    /** GRH, UDP, BTH, XRC, atomic and ICRC: what the kernel takes off an Ethernet MTU (iboe_get_mtu of include/rdma/ib_addr.h). */
    private static final int ROCE_HEADERS = 96;
    private static final int LEAST_MTU = 256;
    private static final int MOST_MTU = 4096;

    /**
     * Whether it is InfiniBand, not RoCE.
     *
     * @return whether it is.
     */
    public boolean isInfiniBand() {
        return link == LinkType.IB;
    }

    /**
     * The largest datagram that the interface's MTU allows for: on InfiniBand that of IPoIB and the 4 bytes of its header, on RoCE the
     * largest InfiniBand MTU that fits an Ethernet frame. The port's active MTU may be less.
     *
     * @return 256 to 4096 bytes, a multiple of 4.
     */
    public int datagramLimit() {
        if (isInfiniBand()) {
            return connected ? MOST_MTU : Math.min(MOST_MTU, mtu + IPOIB_HEADER & -IPOIB_HEADER);
        }
        return Math.min(MOST_MTU, Math.max(LEAST_MTU, Integer.highestOneBit(Math.max(1, mtu - ROCE_HEADERS))));
    }

    /** For people: {@code mlx5_0 port 1 (InfiniBand, ACTIVE) by ib0, P_Key 0xffff}. */
    @Override
    public String toString() {
        final String fabric = isInfiniBand() ? "InfiniBand" : link == LinkType.ROCE1 ? "RoCE v1" : "RoCE v2";
        return device + " port " + port + " (" + fabric + ", " + (state.isEmpty() ? "unknown state" : state) + ") by " + networkInterface +
            (isInfiniBand() ? String.format(", P_Key 0x%04x", pkey) : "");
    }
}
