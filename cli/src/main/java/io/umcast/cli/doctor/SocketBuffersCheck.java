/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;

import io.umcast.config.Config;
import io.umcast.config.Option;
import io.umcast.config.Options;

/** How large the kernel lets socket buffers be, against what a connection asks for by default. */
final class SocketBuffersCheck implements Check {
    private static final String NAME = "socket buffers";

    @Override
    public List<Finding> look(final Host host) {
        final Config defaults = Config.resolve("udp:", new Properties());
        return List.of(finding(host, "rmem_max", Options.RCVBUF, defaults.get(Options.RCVBUF)),
            finding(host, "wmem_max", Options.SNDBUF, defaults.get(Options.SNDBUF)));
    }

    private static Finding finding(final Host host, final String limit, final Option<Integer> option, final int wanted) {
        final String name = "net.core." + limit;
        final OptionalLong value = host.number("/proc/sys/net/core/" + limit);
        if (value.isEmpty()) {
            return Finding.warning(NAME, name + " cannot be read", "look on the host if this is a container: sysctl " + name);
        }
        final String message = name + " is " + value.getAsLong() + ", " + option.key() + " asks for " + wanted;
        return value.getAsLong() >= wanted ? Finding.ok(NAME, message) :
            Finding.warning(NAME, message, "sysctl -w " + name + "=" + wanted);
    }
}
