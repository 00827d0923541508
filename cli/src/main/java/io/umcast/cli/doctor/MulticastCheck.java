/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.List;

/** Whether multicast over loopback really works. */
final class MulticastCheck implements Check {
    private static final String NAME = "multicast";

    @Override
    public List<Finding> look(final Host host) {
        for (final Host.Interface one : host.interfaces()) {
            if (one.loopback() && one.up()) {
                final String failure = host.multicastFailure(one.name());
                return List.of(failure.isEmpty() ? Finding.ok(NAME, "a datagram to a random group came back on " + one.name()) :
                    Finding.error(NAME, "on " + one.name() + ": " + failure,
                        "look for a firewall (nft list ruleset, iptables -L), then ip link set " + one.name() + " multicast on"));
            }
        }
        return List.of(Finding.error(NAME, "no loopback interface is up", "ip link set lo up"));
    }
}
