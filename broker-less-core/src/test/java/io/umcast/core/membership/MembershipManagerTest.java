/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.umcast.EndpointException;
import io.umcast.MembershipEvent;
import io.umcast.NetworkEvent.Kind;
import io.umcast.core.transport.Group;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of device and kernel, with fakes of both. */
class MembershipManagerTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final List<String> log = new ArrayList<>();
    private final List<MembershipEvent> events = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private final FakeKernel kernel = new FakeKernel(log);
    private final FakeRdma rdma = new FakeRdma("rdma", log);
    private final FakeRdma second = new FakeRdma("second", log);
    private long nowNs;
    private NetworkInterface lo;
    private Group group;

    @BeforeEach
    void prepare() throws Exception {
        lo = NetworkInterface.getByName("lo");
        group = new Group(InetAddress.getByName("239.1.2.3"), 4000, null);
    }

    private MembershipManager manager(final String portSpace, final Announcer announcer) {
        return new MembershipManager(List.of(new MembershipPath(lo, portSpace, announcer, UnaryOperator.identity())), kernel, events::add,
            errors::add, () -> nowNs, 1);
    }

    private MembershipManager ipoib() {
        return manager("ipoib", Announcer.OWN_SOCKET);
    }

    private List<String> taken() {
        final List<String> taken = List.copyOf(log);
        log.clear();
        return taken;
    }

    private String states() {
        final StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(text.isEmpty() ? event.from() + " " : "").append(event.to()).append(' '));
        events.clear();
        return text.toString().strip();
    }

    @Test
    void joinsTheDeviceFirstAndTheKernelSecondAndLeavesInReverse() {
        final SessionGroups session = ipoib().of(rdma);
        session.join(group);
        assertEquals(List.of("rdma join 239.1.2.3", "kernel join 239.1.2.3"), taken());
        assertEquals("ABSENT JOINING JOINED MEMBER", states());
        session.leave(group);
        assertEquals(List.of("kernel leave 239.1.2.3", "rdma leave 239.1.2.3"), taken());
        assertEquals("MEMBER LEAVING ABSENT", states());
    }

    @Test
    void leavesTheKernelAloneInEveryOtherPortSpaceAndOnRoce() {
        for (final Announcer announcer : List.of(Announcer.NOBODY, Announcer.RDMA_CM, Announcer.DATA_SOCKET)) {
            final SessionGroups session = manager("udp", announcer).of(rdma);
            session.join(group);
            session.leave(group);
            assertEquals(List.of("rdma join 239.1.2.3", "rdma leave 239.1.2.3"), taken(), announcer.name());
            assertEquals("ABSENT JOINING JOINED MEMBER LEAVING ABSENT", states());
        }
    }

    @Test
    void joinsTheKernelForTheFirstSessionAndLeavesItWithTheLast() {
        final MembershipManager manager = ipoib();
        final SessionGroups one = manager.of(rdma);
        final SessionGroups two = manager.of(second);
        one.join(group);
        two.join(group);
        one.leave(group);
        assertEquals(List.of("rdma join 239.1.2.3", "kernel join 239.1.2.3", "second join 239.1.2.3", "rdma leave 239.1.2.3"), taken());
        two.leave(group);
        assertEquals(List.of("kernel leave 239.1.2.3", "second leave 239.1.2.3"), taken());
        assertEquals("ABSENT JOINING JOINED MEMBER LEAVING ABSENT", states());
    }

    @Test
    void hasNothingLeftWhenTheDeviceRefuses() {
        rdma.refusing(true);
        final SessionGroups session = ipoib().of(rdma);
        assertThrows(EndpointException.class, () -> session.join(group));
        assertEquals(List.of("rdma join 239.1.2.3"), taken());
        assertEquals("ABSENT JOINING ABSENT", states());
    }

    @Test
    void takesTheDeviceBackWhenTheKernelRefuses() {
        kernel.refusing(true);
        final SessionGroups session = ipoib().of(rdma);
        assertThrows(EndpointException.class, () -> session.join(group));
        assertEquals(List.of("rdma join 239.1.2.3", "kernel join 239.1.2.3", "kernel leave 239.1.2.3", "rdma leave 239.1.2.3"), taken());
        assertEquals("ABSENT JOINING JOINED BACKING_OFF LEAVING ABSENT", states());
    }

    @Test
    void dropsTheKernelsOnALossAndJoinsItAgainAfterTheDevice() {
        final SessionGroups session = ipoib().of(rdma);
        session.join(group);
        taken();
        events.clear();
        session.onEvent(Kind.MEMBERSHIP_LOST, group.address(), true);
        assertEquals(List.of("kernel leave 239.1.2.3"), taken());
        assertEquals("MEMBER LOST BACKING_OFF", states());
        session.onEvent(Kind.REJOIN_FAILED, group.address(), true);
        assertEquals(List.of(), taken());
        session.onEvent(Kind.MEMBERSHIP_REGAINED, group.address(), true);
        assertEquals(List.of("kernel join 239.1.2.3"), taken());
        assertEquals("BACKING_OFF JOINED MEMBER", states());
    }

    @Test
    void passesOverWhatHappensToAMembershipThatOnlySends() {
        final SessionGroups session = ipoib().of(rdma);
        session.join(group);
        taken();
        session.onEvent(Kind.MEMBERSHIP_LOST, group.address(), false);
        session.onEvent(Kind.MEMBERSHIP_REGAINED, group.address(), false);
        assertEquals(List.of(), taken());
    }

    @Test
    void waitsForTheDeviceHoweverLongItTakes() {
        final MembershipManager manager = ipoib();
        final SessionGroups session = manager.of(rdma);
        session.join(group);
        session.onEvent(Kind.MEMBERSHIP_LOST, group.address(), true);
        taken();
        nowNs += 1_000 * SECOND_NS;
        manager.service();
        assertEquals(List.of(), taken());
    }

    @Test
    void triesTheKernelAgainWhenItRefusesAfterALoss() {
        final MembershipManager manager = ipoib();
        final SessionGroups session = manager.of(rdma);
        session.join(group);
        session.onEvent(Kind.MEMBERSHIP_LOST, group.address(), true);
        taken();
        kernel.refusing(true);
        session.onEvent(Kind.MEMBERSHIP_REGAINED, group.address(), true);
        assertEquals(List.of("kernel join 239.1.2.3"), taken());
        assertEquals(1, errors.size());
        manager.service();
        assertEquals(List.of(), taken(), "it waits");
        kernel.refusing(false);
        nowNs += SECOND_NS;
        events.clear();
        manager.service();
        assertEquals(List.of("kernel join 239.1.2.3"), taken());
        assertEquals("BACKING_OFF JOINED MEMBER", states());
    }

    @Test
    void goesOnWithASecondSessionsDeviceWhenTheFirstHasFailed() {
        final MembershipManager manager = ipoib();
        final SessionGroups one = manager.of(rdma);
        final SessionGroups two = manager.of(second);
        one.join(group);
        two.join(group);
        taken();
        one.onEvent(Kind.FAILED, null, false);
        assertEquals(List.of("kernel leave 239.1.2.3"), taken());
        nowNs += SECOND_NS;
        manager.service();
        assertEquals(List.of("kernel join 239.1.2.3"), taken());
    }

    @Test
    void leavesWhatWasLostWithoutTheKernel() {
        final SessionGroups session = ipoib().of(rdma);
        session.join(group);
        session.onEvent(Kind.MEMBERSHIP_LOST, group.address(), true);
        events.clear();
        session.leave(group);
        assertEquals("BACKING_OFF LEAVING ABSENT", states());
        assertTrue(taken().contains("rdma leave 239.1.2.3"));
        session.onEvent(Kind.MEMBERSHIP_REGAINED, group.address(), true);
        assertEquals("", states(), "what comes late is passed over");
    }

    @Test
    void keepsSourcesApart() throws Exception {
        final SessionGroups session = ipoib().of(rdma);
        session.join(new Group(group.address(), 4000, InetAddress.getByName("10.0.0.1")));
        session.join(new Group(group.address(), 4000, InetAddress.getByName("10.0.0.2")));
        assertEquals(List.of("rdma join 239.1.2.3", "kernel join 10.0.0.1@239.1.2.3", "rdma join 239.1.2.3",
            "kernel join 10.0.0.2@239.1.2.3"), taken());
        session.onEvent(Kind.MEMBERSHIP_LOST, group.address(), true);
        assertEquals(List.of("kernel leave 10.0.0.1@239.1.2.3", "kernel leave 10.0.0.2@239.1.2.3"), taken());
    }
}
