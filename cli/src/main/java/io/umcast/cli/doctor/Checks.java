/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** All checks, in the order in which they are told. */
public final class Checks {
    private static final List<Check> ALL = List.of(new JavaCheck(), new NativeLibraryCheck(), new InterfacesCheck(), new MulticastCheck(),
        new SocketBuffersCheck(), new IgmpCheck(), new GroupUseCheck(), new SharedMemoryCheck(), new CpuCheck(), new RdmaDevicesCheck(),
        new VerbsCheck(), new RdmaLibrariesCheck(), new RdmaNodesCheck(), new IpoibCheck(), new MemlockCheck());

    private Checks() {
    }

    /**
     * Runs all checks.
     *
     * @param host the machine.
     * @return what was found.
     */
    public static List<Finding> look(final Host host) {
        final List<Finding> findings = new ArrayList<>();
        ALL.forEach(check -> findings.addAll(check.look(host)));
        return findings;
    }
}
