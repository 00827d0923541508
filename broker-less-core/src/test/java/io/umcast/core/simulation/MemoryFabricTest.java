/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import io.umcast.core.transport.Group;
import io.umcast.core.transport.RxRing;
import io.umcast.core.transport.TxRing;
import io.umcast.natives.Abi;
import org.junit.jupiter.api.Test;

class MemoryFabricTest {
    private static final long US = 1_000;
    private static final LinkConditions DELAYED = LinkConditions.PERFECT.withLatency(50 * US, 0);

    private MemoryFabric fabric = new MemoryFabric(1, 256, 4096);
    private final Group group = group();

    private static Group group() {
        try {
            return new Group(InetAddress.getByName("239.1.2.3"), 4000, null);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private MemoryTransport member() {
        final MemoryTransport transport = fabric.open(MemoryConfig.DEFAULT);
        transport.join(group);
        return transport;
    }

    private static void send(final MemoryTransport from, final int destination, final long number) {
        final int at = from.tx().claim(destination, 0, 0, 0, 8);
        assertTrue(at != TxRing.FULL);
        from.tx().buffer().putLong(at, number);
        from.tx().commit();
        from.poll(Abi.POLL_SEND);
    }

    private static List<Long> take(final MemoryTransport transport) {
        return take(transport, transport.dataRx(), Abi.POLL_DATA);
    }

    private static List<Long> take(final MemoryTransport transport, final RxRing rx, final int mask) {
        final List<Long> all = new ArrayList<>();
        while (transport.poll(mask) > 0) {
            for (int record = rx.next(); record >= 0; record = rx.next()) {
                all.add(rx.slots().getLong(rx.buffer().getInt(record + Abi.RX_OFFSET)));
            }
            rx.release();
        }
        return all;
    }

    private static List<Long> range(final int end) {
        return LongStream.range(0, end).boxed().toList();
    }

    /** Sends so many, 10 us apart, to the members; what each got in the end. */
    private List<List<Long>> run(final MemoryTransport sender, final List<MemoryTransport> members, final int datagrams) {
        final int destination = sender.openDestination(group);
        final List<List<Long>> came = new ArrayList<>();
        members.forEach(member -> came.add(new ArrayList<>()));
        for (int i = 0; i < datagrams; i++) {
            send(sender, destination, i);
            fabric.advance(10 * US);
            for (int m = 0; m < members.size(); m++) {
                came.get(m).addAll(take(members.get(m)));
            }
        }
        fabric.advance(1_000_000 * US);
        for (int m = 0; m < members.size(); m++) {
            came.get(m).addAll(take(members.get(m)));
        }
        return came;
    }

    @Test
    void aDatagramArrivesWhenItsLatencyHasPassedAndNotBefore() {
        fabric.conditions(DELAYED);
        final MemoryTransport sender = fabric.open(MemoryConfig.DEFAULT);
        final MemoryTransport receiver = member();
        send(sender, sender.openDestination(group), 5);
        assertEquals(50 * US, fabric.nextArrivalNs());
        fabric.advance(50 * US - 1);
        assertEquals(List.of(), take(receiver));
        fabric.advance(1);
        assertEquals(List.of(5L), take(receiver));
        assertEquals(50 * US, fabric.nanoTime());
        assertEquals(Long.MAX_VALUE, fabric.nextArrivalNs());
        assertEquals(1, fabric.epochNanos(fabric.nanoTime() + 1) - fabric.epochNanos(fabric.nanoTime()));
    }

    @Test
    void aPairMayHaveALatencyOfItsOwn() {
        fabric.conditions(DELAYED);
        final MemoryTransport sender = fabric.open(MemoryConfig.DEFAULT);
        final MemoryTransport near = member();
        final MemoryTransport far = member();
        fabric.link(sender, far, LinkConditions.PERFECT.withLatency(200 * US, 0));
        final int destination = sender.openDestination(group);
        send(sender, destination, 1);
        fabric.advance(50 * US);
        assertEquals(List.of(1L), take(near));
        assertEquals(List.of(), take(far));
        fabric.advance(150 * US);
        assertEquals(List.of(1L), take(far));
        assertEquals(List.of(), take(near));
        fabric.link(sender, far, null);
        send(sender, destination, 2);
        fabric.advance(50 * US);
        assertEquals(List.of(2L), take(far));
    }

    @Test
    void jitterLetsDatagramsOvertakeButLosesNone() {
        fabric.conditions(DELAYED.withLatency(50 * US, 100 * US));
        final MemoryTransport sender = fabric.open(MemoryConfig.DEFAULT);
        final List<Long> came = run(sender, List.of(member()), 1_000).get(0);
        assertNotEquals(range(1_000), came);
        assertEquals(range(1_000), came.stream().sorted().toList());
    }

    @Test
    void eachReceiverLosesItsOwn() {
        fabric.conditions(DELAYED.withLoss(0.05));
        final MemoryTransport sender = fabric.open(MemoryConfig.DEFAULT);
        final List<List<Long>> came = run(sender, List.of(member(), member(), member()), 10_000);
        assertNotEquals(came.get(0), came.get(1));
        assertNotEquals(came.get(1), came.get(2));
        assertEquals(30_000 - fabric.lost(), came.stream().mapToInt(List::size).sum());
        assertTrue(fabric.lost() > 1_300 && fabric.lost() < 1_700, "lost " + fabric.lost());
    }

    @Test
    void aSharedLossIsTheSameForAll() {
        fabric.sharedLoss(0.05);
        final MemoryTransport sender = fabric.open(MemoryConfig.DEFAULT);
        final List<List<Long>> came = run(sender, List.of(member(), member(), member()), 10_000);
        assertEquals(came.get(0), came.get(1));
        assertEquals(came.get(1), came.get(2));
        assertEquals(10_000 - fabric.lostByAll(), came.get(0).size());
        assertTrue(fabric.lostByAll() > 400 && fabric.lostByAll() < 600, "lost " + fabric.lostByAll());
    }

    @Test
    void duplicatesAndReordersAsItCounts() {
        fabric.conditions(DELAYED.withDuplicate(0.02).withReorder(0.05, 35 * US));
        final MemoryTransport sender = fabric.open(MemoryConfig.DEFAULT);
        final List<Long> came = run(sender, List.of(member()), 10_000).get(0);
        assertEquals(10_000 + fabric.duplicated(), came.size());
        assertEquals(range(10_000), came.stream().sorted().distinct().toList());
        assertTrue(fabric.duplicated() > 100 && fabric.reordered() > 400);
        long late = 0;
        for (int i = 1; i < came.size(); i++) {
            late += came.get(i) < came.get(i - 1) ? 1 : 0;
        }
        assertTrue(late > 300, "late " + late);
    }

    @Test
    void theSameSeedRepeatsARun() {
        final List<List<List<Long>>> runs = new ArrayList<>();
        for (final long seed : new long[] {9, 9, 10}) {
            fabric = new MemoryFabric(seed, 256, 4096);
            fabric.conditions(DELAYED.withLoss(0.1).withDuplicate(0.1).withReorder(0.1, 35 * US).withLatency(50 * US, 20 * US));
            runs.add(run(fabric.open(MemoryConfig.DEFAULT), List.of(member(), member()), 2_000));
        }
        assertEquals(runs.get(0), runs.get(1));
        assertNotEquals(runs.get(0), runs.get(2));
    }

    @Test
    void unicastsMayBeSparedWhatGroupsSuffer() {
        fabric.conditions(LinkConditions.PERFECT.withLoss(1));
        fabric.unicastConditions(LinkConditions.PERFECT);
        final MemoryTransport sender = fabric.open(MemoryConfig.DEFAULT);
        final MemoryTransport receiver = member();
        send(sender, sender.openDestination(group), 1);
        send(sender, sender.openDestination(receiver.localAddress()), 2);
        assertEquals(List.of(), take(receiver));
        assertEquals(List.of(2L), take(receiver, receiver.controlRx(), Abi.POLL_CONTROL));
    }

    @Test
    void whatDoesNotFitTheReceiveBufferIsDroppedAndCounted() {
        final MemoryTransport sender = fabric.open(MemoryConfig.DEFAULT);
        final MemoryTransport receiver = fabric.open(MemoryConfig.DEFAULT.withReceiveBuffer(212_992));
        receiver.join(group);
        final int destination = sender.openDestination(group);
        for (int i = 0; i < 1_000; i++) {
            send(sender, destination, i);
        }
        fabric.advance(1);
        final List<Long> came = take(receiver);
        assertTrue(came.size() > 230 && came.size() < 290, "as Linux holds 256 of them: " + came.size());
        assertEquals(range(came.size()), came);
        assertEquals(1_000 - came.size(), receiver.stats().getLong(Abi.STATS_KERNEL_DROPS));
    }

    @Test
    void aSenderWaitsWhileAllDatagramsAreTaken() {
        fabric = new MemoryFabric(1, 256, 16);
        final MemoryTransport sender = fabric.open(MemoryConfig.DEFAULT);
        final MemoryTransport receiver = member();
        final int destination = sender.openDestination(group);
        for (int i = 0; i < 20; i++) {
            send(sender, destination, i);
        }
        fabric.advance(1);
        assertTrue(sender.stats().getLong(Abi.STATS_SEND_BLOCKED) > 0);
        assertEquals(range(16), take(receiver));
        sender.poll(Abi.POLL_SEND);
        fabric.advance(1);
        assertEquals(List.of(16L, 17L, 18L, 19L), take(receiver));
    }

    @Test
    void bytesAreKeptUntilTheLastReaderHasGivenThemBack() {
        final MemoryTransport sender = fabric.open(MemoryConfig.DEFAULT);
        final MemoryTransport one = member();
        final MemoryTransport other = member();
        send(sender, sender.openDestination(group), 1);
        fabric.advance(1);
        assertEquals(List.of(1L), take(one));
        one.poll(Abi.POLL_DATA);
        assertEquals(1, fabric.datagramsInUse());
        assertEquals(List.of(1L), take(other));
        other.poll(Abi.POLL_DATA);
        assertEquals(0, fabric.datagramsInUse());
    }

    @Test
    void aClosedTransportKeepsNothingAndHearsNothing() {
        final MemoryTransport sender = fabric.open(MemoryConfig.DEFAULT);
        final MemoryTransport receiver = member();
        final int destination = sender.openDestination(group);
        final int peer = sender.openDestination(receiver.localAddress());
        send(sender, destination, 1);
        fabric.advance(1);
        receiver.poll(Abi.POLL_DATA);
        send(sender, destination, 2);
        send(sender, peer, 3);
        receiver.close();
        send(sender, peer, 4);
        fabric.advance(1);
        assertEquals(0, fabric.datagramsInUse());
    }

    @Test
    void oneDatagramReachesAThousandReceivers() {
        final MemoryTransport sender = fabric.open(MemoryConfig.DEFAULT);
        final List<MemoryTransport> members = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            final MemoryTransport receiver = fabric.open(MemoryConfig.DEFAULT.withRings(16, 16, 4096));
            receiver.join(group);
            members.add(receiver);
        }
        for (final List<Long> came : run(sender, members, 50)) {
            assertEquals(range(50), came);
        }
        assertEquals(0, fabric.lost());
    }

    @Test
    void refusesConditionsThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> LinkConditions.PERFECT.withLoss(1.1));
        assertThrows(IllegalArgumentException.class, () -> LinkConditions.PERFECT.withDuplicate(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> LinkConditions.PERFECT.withLatency(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> fabric.sharedLoss(-0.1));
        assertThrows(IllegalArgumentException.class, () -> fabric.advance(-1));
    }
}
