/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** RDMA devices, the link layer and the state of each port. */
final class RdmaDevicesCheck implements Check {
    private static final String NAME = "rdma";
    private static final String DIRECTORY = "/sys/class/infiniband";

    @Override
    public List<Finding> look(final Host host) {
        final List<Finding> findings = new ArrayList<>();
        for (final String device : host.list(DIRECTORY)) {
            for (final String port : host.list(DIRECTORY + "/" + device + "/ports")) {
                findings.add(finding(host, device, port));
            }
        }
        return findings.isEmpty() ? List.of(Finding.ok(NAME, "no device: udp only, not verbs")) : findings;
    }

    private static Finding finding(final Host host, final String device, final String port) {
        final String directory = DIRECTORY + "/" + device + "/ports/" + port;
        final String linkLayer = host.read(directory + "/link_layer");
        final String state = host.read(directory + "/state").replaceFirst("^[0-9]+: *", "");
        final String message = device + " port " + port + ", " + (linkLayer.isEmpty() ? "unknown link layer" : linkLayer) + ", " +
            (state.isEmpty() ? "unknown state" : state);
        if (state.equals("ACTIVE")) {
            return Finding.ok(NAME, message);
        }
        final boolean waiting = state.equals("INIT");
        return Finding.warning(NAME, message, linkLayer.equals("InfiniBand") && waiting ?
            "start a subnet manager: systemctl start opensm, here or on another host" : "look at the cable and the switch: rdma link show");
    }
}
