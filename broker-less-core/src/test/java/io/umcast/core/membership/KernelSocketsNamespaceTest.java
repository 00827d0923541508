/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.umcast.core.transport.NetworkNamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** IPv4, IPv6 and sources on an interface of a network namespace, where nobody else joins anything. */
@Timeout(120)
class KernelSocketsNamespaceTest {
    /** Joins in the namespace, prints what the kernel holds, leaves, and prints again. */
    static final class Program {
        private Program() {
        }

        public static void main(final String[] args) throws IOException {
            final NetworkInterface v0 = NetworkInterface.getByName("v0");
            final InetAddress source = InetAddress.getByName("fd00::2");
            final InetAddress source4 = InetAddress.getByName("10.1.0.2");
            try (KernelSockets sockets = new KernelSockets()) {
                sockets.join(v0, InetAddress.getByName("239.1.2.3"), null);
                sockets.join(v0, InetAddress.getByName("239.1.2.4"), source4);
                for (int i = 1; i <= 100; i++) {
                    sockets.join(v0, InetAddress.getByName("ff15::1:" + Integer.toHexString(i)), null);
                }
                sockets.join(v0, InetAddress.getByName("ff35::99"), source);
                print("joined");
                System.out.println("bound " + Files.readAllLines(Path.of("/proc/net/udp")).size() + " " +
                    Files.readAllLines(Path.of("/proc/net/udp6")).size());
                sockets.leave(v0, InetAddress.getByName("239.1.2.4"), source4);
                sockets.leave(v0, InetAddress.getByName("ff35::99"), source);
                print("left");
            }
            print("closed");
        }

        private static void print(final String when) throws IOException {
            for (final String file : List.of("igmp", "igmp6", "mcfilter", "mcfilter6")) {
                Files.readAllLines(Path.of("/proc/net", file)).forEach(line -> System.out.println(when + " " + file + " " + line));
            }
        }
    }

    private static List<String> lines(final List<String> all, final String prefix, final String part) {
        return all.stream().filter(line -> line.startsWith(prefix + " ") && line.contains(part)).toList();
    }

    @Test
    void announcesBothFamiliesAndSourcesAndNothingElse() throws Exception {
        final String missing = NetworkNamespace.missing();
        assumeTrue(missing == null, missing);
        try (NetworkNamespace namespace = new NetworkNamespace()) {
            namespace.ip("link", "set", "lo", "up");
            namespace.ip("link", "add", "v0", "type", "veth", "peer", "name", "v1");
            namespace.ip("address", "add", "10.1.0.1/24", "dev", "v0");
            namespace.ip("address", "add", "fd00::1/64", "dev", "v0", "nodad");
            namespace.ip("link", "set", "v0", "up");
            namespace.ip("link", "set", "v1", "up");
            final Process process = namespace.start(Program.class);
            final List<String> all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertEquals(0, process.waitFor());
            assertEquals(1, lines(all, "joined igmp", "030201EF").size());
            assertEquals(100, lines(all, "joined igmp6", "ff1500000000000000000000000100").size());
            assertEquals(1, lines(all, "joined mcfilter", "0xef010204 0x0a010002").size(), all::toString);
            assertEquals(1, lines(all, "joined mcfilter6", "ff350000000000000000000000000099 fd000000000000000000000000000002").size());
            assertEquals(List.of("bound 1 1"), lines(all, "bound", ""), "headings only: no socket is bound");
            assertEquals(List.of(), lines(all, "left mcfilter6", "ff350000000000000000"));
            assertEquals(List.of(), lines(all, "left mcfilter", "0xef010204"));
            assertEquals(1, lines(all, "left igmp", "030201EF").size());
            assertEquals(List.of(), lines(all, "closed igmp", "030201EF"));
            assertEquals(List.of(), lines(all, "closed igmp6", "ff150000000000000000"));
        }
    }
}
