/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;

/** Whether a datagram to a group comes back to this host. */
final class MulticastProbe {
    private static final int WAIT_MS = 3_000;

    private MulticastProbe() {
    }

    static String failure(final String name) {
        final SecureRandom random = new SecureRandom();
        try {
            final NetworkInterface by = NetworkInterface.getByName(name);
            if (by == null || by.inetAddresses().noneMatch(Inet4Address.class::isInstance)) {
                return name + " has no IPv4 address";
            }
            final InetAddress group =
                InetAddress.getByAddress(new byte[] {(byte)239, (byte)255, (byte)random.nextInt(), (byte)(1 + random.nextInt(254))});
            return exchange(by, group, random.nextLong());
        } catch (final IOException | UnsupportedOperationException e) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    private static String exchange(final NetworkInterface by, final InetAddress group, final long token) throws IOException {
        try (DatagramChannel receiver = DatagramChannel.open(StandardProtocolFamily.INET);
             DatagramChannel sender = DatagramChannel.open(StandardProtocolFamily.INET); Selector selector = Selector.open()) {
            receiver.bind(new InetSocketAddress(group, 0));
            final int port = ((InetSocketAddress)receiver.getLocalAddress()).getPort();
            receiver.join(group, by);
            receiver.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, by);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 0); // stays on this host
            sender.send(ByteBuffer.allocate(Long.BYTES).putLong(0, token), new InetSocketAddress(group, port));
            final ByteBuffer received = ByteBuffer.allocate(64);
            final long deadline = System.nanoTime() + WAIT_MS * 1_000_000L;
            for (long left = WAIT_MS; left > 0; left = (deadline - System.nanoTime()) / 1_000_000L) {
                selector.select(left);
                selector.selectedKeys().clear();
                if (receiver.receive(received.clear()) != null && received.position() == Long.BYTES && received.getLong(0) == token) {
                    return "";
                }
            }
            return "a datagram to " + group.getHostAddress() + " did not come back within " + WAIT_MS + " ms";
        }
    }
}
