/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.umcast.EndpointException;

/**
 * The groups of a Java transport, over as many channels as the kernel's limit of memberships a socket makes it. The caller's lock
 * guards it.
 */
final class NioGroups {
    private static final int MAX_CHANNELS = 64;

    private final TransportConfig config;
    private final NioChannels channels;
    private final List<DatagramChannel> open = new ArrayList<>();
    private final Map<Group, MembershipKey> joined = new HashMap<>();

    NioGroups(final TransportConfig config, final NioChannels channels, final DatagramChannel first) {
        this.config = config;
        this.channels = channels;
        open.add(first);
    }

    /**
     * Joins a group.
     *
     * @param group to join.
     * @return the channels to receive from if there is one more, else null.
     */
    DatagramChannel[] join(final Group group) {
        final String call = text("join", group);
        check(call, group);
        for (final DatagramChannel channel : open) {
            if (tryJoin(call, group, channel)) {
                return null;
            }
        }
        if (open.size() == MAX_CHANNELS) {
            throw new EndpointException(call, Errno.ENOBUFS, "No buffer space available",
                "the transport has too many groups: use fewer, or raise sysctl net.ipv4.igmp_max_memberships");
        }
        final DatagramChannel more = channels.openData();
        boolean used = false;
        try {
            used = tryJoin(call, group, more);
        } finally {
            if (!used) {
                NioChannels.closeQuietly(more);
            }
        }
        if (!used) {
            throw Errno.failure(call, new IOException("No buffer space available"));
        }
        open.add(more);
        return open.toArray(DatagramChannel[]::new);
    }

    void leave(final Group group) {
        final MembershipKey key = joined.remove(group);
        if (key == null) {
            throw new EndpointException(text("leave", group), Errno.EADDRNOTAVAIL, "Cannot assign requested address",
                "the group was not joined");
        }
        key.drop();
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

    /** False if the channel has no room for another membership. */
    private boolean tryJoin(final String call, final Group group, final DatagramChannel channel) {
        try {
            final MembershipKey key = group.source() == null ? channel.join(group.address(), config.networkInterface()) :
                channel.join(group.address(), config.networkInterface(), group.source());
            joined.put(group, key);
            return true;
        } catch (final IOException e) {
            if (Errno.of(e) == Errno.ENOBUFS) {
                return false;
            }
            throw Errno.failure(call, e);
        } catch (final IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
            throw Errno.failure(call, e);
        }
    }

    private String text(final String what, final Group group) {
        return what + " {group=" + group + ", interface=" + config.networkInterface().getName() + "}";
    }
}
