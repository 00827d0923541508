/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.util.List;

import io.umcast.EndpointException;
import io.umcast.core.transport.Group;
import io.umcast.core.transport.GroupEndpoint;

/** A fake of a queue pair's groups: it writes down what it is asked for, and refuses when told to. */
final class FakeRdma implements GroupEndpoint {
    private final String name;
    private final List<String> log;
    private boolean refusing;

    FakeRdma(final String name, final List<String> log) {
        this.name = name;
        this.log = log;
    }

    void refusing(final boolean refuse) {
        refusing = refuse;
    }

    @Override
    public void join(final Group group) {
        log.add(name + " join " + group.address().getHostAddress());
        if (refusing) {
            throw new EndpointException("rdma_join_multicast", 22, "Invalid argument", "");
        }
    }

    @Override
    public void leave(final Group group) {
        log.add(name + " leave " + group.address().getHostAddress());
    }
}
