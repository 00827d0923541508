/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** The view of this very machine. */
class KernelViewTest {
    private final KernelView view = new KernelView(Path.of("/"), ByteOrder.nativeOrder(), 0xFFFF, 2);

    @Test
    void countsMembershipsOfSocketsAndFindsWhoIsBound() throws Exception {
        final NetworkInterface lo = NetworkInterface.getByName("lo");
        final InetAddress group = InetAddress.getByName("239.255.251." + (1 + ProcessHandle.current().pid() % 250));
        assertEquals(0, view.look("lo").users(group));
        try (DatagramChannel one = DatagramChannel.open(StandardProtocolFamily.INET);
            DatagramChannel two = DatagramChannel.open(StandardProtocolFamily.INET)) {
            one.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            one.bind(new InetSocketAddress("0.0.0.0", 0));
            one.join(group, lo);
            final int port = ((InetSocketAddress)one.getLocalAddress()).getPort();
            assertEquals(1, view.look("lo").users(group));
            assertEquals("this process has a socket bound to port " + port, view.suspects(group, port));
            two.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            two.bind(new InetSocketAddress(group, port));
            two.join(group, lo);
            assertEquals(2, view.look("lo").users(group));
            assertEquals(java.util.Set.of("this process has a socket bound to port " + port,
                "this process has a socket bound to the group"), java.util.Set.of(view.suspects(group, port).split("; ")));
        }
        assertEquals(0, view.look("lo").users(group));
    }

    @Test
    void doesNotSuspectTheSocketsThatAnnounceGroups() throws Exception {
        final InetAddress group = InetAddress.getByName("239.255.252." + (1 + ProcessHandle.current().pid() % 250));
        try (KernelSockets sockets = new KernelSockets()) {
            sockets.join(NetworkInterface.getByName("lo"), group, null);
            assertEquals(1, view.look("lo").users(group));
            assertEquals("", view.suspects(group, 0));
        }
    }

    @Test
    void knowsWhatItCannotKnow() {
        assertEquals(KernelWatch.Hearing.UNKNOWN, view.look("lo").hearing(InetAddress.getLoopbackAddress()));
        assertFalse(view.look("lo").isLeftToUs());
    }
}
