/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** Real sockets on lo, seen in /proc/net/igmp. */
class KernelSocketsTest {
    /** Groups that nothing else joins: this process's own block of 239.255. */
    private static final int BLOCK = (int)(ProcessHandle.current().pid() % 250);

    private static InetAddress group(final int number) throws Exception {
        return InetAddress.getByAddress(new byte[] {(byte)239, (byte)255, (byte)BLOCK, (byte)number});
    }

    /** Whether the kernel holds it on lo. */
    private static boolean isHeld(final int number) throws Exception {
        final String line = String.format("%02X%02X%02X%02X", number, BLOCK, 255, 239); // as a little-endian machine prints it
        return Files.readString(Path.of("/proc/net/igmp")).contains(line);
    }

    /** By one large read: a file of /proc/sys gives all it has to the first. */
    private static int limit(final String name) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("/proc/sys/net/ipv4", name))) {
            return Integer.parseInt(new String(in.readNBytes(64), StandardCharsets.US_ASCII).strip());
        }
    }

    @Test
    void joinsAndLeavesAtTheKernel() throws Exception {
        final NetworkInterface lo = NetworkInterface.getByName("lo");
        try (KernelSockets sockets = new KernelSockets()) {
            assertFalse(isHeld(1));
            sockets.join(lo, group(1), null);
            sockets.join(lo, group(1), null);
            assertTrue(isHeld(1));
            sockets.leave(lo, group(1), null);
            assertFalse(isHeld(1));
            sockets.leave(lo, group(1), null);
            assertEquals(0, sockets.sockets());
        }
    }

    @Test
    void spreadsOverSocketsAsTheLimitOfMembershipsWants() throws Exception {
        final NetworkInterface lo = NetworkInterface.getByName("lo");
        final int limit = limit("igmp_max_memberships");
        final int groups = 100;
        try (KernelSockets sockets = new KernelSockets()) {
            for (int i = 1; i <= groups; i++) {
                sockets.join(lo, group(100 + i), null);
            }
            assertEquals((groups + limit - 1) / limit, sockets.sockets());
            for (int i = 1; i <= groups; i++) {
                assertTrue(isHeld(100 + i), "group " + i);
            }
        }
        assertFalse(isHeld(101));
    }

    @Test
    void spreadsSourcesOverSocketsAsTheLimitOfFiltersWants() throws Exception {
        final NetworkInterface lo = NetworkInterface.getByName("lo");
        final int limit = limit("igmp_max_msf");
        try (KernelSockets sockets = new KernelSockets()) {
            for (int i = 1; i <= limit + 1; i++) {
                sockets.join(lo, group(2), InetAddress.getByAddress(new byte[] {10, 0, 0, (byte)i}));
            }
            assertEquals(2, sockets.sockets());
            sockets.leave(lo, group(2), InetAddress.getByAddress(new byte[] {10, 0, 0, 1}));
            assertTrue(isHeld(2));
        }
        assertFalse(isHeld(2));
    }

    /** Of IPv6 groups a socket takes as many as it may allocate memory for: thousands. */
    @Test
    void takesAnotherSocketWhenOneMayNotAllocateMore() throws Exception {
        final NetworkInterface lo = NetworkInterface.getByName("lo");
        assumeTrue(Files.isReadable(Path.of("/proc/net/igmp6")), "the kernel has no IPv6");
        final int most = 20_000;
        try (KernelSockets sockets = new KernelSockets()) {
            int groups = 0;
            while (sockets.sockets() < 2 && groups < most) {
                groups++;
                sockets.join(lo, InetAddress.getByName(String.format("ff15::%x:%x", BLOCK, groups)), null);
            }
            assertEquals(2, sockets.sockets(), () -> "net.core.optmem_max lets a socket join " + most + " groups");
        }
    }

    @Test
    void leavesAllWhenItIsClosed() throws Exception {
        final NetworkInterface lo = NetworkInterface.getByName("lo");
        final KernelSockets sockets = new KernelSockets();
        sockets.join(lo, group(3), null);
        assertTrue(isHeld(3));
        sockets.close();
        assertFalse(isHeld(3));
    }
}
