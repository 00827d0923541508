/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.umcast.EndpointException;

/**
 * The groups of a Java transport: IPv4 ones share as few channels as the kernel's limit of memberships a socket lets them, an
 * IPv6 group has a channel of its own, more if the limit of sources a socket wants it. The caller's lock guards it.
 */
final class NioGroups {
    private static final int MAX_CHANNELS = 1024;

    /** What was joined, and by which channel. */
    private record Membership(MembershipKey key, DatagramChannel channel) {
    }

    private final TransportConfig config;
    private final NioChannels channels;
    private final List<DatagramChannel> open = new ArrayList<>();
    private final Map<Group, Membership> joined = new HashMap<>();
    private final Map<InetAddress, List<DatagramChannel>> ofGroup = new HashMap<>();

    NioGroups(final TransportConfig config, final NioChannels channels) {
        this.config = config;
        this.channels = channels;
    }

    /** The channels to receive from, as joins and leaves have left them. */
    DatagramChannel[] channels() {
        return open.toArray(DatagramChannel[]::new);
    }

    /** Adds a channel for IPv4 groups. */
    void add(final DatagramChannel channel) {
        open.add(channel);
    }

    void join(final Group group) {
        final String call = text("join", group);
        check(call, group);
        if (channels.ipv6()) {
            joinByOwnChannel(call, group);
        } else {
            joinByAnyChannel(call, group);
        }
    }

    private void joinByAnyChannel(final String call, final Group group) {
        if (!tryJoin(call, group, open)) {
            joinByNewChannel(call, group, channels::openData);
        }
    }

    private void joinByOwnChannel(final String call, final Group group) {
        if (!tryJoin(call, group, ofGroup.getOrDefault(group.address(), List.of()))) {
            final DatagramChannel more = joinByNewChannel(call, group, () -> channels.openData(group.address()));
            ofGroup.computeIfAbsent(group.address(), address -> new ArrayList<>()).add(more);
        }
    }

    private DatagramChannel joinByNewChannel(final String call, final Group group, final Supplier<DatagramChannel> opener) {
        if (open.size() == MAX_CHANNELS) {
            throw ChannelJoin.noRoom(call);
        }
        final DatagramChannel more = opener.get();
        boolean used = false;
        try {
            used = tryJoin(call, group, more);
        } finally {
            if (!used) {
                NioChannels.closeQuietly(more);
            }
        }
        if (!used) {
            throw ChannelJoin.noRoom(call);
        }
        open.add(more);
        return more;
    }

    /**
     * Leaves a group.
     *
     * @param group that was joined.
     * @return a channel that is no longer needed, to be closed when nobody polls it; or null.
     */
    DatagramChannel leave(final Group group) {
        final Membership membership = joined.remove(group);
        if (membership == null) {
            throw new EndpointException(text("leave", group), Errno.EADDRNOTAVAIL, "Cannot assign requested address",
                "the group was not joined");
        }
        membership.key.drop();
        if (!channels.ipv6() || joined.values().stream().anyMatch(other -> other.channel == membership.channel)) {
            return null;
        }
        final List<DatagramChannel> own = ofGroup.get(group.address());
        own.remove(membership.channel);
        if (own.isEmpty()) {
            ofGroup.remove(group.address());
        }
        open.remove(membership.channel);
        return membership.channel;
    }

    void close() {
        open.forEach(NioChannels::closeQuietly);
        joined.clear();
    }

    private void check(final String call, final Group group) {
        channels.check(call, group.address());
        if (group.source() != null) {
            channels.check(call, group.source());
        }
        if (group.port() != config.port()) {
            throw new EndpointException(call, Errno.EINVAL, "Invalid argument",
                "a transport hears the groups of one port, this one those of " + config.port());
        }
        if (joined.containsKey(group)) {
            throw new EndpointException(call, Errno.EADDRINUSE, "Address already in use", "the group is joined already");
        }
    }

    /** False if none of these channels has room for another membership. */
    private boolean tryJoin(final String call, final Group group, final List<DatagramChannel> some) {
        for (final DatagramChannel channel : some) {
            if (tryJoin(call, group, channel)) {
                return true;
            }
        }
        return false;
    }

    /** False if the channel has no room for another membership. */
    private boolean tryJoin(final String call, final Group group, final DatagramChannel channel) {
        try {
            final MembershipKey key = ChannelJoin.tryJoin(channel, config.networkInterface(), group.address(), group.source());
            if (key == null) {
                return false;
            }
            joined.put(group, new Membership(key, channel));
            return true;
        } catch (final IOException | IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
            throw Errno.failure(call, e);
        }
    }

    private String text(final String what, final Group group) {
        return what + " {group=" + group + ", interface=" + config.networkInterface().getName() + "}";
    }
}
