/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;

import io.umcast.EndpointException;

/** A fake of the kernel's groups: it writes down what it is asked for, and refuses when told to. */
final class FakeKernel implements KernelGroups {
    private final List<String> log;
    private boolean refusing;

    FakeKernel(final List<String> log) {
        this.log = log;
    }

    void refusing(final boolean refuse) {
        refusing = refuse;
    }

    @Override
    public void join(final NetworkInterface networkInterface, final InetAddress group, final InetAddress source) {
        log.add("kernel join " + (source == null ? "" : source.getHostAddress() + "@") + group.getHostAddress());
        if (refusing) {
            throw new EndpointException("IP_ADD_MEMBERSHIP", 105, "No buffer space available", "");
        }
    }

    @Override
    public void leave(final NetworkInterface networkInterface, final InetAddress group, final InetAddress source) {
        log.add("kernel leave " + (source == null ? "" : source.getHostAddress() + "@") + group.getHostAddress());
    }

    @Override
    public int sockets() {
        return 0;
    }

    @Override
    public void close() {
        log.add("kernel close");
    }
}
