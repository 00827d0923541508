/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.ArrayList;
import java.util.List;

import io.umcast.core.transport.verbs.RdmaPort;
import io.umcast.core.transport.verbs.RdmaPorts;

/** By which interfaces verbs connections can be opened, and what keeps the others from it. */
final class VerbsCheck implements Check {
    private static final String NAME = "verbs";

    @Override
    public List<Finding> look(final Host host) {
        final RdmaPorts ports = new RdmaPorts(host.root());
        final List<RdmaPort> all = ports.all();
        final List<Finding> findings = new ArrayList<>();
        for (final String device : ports.devices()) {
            if (all.stream().noneMatch(port -> port.device().equals(device))) {
                findings.add(Finding.warning(NAME, device + " has no network interface here, which the rdma_cm needs to bind to",
                    "InfiniBand: modprobe ib_ipoib; a container or namespace: give it the interface, too"));
            }
        }
        all.forEach(port -> findings.add(finding(host, port)));
        return findings;
    }

    private static Finding finding(final Host host, final RdmaPort port) {
        final String name = port.networkInterface();
        final Host.Interface own =
            host.interfaces().stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
        if (own == null || !own.up()) {
            return Finding.warning(NAME, port + ": the interface is down", "ip link set " + name + " up");
        }
        if (own.addresses().isEmpty()) {
            return Finding.warning(NAME, port + ": the interface has no address, which the rdma_cm binds to",
                "ip address add ADDRESS/PREFIX dev " + name);
        }
        return Finding.ok(NAME, "verbs:interface=" + name + " is " + port + ", " +
            (port.isInfiniBand() ? "ps=udp or ps=ipoib" : "ps=udp") + ", datagrams up to " + port.datagramLimit() + " bytes");
    }
}
