/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** How groups are joined in these tests: by which implementation, and with which of the two IPs. */
enum UdpPath {
    NATIVE_IPV4("on", false), JAVA_IPV4("off", false), NATIVE_IPV6("on", true), JAVA_IPV6("off", true);

    private final String nativeOption;
    private final boolean ipv6;

    UdpPath(final String nativeOption, final boolean ipv6) {
        this.nativeOption = nativeOption;
        this.ipv6 = ipv6;
    }

    boolean ipv6() {
        return ipv6;
    }

    /** Whether the kernel has what it takes. */
    boolean isThere() {
        return !ipv6 || HostNetwork.hasIpv6();
    }

    /** A group that only tests of one path use. */
    String group(final int number) {
        return group(number, 0);
    }

    /** One of the hundred groups that begin there. */
    String group(final int number, final int offset) {
        final int last = (ordinal() & 1) * 100 + offset + 1;
        return ipv6 ? "ff15::" + Integer.toHexString(0x100 * number + last) : "239.192." + number + "." + last;
    }

    /** The same, of the range that routers keep for source-specific groups (RFC 4607). */
    String sourceSpecificGroup(final int number) {
        return ipv6 ? "ff35::8000:" + Integer.toHexString(0x100 * number + ordinal()) : "232.1." + number + "." + (ordinal() + 1);
    }

    /** The address of a host of a {@link HostNetwork}. */
    String address(final int host) {
        return ipv6 ? HostNetwork.address6(host) : HostNetwork.address(host);
    }

    /** A connection of a host of a {@link HostNetwork}; skips the test where the kernel has no such IP. */
    String uri(final int host, final String group) {
        assumeTrue(isThere(), "the kernel has no IPv6 (CONFIG_IPV6)");
        return "udp:interface=" + address(host) + "&native=" + nativeOption + "&linger=100ms&group=" + group;
    }
}
