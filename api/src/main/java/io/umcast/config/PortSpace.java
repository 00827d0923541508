/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

/** The rdma_cm's port space of a verbs endpoint: the values of {@link Options#PORT_SPACE}. */
public enum PortSpace {
    /** RDMA_PS_UDP: groups of its own, InfiniBand and RoCE. */
    UDP,
    /** RDMA_PS_IPOIB: the groups and frames of IPoIB, InfiniBand only; interoperates with sockets on IPoIB. */
    IPOIB
}
