/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.umcast.core.transport.NetworkNamespace;

/** A switch with IGMP and MLD snooping and a querier, and hosts at it: all network namespaces of this test's own. */
final class HostNetwork implements AutoCloseable {
    private static final String SWITCH = "switch";

    private final NetworkNamespace middle = new NetworkNamespace();
    private final List<Host> hosts = new ArrayList<>();

    HostNetwork(final int count) throws IOException {
        middle.withoutAddressDetection();
        // version 3: hosts that answer a version 2 query keep quiet once another has answered, and a switch that still floods shows them;
        // times in hundredths of a second: it asks for 0.4 s what is left of a group, and does not flood for longer than 0.5 s at first
        middle.ip("link", "add", SWITCH, "type", "bridge", "mcast_snooping", "1", "mcast_igmp_version", "3", "mcast_mld_version", "2",
            "mcast_startup_query_interval", "100", "mcast_startup_query_count", "20", "mcast_last_member_interval", "20",
            "mcast_query_response_interval", "50", "forward_delay", "0");
        middle.ip("link", "set", SWITCH, "type", "bridge", "mcast_querier", "1");
        middle.ip("address", "add", "10.88.0.254/24", "dev", SWITCH);
        middle.ip("link", "set", SWITCH, "up");
        for (int i = 0; i < count; i++) {
            hosts.add(host(i));
        }
        for (final Host host : hosts) {
            host.namespace().awaitUp(Host.INTERFACE);
        }
    }

    private Host host(final int number) throws IOException {
        final NetworkNamespace namespace = new NetworkNamespace();
        namespace.withoutAddressDetection();
        middle.ip("link", "add", port(number), "type", "veth", "peer", "name", Host.INTERFACE, "netns", namespace.name());
        middle.ip("link", "set", port(number), "master", SWITCH);
        middle.ip("link", "set", port(number), "up");
        namespace.ip("address", "add", address(number) + "/24", "dev", Host.INTERFACE);
        if (hasIpv6()) {
            namespace.ip("address", "add", address6(number) + "/64", "dev", Host.INTERFACE);
        }
        namespace.ip("link", "set", "lo", "up");
        namespace.ip("link", "set", Host.INTERFACE, "up");
        return new Host(namespace, "host" + number, Files.createTempDirectory("umcast-host"));
    }

    /** Whether the kernel has IPv6: else the hosts have IPv4 addresses only. */
    static boolean hasIpv6() {
        return Files.exists(Path.of("/proc/sys/net/ipv6"));
    }

    static String address(final int number) {
        return "10.88.0." + (number + 1);
    }

    static String address6(final int number) {
        return "fd88::" + (number + 1);
    }

    /** The switch's interface to a host. */
    static String port(final int number) {
        return "port" + number;
    }

    /** Where the switch is. */
    NetworkNamespace middle() {
        return middle;
    }

    NetworkNamespace namespace(final int number) {
        return hosts.get(number).namespace();
    }

    Host publisher() {
        return hosts.get(0);
    }

    List<Host> subscribers() {
        return hosts.subList(1, hosts.size());
    }

    /** Unplugs a host's cable, or plugs it in again. */
    void plugged(final int number, final boolean in) throws IOException {
        middle.ip("link", "set", port(number), in ? "up" : "down");
    }

    /** Sets the largest packet of the cable to a host. */
    void mtu(final int number, final int bytes) throws IOException {
        middle.ip("link", "set", port(number), "mtu", Integer.toString(bytes));
        hosts.get(number).namespace().ip("link", "set", Host.INTERFACE, "mtu", Integer.toString(bytes));
    }

    /** Whether the switch snoops, or just floods. */
    void snoop(final boolean on) throws IOException {
        middle.ip("link", "set", SWITCH, "type", "bridge", "mcast_snooping", on ? "1" : "0");
    }

    /** The ports that the switch sends a group's datagrams to, as it tells. */
    String forwarding() throws IOException {
        return middle.run("bridge", "mdb", "show");
    }

    /** Of which groups the switch sends datagrams to a host: those of one source, or (null) of any. */
    Set<String> forwarded(final int number, final String source) throws IOException {
        final String of = source == null ? "" : " src " + source;
        final Pattern entry = Pattern.compile("port " + port(number) + " grp (\\S+)" + of + " temp");
        return entry.matcher(forwarding()).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** How many bytes the switch has sent to a host. */
    long sentTo(final int number) throws IOException {
        return bytes(number, "tx_bytes");
    }

    /** How many bytes have come to the switch from a host. */
    long receivedFrom(final int number) throws IOException {
        return bytes(number, "rx_bytes");
    }

    private long bytes(final int number, final String counter) throws IOException {
        return Long.parseLong(middle.run("cat", "/sys/class/net/" + port(number) + "/statistics/" + counter).strip());
    }

    @Override
    public void close() throws IOException {
        for (final Host host : hosts) {
            host.close();
        }
        middle.close();
    }
}
