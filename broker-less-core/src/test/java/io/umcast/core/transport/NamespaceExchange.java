/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.io.IOException;
import java.net.NetworkInterface;
import java.util.List;

import io.umcast.core.transport.TransportHarness.Received;

/**
 * A program for a network namespace: IPv6 on its loopback interface by a group, a source-specific group and a unicast; then IPv4
 * on a virtual cable, where a transport without loopback is not heard.
 */
final class NamespaceExchange {
    static final String SUCCESS = "the exchange is complete";
    static final String INTERFACE = "cable";
    static final String ADDRESS = "10.77.0.1";
    private static final int PORT = 24242;

    private NamespaceExchange() {
    }

    /**
     * Runs it.
     *
     * @param args the class of the contract's test that opens the transports.
     * @throws Exception if anything fails.
     */
    public static void main(final String[] args) throws Exception {
        final TransportContract contract =
            Class.forName(args[0]).asSubclass(TransportContract.class).getDeclaredConstructor().newInstance();
        ipv6(contract);
        withoutLoopback(contract);
        System.out.println(SUCCESS);
    }

    private static void ipv6(final TransportContract contract) throws IOException {
        final TransportConfig config = TransportConfig.of(NetworkInterface.getByName("lo"), TransportHarness.address("::1"), PORT)
            .withRings(64, 32, 1 << 16);
        try (TransportHarness harness = new TransportHarness(contract::open, contract::idle, config)) {
            final Transport sender = harness.open();
            final Transport receiver = harness.open();
            final Transport picky = harness.open();
            final Group group = new Group(TransportHarness.address("ff15::1234"), PORT, null);
            final Group other = new Group(TransportHarness.address("ff15::4321"), PORT, null);
            receiver.join(group);
            picky.join(new Group(group.address(), group.port(), TransportHarness.address("2001:db8::9")));
            picky.join(new Group(other.address(), other.port(), TransportHarness.address("::1")));
            harness.send(sender, sender.openDestination(other), TransportHarness.number(5));
            harness.send(sender, sender.openDestination(group), TransportHarness.number(6));
            harness.send(sender, sender.openDestination(other), TransportHarness.number(7));
            final Received received = harness.awaitData(receiver, 1).get(0);
            check(received.number() == 6, "heard " + received.number());
            check(received.source().equals(contract.localAddress(sender)), "source " + received.source());
            final List<Long> heard = harness.awaitData(picky, 2).stream().map(Received::number).toList();
            check(heard.equals(List.of(5L, 7L)), "from one source " + heard);
            harness.send(receiver, receiver.openDestination(received.source()), TransportHarness.number(8));
            check(harness.awaitControl(sender, 1).get(0).number() == 8, "another reply");
        }
    }

    private static void withoutLoopback(final TransportContract contract) throws IOException {
        final NetworkInterface cable = NetworkInterface.getByName(INTERFACE);
        final TransportConfig config = TransportConfig.of(cable, TransportHarness.address(ADDRESS), PORT).withRings(64, 32, 1 << 16);
        try (TransportHarness harness = new TransportHarness(contract::open, contract::idle, config)) {
            final Transport silent = harness.open(with -> with.withReach(1, false));
            final Transport sender = harness.open();
            final Transport receiver = harness.open();
            final Group group = new Group(TransportHarness.address("239.7.7.7"), PORT, null);
            receiver.join(group);
            harness.send(silent, silent.openDestination(group), TransportHarness.number(1));
            harness.send(sender, sender.openDestination(group), TransportHarness.number(2));
            final long heard = harness.awaitData(receiver, 1).get(0).number();
            check(heard == 2, "without loopback, heard " + heard);
        }
    }

    private static void check(final boolean right, final String otherwise) {
        if (!right) {
            throw new IllegalStateException(otherwise);
        }
    }
}
