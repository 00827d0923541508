/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.membership;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.umcast.ConfigException;
import io.umcast.cli.doctor.Host;
import io.umcast.config.PortSpace;
import io.umcast.core.group.LinkType;
import io.umcast.core.group.Mgid;
import io.umcast.core.membership.Held;
import io.umcast.core.membership.IpoibGroup;
import io.umcast.core.membership.KernelGroup;
import io.umcast.core.transport.verbs.RdmaPort;
import io.umcast.core.transport.verbs.RdmaPorts;

/** Looks at a machine for the groups that its kernel holds, interface by interface. */
public final class Memberships {
    private static final String INTERFACES = "/sys/class/net";
    /** IFF_UP of linux/if.h. */
    private static final int UP = 1;

    private final Host host;
    private final List<User> users;
    private final List<KernelGroup> held;
    private final Map<String, RdmaPort> ports;

    private Memberships(final Host host, final List<User> users, final ByteOrder order) {
        this.host = host;
        this.users = users;
        held = Stream.concat(KernelGroup.parse(text("/proc/net/igmp"), order).stream(),
            KernelGroup.parse6(text("/proc/net/igmp6")).stream()).toList();
        ports = new RdmaPorts(host.root()).all().stream()
            .collect(Collectors.toMap(RdmaPort::networkInterface, port -> port, (first, second) -> first));
    }

    /**
     * Looks.
     *
     * @param host  the machine.
     * @param users the connections that run there.
     * @param order the machine's.
     * @return one report an interface, by name.
     */
    public static List<InterfaceReport> look(final Host host, final List<User> users, final ByteOrder order) {
        final Memberships memberships = new Memberships(host, users, order);
        final Set<String> names = new TreeSet<>();
        host.list(INTERFACES).stream().filter(name -> !host.read(INTERFACES + "/" + name + "/flags").isEmpty()).forEach(names::add);
        memberships.held.forEach(group -> names.add(group.networkInterface()));
        return names.stream().map(memberships::report).toList();
    }

    /** However long: a host may hold thousands of groups. */
    private String text(final String path) {
        try {
            return Files.readString(host.file(path), StandardCharsets.US_ASCII);
        } catch (final IOException e) {
            return ""; // no IPv6, or no debugfs for this user
        }
    }

    private InterfaceReport report(final String name) {
        final List<User> here = users.stream().filter(user -> isBy(user, name)).toList();
        final Map<Mgid, IpoibGroup> ipoib = new LinkedHashMap<>();
        IpoibGroup.parse(text("/sys/kernel/debug/ipoib/" + name + "_mcg")).forEach(group -> ipoib.put(group.mgid(), group));
        final List<InterfaceReport.Row> rows = new ArrayList<>();
        String version = "";
        for (final KernelGroup group : held) {
            if (group.networkInterface().equals(name)) {
                version = version.isEmpty() ? group.version() : version;
                rows.add(row(group, here, ipoib));
            }
        }
        rows.addAll(atDevices(name, here, ipoib, rows));
        ipoib.values().forEach(group ->
            rows.add(new InterfaceReport.Row("", group.mgid().toString(), 0, false, List.of(), group.state())));
        final Set<User> holding = rows.stream().flatMap(row -> row.holders().stream()).collect(Collectors.toSet());
        final List<User> idle = here.stream().filter(user -> !holding.contains(user)).toList();
        final String umcast = host.read(INTERFACES + "/" + name + "/umcast");
        final Verdict verdict = new Verdict(name, isUp(name), umcast, rows, here);
        final String rdma = ports.containsKey(name) ? ports.get(name).toString() : "";
        return new InterfaceReport(name, isUp(name), version, umcast, rdma, List.copyOf(rows), idle,
            verdict.isWarning(), verdict.text(), verdict.fix());
    }

    private InterfaceReport.Row row(final KernelGroup group, final List<User> here, final Map<Mgid, IpoibGroup> ipoib) {
        final Mgid mgid = mgid(group);
        final IpoibGroup joined = mgid == null ? null : ipoib.remove(mgid);
        return new InterfaceReport.Row(group.group().getHostAddress(), mgid == null ? "" : mgid.toString(), group.users(), group.isKernels(),
            here.stream().filter(user -> user.holds(group.networkInterface(), group.group(), isInfiniBand(group.networkInterface())))
                .toList(),
            joined == null ? "" : joined.state());
    }

    /** Groups that connections hold at a device, and the kernel's lists do not have. */
    private List<InterfaceReport.Row> atDevices(final String name, final List<User> here, final Map<Mgid, IpoibGroup> ipoib,
        final List<InterfaceReport.Row> known) {
        final Map<String, InterfaceReport.Row> rows = new LinkedHashMap<>();
        for (final User user : here) {
            for (final Held one : user.held() == null ? List.<Held>of() : user.held()) {
                final Mgid mgid = one.networkInterface().equals(name) ? mgid(one) : null;
                final String group = one.group().getHostAddress();
                if (mgid == null || known.stream().anyMatch(row -> row.group().equals(group) && row.mgid().equals(mgid.toString()))) {
                    continue;
                }
                final IpoibGroup joined = ipoib.remove(mgid);
                rows.computeIfAbsent(mgid + " " + group, key -> new InterfaceReport.Row(group, mgid.toString(), 0, false,
                    here.stream().filter(other -> other.held() != null && other.held().stream().anyMatch(held ->
                        held.networkInterface().equals(name) && held.group().equals(one.group()) &&
                        held.portSpace().equals(one.portSpace()))).toList(),
                    joined == null ? "" : joined.state()));
            }
        }
        return List.copyOf(rows.values());
    }

    private Mgid mgid(final Held held) {
        final RdmaPort port = ports.get(held.networkInterface());
        if (port == null || held.portSpace().isEmpty() || port.isInfiniBand() && port.pkey() == 0) {
            return null;
        }
        try {
            return Mgid.of(held.group(), port.isInfiniBand() ? port.pkey() : 0xFFFF, port.isInfiniBand() ? port.scope() : 0,
                held.portSpace().equals("ipoib") ? PortSpace.IPOIB : PortSpace.UDP, port.link());
        } catch (final ConfigException e) {
            return null; // an MGID of the user's own, which no rule makes
        }
    }

    /** What the kernel makes of its own memberships: IPoIB's groups on InfiniBand, the rdma_cm's on RoCE; null for none. */
    private Mgid mgid(final KernelGroup group) {
        final RdmaPort port = ports.get(group.networkInterface());
        if (port == null || port.link() == LinkType.IB && port.pkey() == 0) {
            return null;
        }
        try {
            return port.isInfiniBand() ? Mgid.of(group.group(), port.pkey(), port.scope(), PortSpace.IPOIB, LinkType.IB) :
                Mgid.of(group.group(), 0xFFFF, 0, PortSpace.UDP, port.link());
        } catch (final ConfigException e) {
            return null; // an IPv6 group on RoCE v2
        }
    }

    private boolean isInfiniBand(final String name) {
        final RdmaPort port = ports.get(name);
        return port != null && port.isInfiniBand();
    }

    private boolean isUp(final String name) {
        final String flags = host.read(INTERFACES + "/" + name + "/flags");
        return !flags.matches("0x[0-9a-f]{1,7}") || (Integer.parseInt(flags.substring(2), 16) & UP) != 0;
    }

    private boolean isBy(final User user, final String name) {
        if (user.interfaces().contains(name)) {
            return true;
        }
        final RdmaPort port = ports.get(name);
        return user.interfaces().isEmpty() ? port != null && user.device().equals(port.device()) :
            host.interfaces().stream().anyMatch(one -> one.name().equals(name) &&
                one.addresses().stream().anyMatch(user.interfaces()::contains));
    }
}
