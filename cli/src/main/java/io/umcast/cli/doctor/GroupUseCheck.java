/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.umcast.ConfigException;
import io.umcast.config.Config;
import io.umcast.core.counters.CountersSnapshot;
import io.umcast.core.group.GroupMapper;
import io.umcast.core.membership.Held;

/**
 * How many of their groups the open connections receive. On InfiniBand each takes a multicast LID of the fabric, of which switches often
 * have no more than a thousand, for everybody.
 */
final class GroupUseCheck implements Check {
    private static final String NAME = "groups in use";

    @Override
    public List<Finding> look(final Host host) {
        final List<Finding> findings = new ArrayList<>();
        final Map<String, Set<String>> onFabric = new TreeMap<>();
        for (final CountersSnapshot connection : host.connections()) {
            final List<Held> held = Held.of(connection);
            final Set<InetAddress> groups = held.stream().map(Held::group).collect(Collectors.toSet());
            findings.add(Finding.ok(NAME, "process " + connection.pid() + " " + connection.uri() + ": " + groups.size() + range(connection)));
            held.stream().filter(one -> !one.portSpace().isEmpty()).forEach(one -> onFabric
                .computeIfAbsent(one.networkInterface(), any -> new TreeSet<>()).add(one.portSpace() + one.group().getHostAddress()));
        }
        onFabric.forEach((name, groups) -> findings.add(Finding.ok(NAME, "by " + name + " at the device: " + groups.size() +
            " (on InfiniBand each takes one of the fabric's multicast LIDs)")));
        return findings;
    }

    private static String range(final CountersSnapshot connection) {
        try {
            return " of " + GroupMapper.of(Config.resolve(connection.uri(), new Properties())).all().size();
        } catch (final ConfigException e) {
            return ""; // of another version: what it holds is known, what it may hold is not
        }
    }
}
