/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.umcast.ConfigException;
import io.umcast.config.PortSpace;
import io.umcast.core.group.LinkType;
import io.umcast.core.group.Mgid;

/** Reads /proc/net/igmp, /proc/net/igmp6, IPoIB's debugfs, and the sockets of /proc. */
public final class KernelView implements KernelWatch {
    private final Path root;
    private final ByteOrder order;
    private final int pkey;
    private final int scope;

    /**
     * A view of a machine.
     *
     * @param root  the directory that stands for /.
     * @param order of the machine.
     * @param pkey  the interface's partition, with the full member's bit.
     * @param scope of the interface's broadcast GID, 0 to 15.
     */
    public KernelView(final Path root, final ByteOrder order, final int pkey, final int scope) {
        this.root = root;
        this.order = order;
        this.pkey = pkey;
        this.scope = scope;
    }

    @Override
    public Look look(final String networkInterface) {
        final String igmp = text("proc/net/igmp");
        final String igmp6 = text("proc/net/igmp6");
        final String ipoib = text("sys/kernel/debug/ipoib/" + networkInterface + "_mcg");
        final String umcast = text("sys/class/net/" + networkInterface + "/umcast");
        return new Seen(networkInterface, igmp == null ? null : KernelGroup.parse(igmp, order),
            igmp6 == null ? null : KernelGroup.parse6(igmp6), ipoib == null ? null : IpoibGroup.parse(ipoib),
            umcast != null && umcast.strip().equals("1"));
    }

    @Override
    public String suspects(final InetAddress group, final int port) {
        return new SocketHolders(root, order).describe(group, port);
    }

    private String text(final String path) {
        try {
            return Files.readString(root.resolve(path), StandardCharsets.US_ASCII);
        } catch (final IOException e) {
            return null;
        }
    }

    /** Lists that could not be read are null. */
    private final class Seen implements Look {
        private final String networkInterface;
        private final List<KernelGroup> igmp;
        private final List<KernelGroup> igmp6;
        private final List<IpoibGroup> ipoib;
        private final boolean leftToUs;

        Seen(final String networkInterface, final List<KernelGroup> igmp, final List<KernelGroup> igmp6, final List<IpoibGroup> ipoib,
            final boolean leftToUs) {
            this.networkInterface = networkInterface;
            this.igmp = igmp;
            this.igmp6 = igmp6;
            this.ipoib = ipoib;
            this.leftToUs = leftToUs;
        }

        @Override
        public long users(final InetAddress group) {
            final List<KernelGroup> all = group.getAddress().length == Integer.BYTES ? igmp : igmp6;
            return all == null ? -1 : all.stream()
                .filter(one -> one.networkInterface().equals(networkInterface) && one.group().equals(group))
                .mapToLong(KernelGroup::users).sum();
        }

        @Override
        public Hearing hearing(final InetAddress group) {
            if (ipoib == null) {
                return Hearing.UNKNOWN;
            }
            try {
                final Mgid mgid = Mgid.of(group, pkey, scope, PortSpace.IPOIB, LinkType.IB);
                return ipoib.stream().anyMatch(one -> one.mgid().equals(mgid) && !one.sendOnly()) ? Hearing.YES : Hearing.NO;
            } catch (final ConfigException e) {
                return Hearing.UNKNOWN;
            }
        }

        @Override
        public boolean isLeftToUs() {
            return leftToUs;
        }
    }
}
