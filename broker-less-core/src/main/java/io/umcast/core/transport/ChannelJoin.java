/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;

import io.umcast.EndpointException;

/** Joins a group by a channel, of which the kernel lets each hold only so many memberships and sources. */
public final class ChannelJoin {
    private ChannelJoin() {
    }

    /**
     * Joins, if the channel has room.
     *
     * @param channel          of the group's family.
     * @param networkInterface by which the group is heard.
     * @param group            to join.
     * @param source           the only one to hear, or null for any.
     * @return the membership; null if the channel has no room for another one.
     * @throws IOException if the kernel refuses for any other reason.
     */
    public static MembershipKey tryJoin(final DatagramChannel channel, final NetworkInterface networkInterface, final InetAddress group,
        final InetAddress source) throws IOException {
        try {
            return source == null ? channel.join(group, networkInterface) : channel.join(group, networkInterface, source);
        } catch (final IOException e) {
            final int errno = Errno.of(e); // IPv6 has no limit of its own but of what a socket may allocate (net.core.optmem_max)
            if (errno == Errno.ENOBUFS || errno == Errno.ENOMEM) {
                return null;
            }
            throw e;
        }
    }

    /**
     * What to throw when no further channel may be opened, or a fresh one has no room either.
     *
     * @param call that failed, with what it was given.
     * @return an exception that names the limits.
     */
    public static EndpointException noRoom(final String call) {
        return new EndpointException(call, Errno.ENOBUFS, "No buffer space available",
            "the kernel's limits of memberships: use fewer groups or sources, or raise sysctl net.ipv4.igmp_max_memberships, igmp_max_msf, " +
                "net.ipv6.mld_max_msf");
    }
}
