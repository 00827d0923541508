/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import io.umcast.ConfigException;
import io.umcast.config.PortSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MgidTest {
    static List<String> vectors() throws IOException {
        try (InputStream stream = MgidTest.class.getResourceAsStream("mgid-vectors.tsv")) {
            return new String(stream.readAllBytes(), UTF_8).lines().skip(1).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isWhatTheKernelDerives(final String row) throws UnknownHostException {
        final String[] columns = row.split("\t", -1);
        final InetAddress group = InetAddress.getByName(columns[0]);
        final int pkey = Integer.decode(columns[1]);
        final int scope = Integer.decode(columns[2]);
        check(columns[3], group, pkey, scope, PortSpace.IPOIB, LinkType.IB);
        check(columns[4], group, pkey, scope, PortSpace.UDP, LinkType.IB);
        check(columns[5], group, pkey, scope, PortSpace.UDP, LinkType.ROCE1);
        check(columns[6], group, pkey, scope, PortSpace.UDP, LinkType.ROCE2);
    }

    @Test
    void everyVectorIsThere() throws IOException {
        assertEquals(16, vectors().size());
    }

    @Test
    void aLimitedMemberDerivesTheFullMembersMgid() throws UnknownHostException {
        final InetAddress group = InetAddress.getByName("239.1.2.3");
        assertEquals(mgid(group, 0x8001), mgid(group, 0x0001));
        assertEquals(mgid(group, 0xFFFF), mgid(group, 0x7FFF));
        assertNotEquals(mgid(group, 0x8001), mgid(group, 0x8002));
    }

    @Test
    void theZeroAddressLetsTheSubnetManagerChoose() throws UnknownHostException {
        final InetAddress zero = InetAddress.getByName("0.0.0.0");
        assertEquals("0000:0000:0000:0000:0000:0000:0000:0000", Mgid.of(zero, 0xFFFF, 2, PortSpace.UDP, LinkType.IB).toString());
        assertEquals(Mgid.of(zero, 0xFFFF, 2, PortSpace.UDP, LinkType.IB),
            Mgid.of(InetAddress.getByName("::"), 0xFFFF, 2, PortSpace.UDP, LinkType.IB));
        assertThrows(ConfigException.class, () -> Mgid.of(zero, 0xFFFF, 2, PortSpace.UDP, LinkType.ROCE2));
    }

    @Test
    void refusesWhatIsNoGroup() throws UnknownHostException {
        final InetAddress group = InetAddress.getByName("239.1.2.3");
        final InetAddress host = InetAddress.getByName("10.1.2.3");
        assertThrows(ConfigException.class, () -> Mgid.of(host, 0xFFFF, 2, PortSpace.UDP, LinkType.IB));
        assertThrows(ConfigException.class, () -> Mgid.of(group, 0, 2, PortSpace.UDP, LinkType.IB));
        assertThrows(ConfigException.class, () -> Mgid.of(group, 0x10000, 2, PortSpace.UDP, LinkType.IB));
        assertThrows(ConfigException.class, () -> Mgid.of(group, 0xFFFF, 16, PortSpace.UDP, LinkType.IB));
        assertThrows(ConfigException.class, () -> Mgid.of(group, 0xFFFF, 2, PortSpace.IPOIB, LinkType.ROCE2));
    }

    @Test
    void bytesAreACopy() throws UnknownHostException {
        final Mgid mgid = Mgid.of(InetAddress.getByName("239.1.2.3"), 0xFFFF, 2, PortSpace.UDP, LinkType.IB);
        mgid.bytes()[0] = 0;
        assertEquals((byte)0xFF, mgid.bytes()[0]);
    }

    private static Mgid mgid(final InetAddress group, final int pkey) {
        return Mgid.of(group, pkey, 2, PortSpace.UDP, LinkType.IB);
    }

    private static void check(final String expected, final InetAddress group, final int pkey, final int scope,
        final PortSpace portSpace, final LinkType link) {
        if ("ENOTSUPP".equals(expected)) {
            final ConfigException refusal =
                assertThrows(ConfigException.class, () -> Mgid.of(group, pkey, scope, portSpace, link));
            assertTrue(refusal.getMessage().contains("ENOTSUPP"), refusal.getMessage());
        } else {
            assertEquals(expected, Mgid.of(group, pkey, scope, portSpace, link).toString());
        }
    }
}
