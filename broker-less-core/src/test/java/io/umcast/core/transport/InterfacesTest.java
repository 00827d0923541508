/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;

import io.umcast.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterfacesTest {
    private final InetAddress group = TransportHarness.address("239.1.2.3");

    @ParameterizedTest
    @ValueSource(strings = {"lo", "127.0.0.1", "127.0.0.0/8", "127.255.0.0/8", "127.0.0.1/32"})
    void findsTheLoopbackInterface(final String text) {
        final Interfaces.Choice choice = Interfaces.resolve(text, group);
        assertEquals("lo", choice.networkInterface().getName());
        assertEquals(TransportHarness.address("127.0.0.1"), choice.address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuch0", "203.0.113.7", "203.0.113.0/24", "127.0.0.2/32", "1.2.3", "999.1.1.1", "", "/",
        "2001:db8::1"})
    void tellsWhatThereIsWhenItFindsNone(final String text) {
        final ConfigException refused = assertThrows(ConfigException.class, () -> Interfaces.resolve(text, group));
        assertTrue(refused.getMessage().contains("interface"), refused.getMessage());
        assertTrue(refused.getMessage().contains("127.0.0.1"), refused.getMessage());
        assertTrue(refused.getMessage().contains("lo ("), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.0/33", "127.0.0.0/-1", "127.0.0.0/x", "127.0.0.0/"})
    void refusesANetworkOfAnImpossibleLength(final String text) {
        final ConfigException refused = assertThrows(ConfigException.class, () -> Interfaces.resolve(text, group));
        assertTrue(refused.getMessage().contains("0 to 32"), refused.getMessage());
    }

    @Test
    void loopbackTakesDatagramsOfEightKilobytes() throws Exception {
        assertEquals(8192, Interfaces.mtu(NetworkInterface.getByName("lo"), group));
    }

    @Test
    void anMtuIsAMultipleOfEightThatFitsThePacket() throws Exception {
        for (final NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            final int mtu = Interfaces.mtu(each, group);
            assertEquals(0, mtu % 8);
            assertTrue(mtu <= 8192 && mtu + 28 <= each.getMTU(), each.getName() + ": " + mtu);
        }
    }
}
