/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import io.umcast.core.transport.NetworkNamespace;

/** A switch with IGMP snooping and a querier, and hosts at it: all network namespaces of this test's own. */
final class HostNetwork implements AutoCloseable {
    private static final String SWITCH = "switch";

    private final NetworkNamespace middle = new NetworkNamespace();
    private final List<Host> hosts = new ArrayList<>();

    HostNetwork(final int count) throws IOException {
        // version 3: hosts that answer a version 2 query keep quiet once another has answered, and a switch that still floods shows them
        middle.ip("link", "add", SWITCH, "type", "bridge", "mcast_snooping", "1", "mcast_querier", "1", "mcast_igmp_version", "3",
            "mcast_startup_query_interval", "100", "mcast_startup_query_count", "20", "forward_delay", "0");
        middle.ip("address", "add", "10.88.0.254/24", "dev", SWITCH);
        middle.ip("link", "set", SWITCH, "up");
        for (int i = 0; i < count; i++) {
            hosts.add(host(i));
        }
    }

    private Host host(final int number) throws IOException {
        final NetworkNamespace namespace = new NetworkNamespace();
        middle.ip("link", "add", port(number), "type", "veth", "peer", "name", Host.INTERFACE, "netns", namespace.name());
        middle.ip("link", "set", port(number), "master", SWITCH);
        middle.ip("link", "set", port(number), "up");
        namespace.ip("address", "add", "10.88.0." + (number + 1) + "/24", "dev", Host.INTERFACE);
        namespace.ip("link", "set", "lo", "up");
        namespace.ip("link", "set", Host.INTERFACE, "up");
        return new Host(namespace, "host" + number, Files.createTempDirectory("umcast-host"));
    }

    private static String port(final int number) {
        return "port" + number;
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

    /** The ports that the switch sends a group's datagrams to, as it tells. */
    String forwarding() throws IOException {
        return middle.run("bridge", "mdb", "show");
    }

    @Override
    public void close() throws IOException {
        for (final Host host : hosts) {
            host.close();
        }
        middle.close();
    }
}
