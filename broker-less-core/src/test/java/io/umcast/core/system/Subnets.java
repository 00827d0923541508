/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import io.umcast.core.transport.NetworkNamespace;

/** Subnets of a host each, and the host between them that is to be their router: an interface of its for each subnet. */
final class Subnets implements AutoCloseable {
    /** The router's number in each subnet; hosts have 1 and 2. */
    static final int ROUTER = 254;

    private final NetworkNamespace router = new NetworkNamespace();
    private final List<NetworkNamespace> hosts = new ArrayList<>();

    /**
     * Makes them, up and with addresses.
     *
     * @param count   how many.
     * @param address of a number in a subnet.
     * @param prefix  a subnet's length, such as /24.
     */
    Subnets(final int count, final BiFunction<Integer, Integer, String> address, final String prefix) throws IOException {
        router.withoutAddressDetection();
        for (int i = 0; i < count; i++) {
            final NetworkNamespace host = new NetworkNamespace();
            host.withoutAddressDetection();
            router.ip("link", "add", name(i), "type", "veth", "peer", "name", Host.INTERFACE, "netns", host.name());
            router.ip("address", "add", address.apply(i, ROUTER) + prefix, "dev", name(i));
            router.ip("link", "set", name(i), "up");
            host.ip("link", "set", "lo", "up");
            host.ip("address", "add", address.apply(i, 1) + prefix, "dev", Host.INTERFACE);
            host.ip("address", "add", address.apply(i, 2) + prefix, "dev", Host.INTERFACE);
            host.ip("link", "set", Host.INTERFACE, "up");
            host.ip("route", "add", "default", "via", address.apply(i, ROUTER));
            hosts.add(host);
        }
        for (final NetworkNamespace host : hosts) {
            host.awaitUp(Host.INTERFACE);
        }
    }

    /** The router's interface to a subnet. */
    static String name(final int subnet) {
        return "subnet" + subnet;
    }

    NetworkNamespace router() {
        return router;
    }

    NetworkNamespace namespace(final int subnet) {
        return hosts.get(subnet);
    }

    /** How many bytes the router has sent to a subnet. */
    long sentTo(final int subnet) throws IOException {
        return bytes(subnet, "tx_bytes");
    }

    /** How many bytes have come to the router from a subnet. */
    long receivedFrom(final int subnet) throws IOException {
        return bytes(subnet, "rx_bytes");
    }

    private long bytes(final int subnet, final String counter) throws IOException {
        return Long.parseLong(router.run("cat", "/sys/class/net/" + name(subnet) + "/statistics/" + counter).strip());
    }

    @Override
    public void close() throws IOException {
        for (final NetworkNamespace host : hosts) {
            host.close();
        }
        router.close();
    }
}
