/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** The network interfaces: whether each is up, takes multicast, and has an address. */
final class InterfacesCheck implements Check {
    private static final String NAME = "interface";

    @Override
    public List<Finding> look(final Host host) {
        final List<Finding> findings = new ArrayList<>();
        for (final Host.Interface one : host.interfaces()) {
            findings.add(finding(one));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.error(NAME, "there is none", "ip link set lo up"));
        }
        return findings;
    }

    private static Finding finding(final Host.Interface one) {
        final String what = one.name() + ", MTU " + one.mtu() + ", " +
            (one.addresses().isEmpty() ? "no address" : String.join(", ", one.addresses()));
        if (!one.up()) {
            return Finding.warning(NAME, what + ": down", "ip link set " + one.name() + " up");
        }
        if (!one.multicast() && !one.loopback()) { // the kernel delivers groups on lo without the flag
            return Finding.warning(NAME, what + ": without multicast", "ip link set " + one.name() + " multicast on");
        }
        if (one.addresses().isEmpty()) {
            return Finding.warning(NAME, what, "ip address add ADDRESS/PREFIX dev " + one.name());
        }
        return Finding.ok(NAME, what);
    }
}
