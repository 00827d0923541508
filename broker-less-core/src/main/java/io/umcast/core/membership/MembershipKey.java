/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.net.InetAddress;

/**
 * What a connection counts its memberships by.
 *
 * @param networkInterface the interface's name.
 * @param source           the one source to hear (SSM), or null for any.
 * @param group            the group.
 * @param portSpace        {@code udp} or {@code ipoib} for verbs, empty for kernel UDP: one group in two port spaces is two groups on
 *                         InfiniBand.
 */
record MembershipKey(String networkInterface, InetAddress source, InetAddress group, String portSpace) {
    /** As in messages: {@code 239.1.2.3 on ib0, ps=ipoib}. */
    @Override
    public String toString() {
        return (source == null ? "" : source.getHostAddress() + "@") + group.getHostAddress() + " on " + networkInterface +
            (portSpace.isEmpty() ? "" : ", ps=" + portSpace);
    }
}
