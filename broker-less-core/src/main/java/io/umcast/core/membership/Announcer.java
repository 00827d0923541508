/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

/** Who tells routers and switches, by IGMP or MLD, that a group is received here. */
public enum Announcer {
    /** Kernel UDP: the socket that receives it. */
    DATA_SOCKET,
    /** RoCE: the kernel's rdma_cm does it itself for a full member ({@code cma_iboe_join_multicast}). */
    RDMA_CM,
    /** {@code ps=ipoib}: a socket of the manager's own, which receives nothing, once the device is joined. */
    OWN_SOCKET,
    /** {@code ps=udp} on InfiniBand: nobody, since the MGID stands for no IP group ({@code cma_set_mgid}). */
    NOBODY
}
