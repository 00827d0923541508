/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The libraries that verbs connections load at run time, where the dynamic linker would find them. */
final class RdmaLibrariesCheck implements Check {
    private static final String NAME = "rdma libraries";
    private static final List<String> WANTED = List.of("libibverbs.so.1", "librdmacm.so.1");

    @Override
    public List<Finding> look(final Host host) {
        final List<String> missing = new ArrayList<>(WANTED);
        for (final String directory : directories(host)) {
            missing.removeAll(host.list(directory));
        }
        if (missing.isEmpty()) {
            return List.of(Finding.ok(NAME, String.join(" and ", WANTED) + " are here"));
        }
        final String message = String.join(" and ", missing) + (missing.size() == 1 ? " is" : " are") + " missing";
        return List.of(host.hasRdma() ? Finding.error(NAME, message, "apt-get install libibverbs1 librdmacm1 ibverbs-providers") :
            Finding.ok(NAME, message + ": only verbs needs them"));
    }

    private static Set<String> directories(final Host host) {
        final Set<String> directories = new LinkedHashSet<>(List.of("/lib", "/usr/lib", "/lib64", "/usr/lib64"));
        addConfigured(host, "/etc/ld.so.conf", directories);
        for (final String file : host.list("/etc/ld.so.conf.d")) {
            if (file.endsWith(".conf")) {
                addConfigured(host, "/etc/ld.so.conf.d/" + file, directories);
            }
        }
        return directories;
    }

    private static void addConfigured(final Host host, final String file, final Set<String> directories) {
        host.read(file).lines().map(String::strip).filter(line -> line.startsWith("/")).forEach(directories::add);
    }
}
