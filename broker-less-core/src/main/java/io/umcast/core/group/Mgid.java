/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.group;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

import io.umcast.ConfigException;
import io.umcast.config.PortSpace;

/**
 * A multicast GID: what InfiniBand and RoCE have for a group. Derived as the Linux kernel does it:
 * {@code cma_set_mgid} and {@code cma_iboe_set_mgid} of drivers/infiniband/core/cma.c, {@code ip_ib_mc_map} of include/net/ip.h,
 * {@code ipv6_ib_mc_map} of include/net/if_inet6.h. Immutable.
 */
public final class Mgid {
    private static final int SIZE = 16;
    private static final int FULL_MEMBER = 0x8000;

    private final byte[] bytes;

    private Mgid(final byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The MGID of an IP group.
     *
     * @param group     an IP multicast address, 255.255.255.255, or, on InfiniBand only, the zero address, for which the subnet
     *                  manager assigns an MGID.
     * @param pkey      the interface's P_Key, 1 to 0xFFFF; a limited member's counts as the full member's. RoCE has none.
     * @param scope     the scope of the interface's broadcast GID, 0 to 15, mostly 2. RoCE has none.
     * @param portSpace the rdma_cm's port space.
     * @param link      what lies below.
     * @return the MGID.
     * @throws ConfigException if the kernel refuses such a group; the message says why.
     */
    public static Mgid of(final InetAddress group, final int pkey, final int scope, final PortSpace portSpace,
        final LinkType link) {
        if (pkey < 1 || pkey > 0xFFFF) {
            throw new ConfigException("pkey", "0x" + Integer.toHexString(pkey), "must be from 0x1 to 0xffff");
        }
        if (scope < 0 || scope > 0xF) {
            throw new ConfigException("scope", Integer.toString(scope), "must be from 0 to 15 (one hexadecimal digit)");
        }
        final byte[] address = group.getAddress();
        if (!group.isMulticastAddress() && !group.isAnyLocalAddress() && !isBroadcast(address)) {
            throw new ConfigException("group", group.getHostAddress(), "must be a multicast address");
        }
        return link == LinkType.IB ? infiniband(group, pkey | FULL_MEMBER, scope, portSpace) : roce(group, portSpace, link);
    }

    private static boolean isBroadcast(final byte[] address) {
        return address.length == 4 && (address[0] & address[1] & address[2] & address[3]) == -1;
    }

    private static Mgid infiniband(final InetAddress group, final int pkey, final int scope, final PortSpace portSpace) {
        final byte[] address = group.getAddress();
        if (group.isAnyLocalAddress()) {
            return new Mgid(new byte[SIZE]);
        }
        if (isAssignedBySubnetManager(address)) {
            return new Mgid(address);
        }
        final boolean v4 = group instanceof Inet4Address;
        final byte[] mgid = new byte[SIZE];
        mgid[0] = (byte)0xFF;
        mgid[1] = (byte)(0x10 | scope);
        mgid[2] = (byte)(v4 ? 0x40 : 0x60);
        mgid[3] = (byte)(portSpace == PortSpace.UDP ? 0x01 : 0x1B);
        mgid[4] = (byte)(pkey >> 8);
        mgid[5] = (byte)pkey;
        if (v4) {
            System.arraycopy(address, 0, mgid, 12, 4);
            mgid[12] &= 0x0F; // 28 bits of an IPv4 group count
        } else {
            System.arraycopy(address, 6, mgid, 6, 10); // 80 bits of an IPv6 group count
        }
        return new Mgid(mgid);
    }

    /** {@code ff1X:a01b::/32}: an MGID of the subnet manager's, taken as it is. */
    private static boolean isAssignedBySubnetManager(final byte[] address) {
        return address.length == SIZE && address[0] == (byte)0xFF && (address[1] & 0xF0) == 0x10 &&
            address[2] == (byte)0xA0 && address[3] == 0x1B;
    }

    private static Mgid roce(final InetAddress group, final PortSpace portSpace, final LinkType link) {
        if (portSpace == PortSpace.IPOIB) {
            throw new ConfigException("ps", "ipoib", "is InfiniBand's only: RoCE has no IPoIB (EINVAL); use ps=udp");
        }
        if (group.isAnyLocalAddress()) {
            throw new ConfigException("group", group.getHostAddress(),
                "cannot be assigned on RoCE, which has no subnet manager (EINVAL)");
        }
        final byte[] address = group.getAddress();
        if (group instanceof Inet4Address) {
            final byte[] mgid = new byte[SIZE];
            if (link == LinkType.ROCE1) {
                mgid[0] = (byte)0xFF;
                mgid[1] = 0x0E;
            }
            mgid[10] = (byte)0xFF;
            mgid[11] = (byte)0xFF;
            System.arraycopy(address, 0, mgid, 12, 4);
            return new Mgid(mgid);
        }
        if (link == LinkType.ROCE2) {
            throw new ConfigException("group", group.getHostAddress(),
                "is an IPv6 group, which the kernel refuses on RoCE v2 (ENOTSUPP); " +
                "use an IPv4 group");
        }
        return new Mgid(address);
    }

    /**
     * An MGID as the fabric tells it, or as it was given.
     *
     * @param bytes 16, in network order.
     * @return the MGID.
     */
    public static Mgid of(final byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException(bytes.length + " bytes are no MGID");
        }
        return new Mgid(bytes.clone());
    }

    /**
     * The MGID's bytes.
     *
     * @return 16 bytes in network order, a copy.
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Mgid mgid && Arrays.equals(bytes, mgid.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** All eight parts in full, such as {@code ff12:401b:ffff:0000:0000:0000:0f01:0203}. */
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < SIZE; i += 2) {
            text.append(i == 0 ? "" : ":").append(String.format("%02x%02x", bytes[i], bytes[i + 1]));
        }
        return text.toString();
    }
}
