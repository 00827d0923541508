/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A group that the kernel holds on an interface, as /proc/net/igmp ({@code igmp_mc_seq_show} of net/ipv4/igmp.c) and /proc/net/igmp6
 * ({@code igmp6_mc_seq_show} of net/ipv6/mcast.c) tell it.
 *
 * @param networkInterface the interface's name.
 * @param group            the group.
 * @param users            how many memberships of sockets, and of the kernel itself, keep it; 1 or more.
 * @param version          of IGMP spoken on the interface, such as V3; empty for IPv6.
 */
public record KernelGroup(String networkInterface, InetAddress group, long users, String version) {
    private static final Pattern INTERFACE = Pattern.compile("[0-9]+\\s+(\\S+)\\s*:\\s+[0-9]+\\s+(V[0-9])");
    private static final Pattern GROUP = Pattern.compile("\\s+([0-9A-F]{8})\\s+([0-9]{1,18})\\s.*");
    private static final Pattern GROUP6 = Pattern.compile("[0-9]+\\s+(\\S+)\\s+([0-9a-f]{32})\\s+([0-9]{1,18})\\s.*");
    private static final byte[] SOLICITED_NODE = HexFormat.of().parseHex("ff0200000000000000000001ff");

    /**
     * Reads /proc/net/igmp. Lines that are none of its are passed over.
     *
     * @param text  of the file.
     * @param order of the machine that wrote it: the kernel prints the four bytes in network order as if they were its own integer.
     * @return in the order of the file.
     */
    public static List<KernelGroup> parse(final String text, final ByteOrder order) {
        final List<KernelGroup> found = new ArrayList<>();
        String name = "";
        String version = "";
        for (final String line : text.lines().toList()) {
            final Matcher heading = INTERFACE.matcher(line);
            final Matcher group = GROUP.matcher(line);
            if (heading.matches()) {
                name = heading.group(1);
                version = heading.group(2);
            } else if (group.matches() && !name.isEmpty()) {
                final int number = Integer.parseUnsignedInt(group.group(1), 16);
                final byte[] address = ByteBuffer.allocate(Integer.BYTES).order(order).putInt(number).array();
                found.add(new KernelGroup(name, address(address), Long.parseLong(group.group(2)), version));
            }
        }
        return found;
    }

    /**
     * Reads /proc/net/igmp6. Lines that are none of its are passed over.
     *
     * @param text of the file.
     * @return in the order of the file.
     */
    public static List<KernelGroup> parse6(final String text) {
        final List<KernelGroup> found = new ArrayList<>();
        for (final String line : text.lines().toList()) {
            final Matcher group = GROUP6.matcher(line);
            if (group.matches()) {
                found.add(new KernelGroup(group.group(1), address(HexFormat.of().parseHex(group.group(2))),
                    Long.parseLong(group.group(3)), ""));
            }
        }
        return found;
    }

    private static InetAddress address(final byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e); // never: the length is right
        }
    }

    /**
     * Whether it is one of those that the kernel joins for itself: all hosts (RFC 1112), all nodes and the solicited node's (RFC 4291,
     * section 2.7.1), all routers of a router.
     *
     * @return whether no program needs to have asked for it.
     */
    public boolean isKernels() {
        final byte[] bytes = group.getAddress();
        if (bytes.length == Integer.BYTES) {
            return ByteBuffer.wrap(bytes).getInt() == 0xE000_0001 || ByteBuffer.wrap(bytes).getInt() == 0xE000_0002;
        }
        final ByteBuffer all = ByteBuffer.wrap(bytes);
        final boolean wellKnown = (all.getShort(0) & 0xFFF0) == 0xFF00 && all.getShort(2) == 0 && all.getInt(4) == 0 && all.getInt(8) == 0;
        return wellKnown && (all.getInt(12) == 1 || all.getInt(12) == 2) ||
            ByteBuffer.wrap(bytes, 0, SOLICITED_NODE.length).equals(ByteBuffer.wrap(SOLICITED_NODE));
    }
}
