/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.net.InetAddress;
import java.util.Objects;

/**
 * Where a stream's datagrams go.
 *
 * @param address an IP multicast address.
 * @param port    the UDP port, 1 to 65535.
 * @param source  the one source to hear (SSM), or null for any.
 */
public record Group(InetAddress address, int port, InetAddress source) {
    /** Checks the parts. */
    public Group {
        Objects.requireNonNull(address, "address");
        if (!address.isMulticastAddress()) {
            throw new IllegalArgumentException(address.getHostAddress() + " is not a multicast address");
        }
    }

    @Override
    public String toString() {
        return (source == null ? "" : source.getHostAddress() + "@") + address.getHostAddress() + ":" + port;
    }
}
