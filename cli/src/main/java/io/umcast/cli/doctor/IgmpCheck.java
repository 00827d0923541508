/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.List;
import java.util.OptionalLong;

/** How many groups the kernel lets a socket join. */
final class IgmpCheck implements Check {
    private static final String NAME = "group memberships";
    private static final String KEY = "net.ipv4.igmp_max_memberships";
    /** The groups that topics are spread over by default. */
    private static final int WANTED = 16;

    @Override
    public List<Finding> look(final Host host) {
        final OptionalLong value = host.number("/proc/sys/net/ipv4/igmp_max_memberships");
        if (value.isEmpty()) {
            return List.of(Finding.warning(NAME, KEY + " cannot be read", "look on the host if this is a container: sysctl " + KEY));
        }
        final String message = KEY + " is " + value.getAsLong() + " a socket";
        return List.of(value.getAsLong() >= WANTED ? Finding.ok(NAME, message) :
            Finding.warning(NAME, message + ", topics are spread over " + WANTED + " groups by default", "sysctl -w " + KEY + "=" + 20));
    }
}
