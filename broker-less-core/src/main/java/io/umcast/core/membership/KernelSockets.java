/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.umcast.core.transport.ChannelJoin;
import io.umcast.core.transport.Errno;

/**
 * Joins by sockets that are never bound, so that no datagram is ever queued to them. They are as few as the kernel's limits of memberships
 * and sources a socket allow, and an empty one is closed.
 */
public final class KernelSockets implements KernelGroups {
    private static final int MAX_SOCKETS = 1024;

    private final List<Socket> sockets = new ArrayList<>();
    private final Map<What, Membership> joined = new HashMap<>();

    private record What(String networkInterface, InetAddress group, InetAddress source) {
    }

    private record Membership(MembershipKey key, Socket socket) {
    }

    private static final class Socket {
        private final DatagramChannel channel;
        private final boolean ipv6;
        private int groups;

        Socket(final DatagramChannel channel, final boolean ipv6) {
            this.channel = channel;
            this.ipv6 = ipv6;
        }
    }

    @Override
    public synchronized void join(final NetworkInterface networkInterface, final InetAddress group, final InetAddress source) {
        final What what = new What(networkInterface.getName(), group, source);
        if (joined.containsKey(what)) {
            return;
        }
        final String call = "IP_ADD_MEMBERSHIP {group=" + (source == null ? "" : source.getHostAddress() + "@") + group.getHostAddress() +
            ", interface=" + networkInterface.getName() + "}";
        final boolean ipv6 = group instanceof Inet6Address;
        try {
            for (final Socket socket : sockets) {
                if (socket.ipv6 == ipv6 && tryJoin(socket, networkInterface, what)) {
                    return;
                }
            }
            if (sockets.size() < MAX_SOCKETS && joinByAnother(networkInterface, what, ipv6)) {
                return;
            }
        } catch (final IOException | RuntimeException e) {
            throw Errno.failure(call, e);
        }
        throw ChannelJoin.noRoom(call);
    }

    private boolean joinByAnother(final NetworkInterface networkInterface, final What what, final boolean ipv6) throws IOException {
        final Socket more =
            new Socket(DatagramChannel.open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET), ipv6);
        sockets.add(more);
        try {
            return tryJoin(more, networkInterface, what);
        } finally {
            closeIfEmpty(more);
        }
    }

    /** False if the socket has no room for another membership. */
    private boolean tryJoin(final Socket socket, final NetworkInterface networkInterface, final What what) throws IOException {
        final MembershipKey key = ChannelJoin.tryJoin(socket.channel, networkInterface, what.group, what.source);
        if (key == null) {
            return false;
        }
        joined.put(what, new Membership(key, socket));
        socket.groups++;
        return true;
    }

    @Override
    public synchronized void leave(final NetworkInterface networkInterface, final InetAddress group, final InetAddress source) {
        final Membership membership = joined.remove(new What(networkInterface.getName(), group, source));
        if (membership != null) {
            membership.key.drop();
            membership.socket.groups--;
            closeIfEmpty(membership.socket);
        }
    }

    private void closeIfEmpty(final Socket socket) {
        if (socket.groups == 0) {
            sockets.remove(socket);
            closeQuietly(socket);
        }
    }

    private static void closeQuietly(final Socket socket) {
        try {
            socket.channel.close();
        } catch (final IOException e) {
            return; // the kernel has let go of it all the same
        }
    }

    @Override
    public synchronized int sockets() {
        return sockets.size();
    }

    @Override
    public synchronized void close() {
        sockets.forEach(KernelSockets::closeQuietly);
        sockets.clear();
        joined.clear();
    }
}
