/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.umcast.EndpointException;
import io.umcast.natives.Abi;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is the C poller's own: offload, its thread, its memory, the words of its errors. */
@Timeout(180)
class NativeTransportSmokeTest {
    private static final int ALL = Abi.POLL_SEND | Abi.POLL_DATA | Abi.POLL_CONTROL;

    @Test
    void carriesHeaderAndRangeToAGroup() throws IOException {
        try (NativeTransport transport = open(config())) {
            final Group group = group(transport);
            final Region region = transport.allocate(1 << 16);
            region.buffer().putStringWithoutLengthAscii(4096, "range");
            transport.join(group);
            final int destination = transport.openDestination(group);
            final int header = transport.tx().claim(destination, region.id(), 4096, 5, 8);
            transport.tx().buffer().putLong(header, 0x4847464544434241L);
            transport.tx().commit();
            final RxRing rx = transport.dataRx();
            final int descriptor = await(transport, rx);
            final DirectBuffer ring = rx.buffer();
            assertEquals(13, ring.getInt(descriptor + Abi.RX_LENGTH));
            assertEquals("ABCDEFGHrange", rx.slots().getStringWithoutLengthAscii(ring.getInt(descriptor + Abi.RX_OFFSET), 13));
            assertEquals(transport.localAddress(), PeerAddress.read(ring, descriptor));
            rx.release();
            assertEquals(transport.tx().submitted(), transport.tx().completed());
            assertEquals(1, transport.stats().getLong(Abi.STATS_SENT_DATAGRAMS));
            assertEquals(13, transport.stats().getLong(Abi.STATS_RECEIVED_BYTES));
        }
    }

    @Test
    void sendsEqualDatagramsAsOne() throws IOException {
        try (NativeTransport transport = open(config().withMtu(8192))) {
            final Region region = transport.allocate(1 << 20);
            final int destination = transport.openDestination(transport.localAddress());
            for (int i = 0; i < 70; i++) {
                region.buffer().putInt(i * 8192, i);
                transport.tx().claim(destination, region.id(), i * 8192L, 8192 - 40, 40);
                transport.tx().commit();
            }
            for (int i = 0; i < 70; i++) {
                final int descriptor = await(transport, transport.controlRx());
                final int offset = transport.controlRx().buffer().getInt(descriptor + Abi.RX_OFFSET);
                assertEquals(i, transport.controlRx().slots().getInt(offset + 40));
                transport.controlRx().release();
            }
            assertEquals(10, transport.stats().getLong(Abi.STATS_GSO_CALLS));
        }
    }

    @Test
    void itsOwnThreadPollsAlone() throws IOException {
        try (NativeTransport transport = open(config())) {
            final int destination = transport.openDestination(transport.localAddress());
            assertTrue(transport.startPoller(-1));
            for (int i = 0; i < 1000; i++) {
                final int header = transport.tx().claim(destination, 0, 0, 0, 8);
                transport.tx().buffer().putLong(header, i);
                transport.tx().commit();
                assertEquals(0, transport.poll(ALL));
                final int descriptor = await(transport, transport.controlRx());
                final int offset = transport.controlRx().buffer().getInt(descriptor + Abi.RX_OFFSET);
                assertEquals(i, transport.controlRx().slots().getLong(offset));
                transport.controlRx().release();
            }
        }
    }

    @Test
    void aThreadOnAProcessorThatIsNotThereIsRefused() throws IOException {
        try (NativeTransport transport = open(config())) {
            final EndpointException refused = assertThrows(EndpointException.class, () -> transport.startPoller(1023));
            assertTrue(refused.getMessage().contains("taskset"), refused.getMessage());
        }
    }

    @Test
    void memoryStaysReadableAfterClose() throws IOException {
        final NativeTransport transport = open(config());
        final Region region = transport.allocate(100);
        final UnsafeBuffer stats = transport.stats();
        region.buffer().putLong(92, 42);
        transport.close();
        transport.close();
        assertEquals(42, region.buffer().getLong(92));
        assertEquals(100, region.buffer().capacity());
        assertEquals(0, stats.getLong(Abi.STATS_SENT_DATAGRAMS));
        assertEquals(0, transport.poll(ALL));
        assertThrows(EndpointException.class, () -> transport.allocate(100));
        assertThrows(EndpointException.class, () -> transport.join(group(transport)));
        assertThrows(EndpointException.class, () -> transport.openDestination(transport.localAddress()));
        assertThrows(EndpointException.class, () -> transport.startPoller(-1));
        transport.release(region);
        transport.closeDestination(1);
    }

    @Test
    void aSecondThreadsPollIsRefusedNotCrashed() throws IOException, InterruptedException {
        try (NativeTransport transport = open(config())) {
            final AtomicBoolean stop = new AtomicBoolean();
            final AtomicReference<Throwable> other = new AtomicReference<>();
            final Thread thread = new Thread(() -> other.set(pollUntilRefused(transport, stop)));
            thread.start();
            final Throwable mine = pollUntilRefused(transport, stop);
            thread.join();
            final Throwable refused = mine == null ? other.get() : mine;
            assertTrue(refused.getMessage().contains("another thread polls"), refused.getMessage());
        }
    }

    private static Throwable pollUntilRefused(final NativeTransport transport, final AtomicBoolean stop) {
        try {
            while (!stop.get()) {
                transport.poll(ALL);
            }
            return null;
        } catch (final IllegalStateException e) {
            stop.set(true);
            return e;
        }
    }

    @Test
    void aPortThatIsNotSharedIsNamedWithTheWayOut() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(null)) {
            taken.setReuseAddress(false);
            taken.bind(new InetSocketAddress(0));
            final TransportConfig config = TransportConfig.of(NetworkInterface.getByName("lo"), loopback(), taken.getLocalPort());
            final EndpointException refused = assertThrows(EndpointException.class, () -> NativeTransport.open(config));
            assertEquals(98, refused.errno());
            assertTrue(refused.call().startsWith("bind {0.0.0.0:" + taken.getLocalPort() + "}"), refused.call());
            assertTrue(refused.getMessage().contains("Address already in use"), refused.getMessage());
            assertTrue(refused.getMessage().contains("ss -ulpn"), refused.getMessage());
        }
    }

    @Test
    void describesItselfInOneLine() throws IOException {
        try (NativeTransport transport = open(config())) {
            assertTrue(transport.describe().startsWith("udp (native) interface=lo port="), transport.describe());
            assertFalse(transport.describe().contains("\n"));
            assertEquals(1408, transport.mtu());
            assertTrue(transport.receiveBufferBytes() > 0);
        }
    }

    private static int await(final NativeTransport transport, final RxRing rx) {
        int descriptor = rx.next();
        while (descriptor < 0) {
            transport.poll(ALL);
            Thread.yield(); // to what is waited for, where it has but one core
            descriptor = rx.next();
        }
        return descriptor;
    }

    private static NativeTransport open(final TransportConfig config) {
        return NativeTransport.open(config);
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static TransportConfig config() throws IOException {
        return TransportConfig.of(NetworkInterface.getByName("lo"), loopback(), TestPorts.next());
    }

    private static Group group(final NativeTransport transport) throws IOException {
        final java.util.regex.Matcher port = java.util.regex.Pattern.compile("port=(\\d+)").matcher(transport.describe());
        assertTrue(port.find());
        return new Group(InetAddress.getByAddress(new byte[] {(byte)239, 7, 7, 7}), Integer.parseInt(port.group(1)), null);
    }
}
