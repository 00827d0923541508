/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.umcast.EndpointException;
import io.umcast.core.transport.TransportHarness.Received;
import io.umcast.natives.Abi;
import org.junit.jupiter.api.Test;

/** What a transport over the kernel's UDP does beside what every transport does. */
abstract class UdpTransportContract extends TransportContract {
    @Test
    void hearsMoreGroupsThanASocketTakes() throws IOException {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        final int count = 45; // the kernel's default is 20 a socket
        final Group[] groups = new Group[count];
        for (int i = 0; i < count; i++) {
            groups[i] = group(100 + i, group.port());
            receiver.join(groups[i]);
        }
        for (int i = 0; i < count; i++) {
            harness.send(sender, sender.openDestination(groups[i]), number(i));
            assertEquals(i, harness.awaitData(receiver, 1).get(0).number());
        }
        for (int i = 0; i < count; i++) {
            receiver.leave(groups[i]);
        }
        receiver.join(groups[0]);
        harness.send(sender, sender.openDestination(groups[44]), number(1));
        harness.send(sender, sender.openDestination(groups[0]), number(2));
        assertEquals(2, harness.awaitData(receiver, 1).get(0).number());
    }

    @Test
    void aBusySocketDoesNotKeepTheOthersFromBeingHeard() throws IOException {
        final Transport sender = harness.open();
        final Transport receiver = harness.open(config -> config.withRings(8, 8, 1 << 16));
        final Group[] groups = new Group[21]; // one more than a socket takes by default
        for (int i = 0; i < groups.length; i++) {
            groups[i] = group(150 + i, group.port());
            receiver.join(groups[i]);
        }
        final int busy = sender.openDestination(groups[0]);
        for (int i = 0; i < 400; i++) {
            harness.send(sender, busy, number(i));
        }
        harness.send(sender, sender.openDestination(groups[20]), number(4711));
        final RxRing rx = receiver.dataRx();
        final boolean[] heard = new boolean[1];
        int before = 0;
        while (!heard[0] && before < 400) {
            receiver.poll(Abi.POLL_DATA);
            for (int record = rx.next(); record >= 0; record = rx.next()) {
                heard[0] |= Received.of(rx, record).number() == 4711;
                before++;
            }
            rx.release();
        }
        assertTrue(heard[0] && before < 100, "heard after " + before + " others");
    }

    @Test
    void cutsWhatIsLongerThanASlotAndSaysSo() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open(config -> config.withMtu(256));
        receiver.join(group);
        final int destination = sender.openDestination(group);
        final Region region = sender.allocate(4096);
        harness.claim(sender, destination, region.id(), 0, 1000, 40);
        harness.claim(sender, destination, region.id(), 0, 216, 40);
        harness.poll(sender, Abi.POLL_SEND);
        final Received cut = harness.awaitData(receiver, 1).get(0);
        assertEquals(256, cut.bytes().length);
        assertEquals(Abi.RX_TRUNCATED, cut.flags());
        final Received whole = harness.awaitData(receiver, 1).get(0);
        assertEquals(256, whole.bytes().length);
        assertEquals(0, whole.flags());
        assertEquals(1, receiver.stats().getLong(Abi.STATS_TRUNCATED));
    }

    @Test
    void aPortTakenByOneThatDoesNotShareIsNamedWithTheWayOut() throws IOException {
        try (DatagramChannel taker = DatagramChannel.open(StandardProtocolFamily.INET)) {
            taker.bind(new InetSocketAddress(0));
            final int port = ((InetSocketAddress)taker.getLocalAddress()).getPort();
            final EndpointException refused = assertThrows(EndpointException.class, () -> open(loopback(port)));
            assertEquals(98, refused.errno());
            assertMessage(refused, "bind {0.0.0.0:" + port + "}");
            assertMessage(refused, "does not share");
            assertMessage(refused, "ss -ulpn");
        }
    }

    @Test
    void anAddressOfNoInterfaceIsNamed() throws IOException {
        final TransportConfig config = TransportConfig.of(NetworkInterface.getByName("lo"), TransportHarness.address("203.0.113.9"),
            group.port());
        final EndpointException refused = assertThrows(EndpointException.class, () -> open(config));
        assertEquals(99, refused.errno());
        assertMessage(refused, "203.0.113.9");
        assertMessage(refused, "no interface of this host has that address");
    }

    @Test
    void refusesGroupsOfAnotherPortOrFamily() {
        final Transport transport = harness.open();
        final Group otherPort = new Group(group.address(), group.port() == 1 ? 2 : group.port() - 1, null);
        assertMessage(assertThrows(EndpointException.class, () -> transport.join(otherPort)), "one port");
        final Group ipv6 = new Group(TransportHarness.address("ff15::1"), group.port(), null);
        assertMessage(assertThrows(EndpointException.class, () -> transport.join(ipv6)), "family");
        assertMessage(assertThrows(EndpointException.class, () -> transport.openDestination(ipv6)), "family");
        final PeerAddress noPort = PeerAddress.of(new InetSocketAddress(TransportHarness.address("127.0.0.1"), 0));
        assertMessage(assertThrows(EndpointException.class, () -> transport.openDestination(noPort)), "port");
    }

    @Test
    void aReceiveBufferThatTheSystemCutsIsTold() {
        final Transport transport = harness.open(config -> config.withBuffers(1 << 30, 0));
        final boolean granted = transport.receiveBufferBytes() / 2 >= 1 << 30;
        assertEquals(!granted, transport.describe().contains("net.core.rmem_max"), transport.describe());
    }

    @Test
    void itsPollerThreadNeedsNoPolls() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        assertTrue(sender.startPoller(-1));
        assertTrue(sender.startPoller(-1), "a second call does nothing");
        assertTrue(receiver.startPoller(-1));
        final int destination = sender.openDestination(group);
        final RxRing rx = receiver.dataRx();
        for (int i = 0; i < 200; i++) {
            harness.put(sender, destination, number(i));
            final int[] record = {-1};
            harness.await("it comes", () -> (record[0] = rx.next()) >= 0);
            assertEquals(i, Received.of(rx, record[0]).number());
            rx.release();
        }
        receiver.join(otherGroup); // changes go on beside it
        harness.put(sender, sender.openDestination(otherGroup), number(7));
        final int[] record = {-1};
        harness.await("it comes", () -> (record[0] = rx.next()) >= 0);
        assertEquals(7, Received.of(rx, record[0]).number());
        assertEquals(0, receiver.poll(Abi.POLL_DATA));
    }

    @Test
    void twoThreadsMayPollItsTwoPartsAndAThirdMayCloseIt() throws InterruptedException {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        sender.join(group);
        final int destination = sender.openDestination(group);
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final CountDownLatch polled = new CountDownLatch(2);
        final AtomicBoolean stop = new AtomicBoolean();
        final Thread data = poller(receiver, Abi.POLL_DATA, polled, stop, failure);
        final Thread control = poller(receiver, Abi.POLL_CONTROL | Abi.POLL_SEND, polled, stop, failure);
        for (int i = 0; i < 50; i++) {
            harness.send(sender, destination, number(i));
        }
        polled.await();
        for (int i = 0; i < 20; i++) {
            receiver.join(otherGroup);
            receiver.release(receiver.allocate(4096));
            receiver.closeDestination(receiver.openDestination(group));
            receiver.leave(otherGroup);
        }
        receiver.close();
        stop.set(true);
        data.join();
        control.join();
        assertEquals(null, failure.get());
    }

    private static Thread poller(final Transport transport, final int mask, final CountDownLatch polled,
        final AtomicBoolean stop, final AtomicReference<Throwable> failure) {
        final Thread thread = new Thread(() -> {
            try {
                transport.poll(mask);
                polled.countDown();
                while (!stop.get()) {
                    transport.poll(mask);
                }
            } catch (final RuntimeException e) {
                failure.set(e);
                polled.countDown();
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void ipv6AndSilenceWithoutLoopbackWorkInANetworkOfTheirOwn() throws Exception {
        final String missing = NetworkNamespace.missing();
        assumeTrue(missing == null, missing);
        try (NetworkNamespace namespace = new NetworkNamespace()) {
            namespace.ip("link", "set", "lo", "up");
            namespace.ip("-6", "route", "add", "local", "ff00::/8", "dev", "lo", "table", "local");
            namespace.ip("link", "add", NamespaceExchange.INTERFACE, "type", "veth", "peer", "name", "peer");
            namespace.ip("address", "add", NamespaceExchange.ADDRESS + "/24", "dev", NamespaceExchange.INTERFACE);
            namespace.ip("link", "set", "peer", "up");
            namespace.ip("link", "set", NamespaceExchange.INTERFACE, "up");
            final String output = namespace.java(NamespaceExchange.class, getClass().getName());
            assertTrue(output.contains(NamespaceExchange.SUCCESS), output);
        }
    }
}
