/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import java.util.Locale;

/** What a URI begins with: the kind of network. */
public enum Scheme {
    /** Kernel UDP sockets. */
    UDP,
    /** RDMA queue pairs: InfiniBand and RoCE. */
    VERBS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
