/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.group;

/** What lies below an RDMA device's port, as far as the derivation of MGIDs goes. */
public enum LinkType {
    /** InfiniBand. */
    IB,
    /** RoCE v1: Ethernet frames. */
    ROCE1,
    /** RoCE v2: UDP frames; the rdma_cm's default. */
    ROCE2
}
