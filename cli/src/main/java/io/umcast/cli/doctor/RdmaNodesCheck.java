/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The device nodes that user space reaches RDMA devices by. */
final class RdmaNodesCheck implements Check {
    private static final String NAME = "rdma nodes";
    private static final String DIRECTORY = "/dev/infiniband";

    @Override
    public List<Finding> look(final Host host) {
        if (!host.hasRdma()) {
            return List.of();
        }
        final List<String> nodes = new ArrayList<>(host.list(DIRECTORY));
        nodes.removeIf(node -> !node.startsWith("uverbs") && !node.equals("rdma_cm"));
        if (!nodes.contains("rdma_cm") || nodes.size() < 2) {
            return List.of(Finding.error(NAME, DIRECTORY + " has " + (nodes.isEmpty() ? "no nodes" : "only " + String.join(", ", nodes)) +
                ", not uverbs0 and rdma_cm", "modprobe -a ib_uverbs rdma_ucm (container: --device=/dev/infiniband)"));
        }
        for (final String node : nodes) {
            if (!Files.isReadable(host.file(DIRECTORY + "/" + node)) || !Files.isWritable(host.file(DIRECTORY + "/" + node))) {
                return List.of(Finding.error(NAME, DIRECTORY + "/" + node + " is not this user's to use",
                    "chmod a+rw " + DIRECTORY + "/" + node + ", or a udev rule (package rdma-core)"));
            }
        }
        return List.of(Finding.ok(NAME, String.join(", ", nodes)));
    }
}
