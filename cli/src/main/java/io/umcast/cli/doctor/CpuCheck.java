/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The CPUs and how they are clocked. */
final class CpuCheck implements Check {
    private static final String NAME = "cpu";
    private static final String DIRECTORY = "/sys/devices/system/cpu";

    @Override
    public List<Finding> look(final Host host) {
        final List<Finding> findings = new ArrayList<>();
        findings.add(host.cpus() > 1 ? Finding.ok(NAME, host.cpus() + " for this process") :
            Finding.warning(NAME, "one for this process: threads that spin take it from each other",
                "give it more, or use --idle yield or backoff"));
        final Set<String> governors = new TreeSet<>();
        for (final String cpu : host.list(DIRECTORY)) {
            if (cpu.matches("cpu[0-9]+")) {
                governors.add(host.read(DIRECTORY + "/" + cpu + "/cpufreq/scaling_governor"));
            }
        }
        governors.remove(""); // a virtual machine has none
        if (!governors.isEmpty()) {
            final String message = "governor " + String.join(", ", governors);
            findings.add(governors.equals(Set.of("performance")) ? Finding.ok(NAME, message) :
                Finding.warning(NAME, message + ": clocks are raised late, which costs latency", "cpupower frequency-set -g performance"));
        }
        return findings;
    }
}
