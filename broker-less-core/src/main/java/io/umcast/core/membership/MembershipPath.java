/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.function.UnaryOperator;

/**
 * One of the one or two ways (feeds) by which a connection receives its groups.
 *
 * @param networkInterface by which.
 * @param portSpace        {@code udp} or {@code ipoib} for verbs, empty for kernel UDP.
 * @param announcer        who announces its groups.
 * @param watched          whether what the kernel makes of its groups is to be looked at: of IPoIB interfaces, in its own port space.
 * @param groups           the group that stands for one of the first feed here.
 */
public record MembershipPath(NetworkInterface networkInterface, String portSpace, Announcer announcer, boolean watched,
    UnaryOperator<InetAddress> groups) {
}
