/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;

import io.umcast.EndpointException;

/**
 * Opens the channels of a Java transport. The JDK itself clears IP_MULTICAST_ALL, so that an IPv4 channel hears only what it has
 * joined, but not IPV6_MULTICAST_ALL: an IPv6 channel is bound to its group's address instead.
 */
final class NioChannels {
    private final TransportConfig config;
    private final boolean ipv6;

    NioChannels(final TransportConfig config) {
        this.config = config;
        this.ipv6 = config.address() instanceof Inet6Address;
    }

    boolean ipv6() {
        return ipv6;
    }

    /** Sends everything, hears what is sent to this transport alone. */
    DatagramChannel openControl() {
        return open("control", channel -> {
            buffer(channel, config.sendBuffer(), StandardSocketOptions.SO_SNDBUF);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, config.networkInterface());
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, config.ttl());
            channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, config.loopback());
        }, new InetSocketAddress(config.address(), 0));
    }

    /** Hears groups; an IPv6 one only shows that the port can be had. */
    DatagramChannel openData() {
        return openData(address(new byte[ipv6 ? 16 : 4], 0));
    }

    /** Hears one IPv6 group. */
    DatagramChannel openData(final InetAddress group) {
        final int scope = group.isMCLinkLocal() || group.isMCNodeLocal() ? config.networkInterface().getIndex() : 0;
        return open("data", channel -> channel.setOption(StandardSocketOptions.SO_REUSEADDR, true),
            new InetSocketAddress(address(group.getAddress(), scope), config.port()));
    }

    /** What of a group's or peer's address makes it unusable here. */
    void check(final String call, final InetAddress address) {
        if (address instanceof Inet6Address != ipv6) {
            throw new EndpointException(call, Errno.EAFNOSUPPORT, "Address family not supported by protocol",
                "groups and peers are of the family (IPv4, IPv6) of the interface's address that the transport was opened with");
        }
    }

    /** An address to send to: a link-local one without a scope is the interface's own. */
    InetSocketAddress scoped(final InetSocketAddress to) {
        if (to.getAddress() instanceof Inet6Address v6 && v6.isLinkLocalAddress() && v6.getScopeId() == 0) {
            return new InetSocketAddress(address(v6.getAddress(), config.networkInterface().getIndex()), to.getPort());
        }
        return to;
    }

    static void closeQuietly(final DatagramChannel channel) {
        try {
            channel.close();
        } catch (final IOException e) {
            return; // what matters is that it is no longer used
        }
    }

    private DatagramChannel open(final String which, final Options options, final InetSocketAddress bind) {
        final NetworkInterface networkInterface = config.networkInterface();
        final ProtocolFamily family = ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        String call = "socket {" + family + ", SOCK_DGRAM}";
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open(family);
            call = "setsockopt";
            channel.configureBlocking(false);
            buffer(channel, config.receiveBuffer(), StandardSocketOptions.SO_RCVBUF);
            options.set(channel);
            call = "bind {" + bind.getAddress().getHostAddress() + ":" + bind.getPort() + "}";
            channel.bind(bind);
            return channel;
        } catch (final IOException | RuntimeException e) {
            if (channel != null) {
                closeQuietly(channel);
            }
            throw Errno.failure("open udp " + which + " socket {interface=" + networkInterface.getName() + "}: " + call, e);
        }
    }

    private static InetAddress address(final byte[] bytes, final int scope) {
        try {
            return scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e); // never: the length is right
        }
    }

    private static void buffer(final DatagramChannel channel, final int bytes, final java.net.SocketOption<Integer> option)
        throws IOException {
        if (bytes > 0) {
            channel.setOption(option, bytes);
        }
    }

    /** Sets a channel's own options. */
    private interface Options {
        void set(DatagramChannel channel) throws IOException;
    }
}
