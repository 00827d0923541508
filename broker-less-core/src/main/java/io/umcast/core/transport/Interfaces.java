/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;

import io.umcast.ConfigException;

/** Finds the network interface that the option {@code interface} means: by name, by address, or by network (10.1.0.0/16). */
public final class Interfaces {
    /** The largest datagram unless one is asked for: more gains little, and costs more when it is lost. */
    public static final int MAX_AUTO_MTU = 8192;

    private static final String KEY = "interface";
    private static final int IPV4_AND_UDP_HEADERS = 28;
    private static final int IPV6_AND_UDP_HEADERS = 48;

    private Interfaces() {
    }

    /**
     * An interface with its address.
     *
     * @param networkInterface that was found.
     * @param address          of it, of the family asked for.
     */
    public record Choice(NetworkInterface networkInterface, InetAddress address) {
    }

    /**
     * Finds an interface.
     *
     * @param text  a name such as {@code lo}, an address, or a network such as {@code 10.1.0.0/16}.
     * @param group that is to be joined there: it says the address family.
     * @return the interface and its address.
     * @throws ConfigException if there is none, or it has no address of the family, or is down; says what there is.
     */
    public static Choice resolve(final String text, final InetAddress group) {
        final boolean ipv6 = group instanceof Inet6Address;
        try {
            final List<NetworkInterface> all = NetworkInterface.networkInterfaces().toList();
            for (final NetworkInterface candidate : all) {
                if (candidate.getName().equals(text)) {
                    return checked(text, candidate, address(text, candidate, ipv6));
                }
            }
            final int slash = text.indexOf('/');
            final InetAddress wanted = literal(slash < 0 ? text : text.substring(0, slash));
            if (wanted != null) {
                final int prefix = slash < 0 ? wanted.getAddress().length * 8 : prefix(text, slash, wanted);
                for (final NetworkInterface candidate : all) {
                    for (final InterfaceAddress own : candidate.getInterfaceAddresses()) {
                        if (matches(own.getAddress(), wanted, prefix) && own.getAddress() instanceof Inet6Address == ipv6) {
                            return checked(text, candidate, own.getAddress());
                        }
                    }
                }
            }
            throw new ConfigException(KEY, text,
                "no such interface for " + (ipv6 ? "IPv6" : "IPv4") + "; there are " + list(all));
        } catch (final SocketException e) {
            throw new ConfigException(KEY, text, "the interfaces cannot be listed: " + e.getMessage());
        }
    }

    /**
     * The largest datagram that an interface takes in one packet.
     *
     * @param networkInterface to send by.
     * @param group            to send to.
     * @return bytes of UDP payload, a multiple of 8, at most {@link #MAX_AUTO_MTU}.
     */
    public static int mtu(final NetworkInterface networkInterface, final InetAddress group) {
        try {
            final int packet = networkInterface.getMTU();
            final int headers = group instanceof Inet6Address ? IPV6_AND_UDP_HEADERS : IPV4_AND_UDP_HEADERS;
            return Math.min(MAX_AUTO_MTU, packet - headers) & -8;
        } catch (final SocketException e) {
            throw new ConfigException("mtu", "auto", "the MTU of " + networkInterface.getName() +
                " cannot be read: " + e.getMessage() + "; give one");
        }
    }

    private static InetAddress address(final String text, final NetworkInterface candidate, final boolean ipv6) {
        return candidate.inetAddresses().filter(address -> address instanceof Inet6Address == ipv6).findFirst()
            .orElseThrow(() -> new ConfigException(KEY, text,
                "it has no " + (ipv6 ? "IPv6" : "IPv4") + " address, which the group needs"));
    }

    private static Choice checked(final String text, final NetworkInterface found, final InetAddress address)
        throws SocketException {
        if (!found.isUp()) {
            throw new ConfigException(KEY, text, "it is down: ip link set " + found.getName() + " up");
        }
        return new Choice(found, address);
    }

    private static InetAddress literal(final String text) {
        final boolean looksLikeAddress = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") ||
            text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%\\w+)?");
        try {
            return looksLikeAddress ? InetAddress.getByName(text) : null; // never a name to be looked up
        } catch (final UnknownHostException e) {
            return null;
        }
    }

    private static int prefix(final String text, final int slash, final InetAddress wanted) {
        final int bits = wanted.getAddress().length * 8;
        try {
            final int prefix = Integer.parseInt(text.substring(slash + 1));
            if (prefix >= 0 && prefix <= bits) {
                return prefix;
            }
        } catch (final NumberFormatException e) {
            // said below
        }
        throw new ConfigException(KEY, text, "the network's length must be 0 to " + bits);
    }

    private static boolean matches(final InetAddress own, final InetAddress wanted, final int prefix) {
        final byte[] a = own.getAddress();
        final byte[] b = wanted.getAddress();
        if (a.length != b.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (((a[bit >> 3] ^ b[bit >> 3]) & 0x80 >> (bit & 7)) != 0) {
                return false;
            }
        }
        return true;
    }

    private static String withoutScope(final InetAddress address) {
        final String text = address.getHostAddress();
        final int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static String list(final List<NetworkInterface> all) {
        return all.stream().map(one -> one.getName() + one.inetAddresses().map(Interfaces::withoutScope)
            .collect(Collectors.joining(", ", " (", ")"))).collect(Collectors.joining(", "));
    }
}
