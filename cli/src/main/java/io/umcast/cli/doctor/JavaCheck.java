/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** The JVM and the flags it was started with. */
final class JavaCheck implements Check {
    private static final String NAME = "java";
    private static final int MINIMUM = 17;

    @Override
    public List<Finding> look(final Host host) {
        final List<Finding> findings = new ArrayList<>();
        findings.add(host.javaVersion() >= MINIMUM ? Finding.ok(NAME, "version " + host.javaVersion()) :
            Finding.error(NAME, "version " + host.javaVersion() + " is too old", "install Java " + MINIMUM + " or later"));
        findings.add(host.isAgronaUsable() ? Finding.ok("java flags", "Agrona can reach memory directly") :
            Finding.error("java flags", "the JVM lacks a flag that Agrona needs",
                "start it with --add-exports java.base/jdk.internal.misc=ALL-UNNAMED, or with @jvm.options"));
        return findings;
    }
}
