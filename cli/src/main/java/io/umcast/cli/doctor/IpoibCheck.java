/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** Whether IPoIB interfaces leave groups to user space that joins them. */
final class IpoibCheck implements Check {
    private static final String NAME = "ipoib";
    private static final String DIRECTORY = "/sys/class/net";

    @Override
    public List<Finding> look(final Host host) {
        final List<Finding> findings = new ArrayList<>();
        for (final String name : host.list(DIRECTORY)) {
            final String attribute = DIRECTORY + "/" + name + "/umcast";
            final String value = host.read(attribute);
            if (value.equals("1")) {
                findings.add(Finding.ok(NAME, name + " has umcast 1: groups of verbs connections are theirs alone"));
            } else if (!value.isEmpty()) {
                findings.add(Finding.warning(NAME, name + " has umcast " + value + ": the kernel hears the groups of ps=ipoib too",
                    "echo 1 > " + attribute));
            }
        }
        return findings;
    }
}
