/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

import io.umcast.EndpointException;
import io.umcast.core.transport.TransportHarness.Received;
import io.umcast.natives.Abi;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every transport does, whatever it sends by. */
abstract class TransportContract {
    protected static final int MTU = 1408;
    private static final int ALL = Abi.POLL_SEND | Abi.POLL_DATA | Abi.POLL_CONTROL;

    protected TransportHarness harness;
    protected Group group;
    protected Group otherGroup;

    /** Opens one more transport of the same network. */
    protected abstract Transport open(TransportConfig config);

    /** Where a transport's datagrams come from. */
    protected abstract PeerAddress localAddress(Transport transport);

    /** Lets what is under way arrive, if nothing else does. */
    protected void idle() {
        Thread.yield(); // to what is waited for, where it has but one core
    }

    protected static TransportConfig loopback(final int port) {
        try {
            return TransportConfig.of(NetworkInterface.getByName("lo"), TransportHarness.address("127.0.0.1"), port)
                .withMtu(MTU).withRings(64, 32, 1 << 16);
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void prepare() throws Exception {
        final int port = TestPorts.next(); // other test runs on this host share neither the port nor the groups
        group = group(200, port);
        otherGroup = group(201, port);
        harness = new TransportHarness(this::open, this::idle, loopback(port));
    }

    /** A group of this process. */
    protected static Group group(final int number, final int port) throws IOException {
        final long pid = ProcessHandle.current().pid();
        return new Group(InetAddress.getByAddress(new byte[] {(byte)239, (byte)number, (byte)(pid >> 8), (byte)pid}), port, null);
    }

    @AfterEach
    void closeAll() {
        harness.close();
    }

    @Test
    void deliversADatagramThatIsAllHeader() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        harness.send(sender, sender.openDestination(group), "header alone".getBytes(StandardCharsets.US_ASCII));
        final Received received = harness.awaitData(receiver, 1).get(0);
        assertEquals("header alone", received.text());
        assertEquals(localAddress(sender), received.source());
        assertEquals(0, received.flags());
    }

    @Test
    void deliversAHeaderAndARangeOfARegionByteForByte() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        final int destination = sender.openDestination(group);
        final Region region = sender.allocate(8192);
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 8192; i++) {
            region.buffer().putByte(i, (byte)random.nextInt());
        }
        final int[][] headersAndRanges = {{40, 0, 8}, {40, 4000, MTU - 40}, {0, 8184, 8}, {1, 13, 99}, {24, 8192 - 160, 160}};
        for (final int[] shape : headersAndRanges) {
            final byte[] expected = new byte[shape[0] + shape[2]];
            for (int i = 0; i < shape[0]; i++) {
                expected[i] = (byte)(i + 1);
            }
            region.buffer().getBytes(shape[1], expected, shape[0], shape[2]);
            harness.claim(sender, destination, region.id(), shape[1], shape[2], shape[0]);
            harness.poll(sender, Abi.POLL_SEND);
            assertArrayEquals(expected, harness.awaitData(receiver, 1).get(0).bytes());
        }
    }

    @Test
    void deliversInOrderWhatOneTransportSends() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        final int destination = sender.openDestination(group);
        for (int i = 0; i < 500; i++) {
            harness.send(sender, destination, number(i));
            if (i % 20 == 19) {
                final List<Received> received = harness.awaitData(receiver, 20);
                for (int j = 0; j < 20; j++) {
                    assertEquals(i - 19 + j, received.get(j).number());
                }
            }
        }
        assertEquals(500, sender.stats().getLong(Abi.STATS_SENT_DATAGRAMS));
        assertEquals(500 * 8, sender.stats().getLong(Abi.STATS_SENT_BYTES));
        assertEquals(500, receiver.stats().getLong(Abi.STATS_RECEIVED_DATAGRAMS));
        assertEquals(500 * 8, receiver.stats().getLong(Abi.STATS_RECEIVED_BYTES));
        assertTrue(sender.stats().getLong(Abi.STATS_SEND_CALLS) > 0);
        assertTrue(receiver.stats().getLong(Abi.STATS_RECEIVE_CALLS) > 0);
        assertTrue(receiver.stats().getLong(Abi.STATS_POLLS) > 0);
        assertEquals(0, sender.stats().getLong(Abi.STATS_SEND_ERRORS));
    }

    @Test
    void everyMemberOfAGroupHearsIt() {
        final Transport sender = harness.open();
        final Transport one = harness.open();
        final Transport other = harness.open();
        one.join(group);
        other.join(group);
        sender.join(group);
        harness.send(sender, sender.openDestination(group), number(1));
        assertEquals(1, harness.awaitData(one, 1).get(0).number());
        assertEquals(1, harness.awaitData(other, 1).get(0).number());
        assertEquals(1, harness.awaitData(sender, 1).get(0).number());
    }

    @Test
    void hearsOnlyTheGroupsThatItHasJoined() {
        final Transport sender = harness.open();
        final Transport one = harness.open();
        final Transport other = harness.open();
        one.join(group);
        other.join(otherGroup);
        final int toGroup = sender.openDestination(group);
        final int toOther = sender.openDestination(otherGroup);
        for (int i = 0; i < 5; i++) {
            harness.send(sender, toGroup, number(i));
            harness.send(sender, toOther, number(100 + i));
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(i, harness.awaitData(one, 1).get(0).number());
            assertEquals(100 + i, harness.awaitData(other, 1).get(0).number());
        }
        assertEquals(0, harness.takeData(one).size());
    }

    @Test
    void aReplyToTheObservedSourceReachesOnlyThatTransport() {
        final Transport publisher = harness.open();
        final Transport receiver = harness.open();
        final Transport bystander = harness.open();
        receiver.join(group);
        bystander.join(group);
        harness.send(publisher, publisher.openDestination(group), number(1));
        final PeerAddress source = harness.awaitData(receiver, 1).get(0).source();
        harness.send(receiver, receiver.openDestination(source), number(2));
        final Received reply = harness.awaitControl(publisher, 1).get(0);
        assertEquals(2, reply.number());
        assertEquals(localAddress(receiver), reply.source());
        harness.poll(bystander, ALL);
        harness.poll(receiver, ALL);
        assertEquals(0, harness.takeControl(bystander).size());
        assertEquals(0, harness.takeControl(receiver).size());
        assertEquals(0, harness.takeData(publisher).size());
    }

    @Test
    void aSourceSpecificJoinHearsThatSourceOnly() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        final InetAddress source = localAddress(sender).toSocketAddress().getAddress();
        receiver.join(new Group(group.address(), group.port(), TransportHarness.address("127.0.0.99")));
        receiver.join(new Group(otherGroup.address(), otherGroup.port(), source));
        harness.send(sender, sender.openDestination(group), number(1));
        harness.send(sender, sender.openDestination(otherGroup), number(2));
        assertEquals(List.of(2L), harness.awaitData(receiver, 1).stream().map(Received::number).toList());
    }

    @Test
    void leavingAGroupEndsIt() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        receiver.join(otherGroup);
        final int toGroup = sender.openDestination(group);
        harness.send(sender, toGroup, number(1));
        assertEquals(1, harness.awaitData(receiver, 1).get(0).number());
        receiver.leave(group);
        harness.send(sender, toGroup, number(2));
        harness.send(sender, sender.openDestination(otherGroup), number(3));
        assertEquals(3, harness.awaitData(receiver, 1).get(0).number());
        receiver.join(group);
        harness.send(sender, toGroup, number(4));
        assertEquals(4, harness.awaitData(receiver, 1).get(0).number());
    }

    @Test
    void refusesToJoinTwiceOrToLeaveWhatItHasNotJoined() {
        final Transport transport = harness.open();
        transport.join(group);
        assertMessage(assertThrows(EndpointException.class, () -> transport.join(group)), "joined already");
        transport.leave(group);
        assertMessage(assertThrows(EndpointException.class, () -> transport.leave(group)), "not joined");
        transport.join(group);
    }

    @Test
    void losesNothingThatTheNetworkHoldsWhileItsSlotsAreTaken() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open(config -> config.withRings(8, 8, 1 << 16));
        receiver.join(group);
        final int destination = sender.openDestination(group);
        for (int i = 0; i < 40; i++) {
            harness.send(sender, destination, number(i));
        }
        final RxRing rx = receiver.dataRx();
        harness.await("seven of eight slots are taken", () -> {
            receiver.poll(Abi.POLL_DATA);
            return receiver.stats().getLong(Abi.STATS_RECEIVED_DATAGRAMS) == 7 &&
                receiver.stats().getLong(Abi.STATS_NO_SLOT) > 0;
        });
        long expected = 0;
        for (int record = rx.next(); record >= 0; record = rx.next()) {
            receiver.poll(Abi.POLL_DATA); // what is held is not written over
            assertEquals(expected++, Received.of(rx, record).number());
        }
        assertEquals(7, expected);
        rx.release();
        while (expected < 40) {
            assertEquals(expected++, harness.awaitData(receiver, 1).get(0).number());
        }
        assertEquals(0, receiver.stats().getLong(Abi.STATS_KERNEL_DROPS));
    }

    @Test
    void aFullTxRingRefusesUntilItIsPolled() {
        final Transport sender = harness.open(config -> config.withRings(8, 8, 4096));
        final int destination = sender.openDestination(group);
        int claimed = 0;
        while (harness.claim(sender, destination, 0, 0, 0, 40) != TxRing.FULL) {
            claimed++;
        }
        assertTrue(claimed > 40, "claimed " + claimed);
        final long submitted = sender.tx().submitted();
        assertTrue(sender.tx().completed() < submitted);
        harness.await("all is sent", () -> {
            sender.poll(Abi.POLL_SEND);
            return sender.tx().completed() == submitted;
        });
        assertEquals(claimed, sender.stats().getLong(Abi.STATS_SENT_DATAGRAMS));
        assertNotEquals(TxRing.FULL, harness.claim(sender, destination, 0, 0, 0, 40));
    }

    @Test
    void sendsOnlyWhenItIsAskedTo() {
        final Transport sender = harness.open();
        harness.claim(sender, sender.openDestination(group), 0, 0, 0, 40);
        sender.poll(Abi.POLL_DATA);
        assertEquals(0, sender.tx().completed());
        harness.poll(sender, Abi.POLL_CONTROL);
        harness.await("it is sent with the control endpoint's poll", () -> {
            sender.poll(Abi.POLL_CONTROL);
            return sender.tx().completed() == sender.tx().submitted();
        });
    }

    @Test
    void givesUpWhatIsTooLongAndGoesOn() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        final int destination = sender.openDestination(group);
        final Region region = sender.allocate(1 << 17);
        harness.claim(sender, destination, region.id(), 0, 1 << 16, 40);
        assertGivenUpOnce(sender, receiver, destination);
    }

    @Test
    void givesUpWhatNamesNoDestination() {
        for (final int wrong : new int[] {0, 99, 70_000, -1, Integer.MIN_VALUE}) {
            final Transport sender = harness.open();
            final Transport receiver = harness.open();
            receiver.join(group);
            harness.claim(sender, wrong, 0, 0, 0, 40);
            assertGivenUpOnce(sender, receiver, sender.openDestination(group));
            receiver.close();
        }
    }

    @Test
    void givesUpWhatLiesOutsideItsRegion() {
        final long[][] wrong = {{0, 0, 8}, {77, 0, 8}, {-1, 0, 8}, {1 << 20, 0, 8}, {1, -8, 8}, {1, 4096, 8}, {1, 4089, 8},
            {1, 0, 4097}, {1, 0, -8}, {1, Long.MAX_VALUE, 8}, {1, Long.MIN_VALUE, 8}, {1, 8, Integer.MAX_VALUE}};
        for (final long[] range : wrong) {
            final Transport sender = harness.open();
            final Transport receiver = harness.open();
            receiver.join(group);
            assertEquals(1, sender.allocate(4096).id());
            final int destination = sender.openDestination(group);
            harness.claim(sender, destination, (int)range[0], range[1], (int)range[2], 40);
            assertGivenUpOnce(sender, receiver, destination);
            receiver.close();
        }
    }

    @Test
    void givesUpWhatNamesAReleasedRegion() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        final Region region = sender.allocate(4096);
        sender.release(region);
        final int destination = sender.openDestination(group);
        harness.claim(sender, destination, region.id(), 0, 8, 40);
        assertGivenUpOnce(sender, receiver, destination);
        assertEquals(region.id(), sender.allocate(4096).id(), "the number is free again");
    }

    @Test
    void givesUpAnUnknownKindOfRecord() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        final int destination = sender.openDestination(group);
        final int header = harness.claimOnly(sender, destination, 8);
        final int type = header - Abi.TX_HEADER - 4;
        sender.tx().buffer().putInt(type, 1234);
        sender.tx().commit();
        assertGivenUpOnce(sender, receiver, destination);
    }

    @Test
    void givesUpAHeaderLongerThanItsRecord() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        final int destination = sender.openDestination(group);
        final int header = harness.claimOnly(sender, destination, 8);
        sender.tx().buffer().putShort(header - Abi.TX_HEADER + Abi.TX_HEADER_LENGTH, (short)4000);
        sender.tx().commit();
        assertGivenUpOnce(sender, receiver, destination);
    }

    @Test
    void aClosedDestinationStillGetsWhatWasClaimedBefore() {
        final Transport sender = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        final int destination = sender.openDestination(group);
        final int other = sender.openDestination(group);
        harness.put(sender, destination, number(1));
        sender.closeDestination(destination);
        harness.put(sender, destination, number(2));
        harness.put(sender, other, number(3));
        assertNotEquals(destination, sender.openDestination(otherGroup), "its number is taken until the first has left");
        harness.poll(sender, Abi.POLL_SEND);
        assertEquals(List.of(1L, 3L), harness.awaitData(receiver, 2).stream().map(Received::number).toList());
        assertEquals(1, sender.stats().getLong(Abi.STATS_SEND_ERRORS));
        assertEquals(destination, sender.openDestination(group), "its number is free again");
        assertThrows(EndpointException.class, () -> sender.closeDestination(4711));
    }

    @Test
    void regionsAreZeroedAndAligned() {
        final Transport transport = harness.open();
        for (final int bytes : new int[] {1, 4096, 100_001}) {
            final UnsafeBuffer memory = transport.allocate(bytes).buffer();
            assertEquals(bytes, memory.capacity());
            assertEquals(0, memory.addressOffset() % 4096);
            for (int i = 0; i < bytes; i++) {
                assertEquals(0, memory.getByte(i));
            }
        }
    }

    @Test
    void tellsItsMtuItsBufferAndWhatItIs() {
        final Transport transport = harness.open();
        assertEquals(MTU, transport.mtu());
        assertTrue(transport.receiveBufferBytes() > MTU);
        assertTrue(transport.describe().contains("mtu=" + MTU), transport.describe());
        assertEquals(null, transport.controlAddress());
    }

    @Test
    void aClosedTransportRefusesEverythingAndHarmsNothing() {
        final Transport transport = harness.open();
        final Transport receiver = harness.open();
        receiver.join(group);
        transport.join(group);
        final Region region = transport.allocate(4096);
        final int destination = transport.openDestination(group);
        harness.send(transport, destination, number(1));
        harness.awaitData(receiver, 1);
        final UnsafeBuffer stats = transport.stats();
        transport.close();
        transport.close();
        assertEquals(0, transport.poll(ALL));
        assertEquals(0, transport.poll(0));
        final List<Executable> refused = List.of(
            () -> transport.allocate(4096),
            () -> transport.join(otherGroup),
            () -> transport.leave(group),
            () -> transport.openDestination(group),
            () -> transport.openDestination(localAddress(receiver)),
            () -> transport.startPoller(-1));
        for (final Executable call : refused) {
            assertMessage(assertThrows(EndpointException.class, call), "closed");
        }
        assertDoesNotThrow(() -> transport.release(region));
        assertDoesNotThrow(() -> transport.closeDestination(destination));
        region.buffer().putLong(0, 5);
        harness.put(transport, destination, number(2));
        assertEquals(0, transport.poll(ALL));
        transport.dataRx().next();
        transport.dataRx().release();
        assertEquals(-1, transport.controlRx().next());
        assertEquals(1, stats.getLong(Abi.STATS_SENT_DATAGRAMS));
        assertEquals(0, harness.takeData(receiver).size());
    }

    private void assertGivenUpOnce(final Transport sender, final Transport receiver, final int destination) {
        harness.send(sender, destination, number(42));
        assertEquals(42, harness.awaitData(receiver, 1).get(0).number());
        assertEquals(1, sender.stats().getLong(Abi.STATS_SEND_ERRORS));
        assertEquals(1, sender.stats().getLong(Abi.STATS_SENT_DATAGRAMS));
        assertNotEquals(0, sender.stats().getLong(Abi.STATS_LAST_ERRNO));
        assertEquals(sender.tx().submitted(), sender.tx().completed());
    }

    protected static void assertMessage(final Throwable thrown, final String part) {
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }

    protected static byte[] number(final long value) {
        return TransportHarness.number(value);
    }
}
