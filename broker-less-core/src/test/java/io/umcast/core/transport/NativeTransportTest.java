/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.TimeUnit;

import io.umcast.natives.NativeLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NativeTransportTest extends UdpTransportContract {
    @Override
    protected Transport open(final TransportConfig config) {
        assumeTrue(NativeLibrary.available(), () -> "without the native library: " + NativeLibrary.reason());
        return NativeTransport.open(config);
    }

    @Override
    protected PeerAddress localAddress(final Transport transport) {
        return ((NativeTransport)transport).localAddress();
    }

    @Test
    void sleepsUntilADatagramComesOrItIsWoken() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        assertTrue(receiver.canAwait());
        harness.send(sender, sender.openDestination(group), new byte[] {1});
        assertTrue(receiver.await(TimeUnit.HOURS.toNanos(1)));
        assertEquals(1, harness.awaitData(receiver, 1).size());
        receiver.wake();
        assertTrue(receiver.await(TimeUnit.HOURS.toNanos(1)));
    }

    @Test
    void doesNotSleepWhereAThreadOfItsOwnPolls() {
        final Transport receiver = harness.open();
        receiver.startPoller(-1);
        assertFalse(receiver.canAwait());
    }
}
