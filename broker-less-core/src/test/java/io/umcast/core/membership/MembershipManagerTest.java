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
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.umcast.ConnectionListener;
import io.umcast.EndpointException;
import io.umcast.MembershipEvent;
import io.umcast.NetworkEvent;
import io.umcast.NetworkEvent.Kind;
import io.umcast.core.transport.Group;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of device and kernel, with fakes of both. */
class MembershipManagerTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final List<String> log = new ArrayList<>();
    private final List<MembershipEvent> events = new ArrayList<>();
    private final List<NetworkEvent> network = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private final FakeKernel kernel = new FakeKernel(log);
    private final FakeRdma rdma = new FakeRdma("rdma", log);
    private final FakeRdma second = new FakeRdma("second", log);
    private final ConnectionListener listener = new ConnectionListener() {
        @Override
        public void onMembership(final MembershipEvent event) {
            events.add(event);
        }

        @Override
        public void onNetworkEvent(final NetworkEvent event) {
            network.add(event);
        }
    };
    @TempDir
    private Path root;
    private long nowNs;
    private NetworkInterface lo;
    private Group group;

    @BeforeEach
    void prepare() throws Exception {
        lo = NetworkInterface.getByName("lo");
        group = new Group(InetAddress.getByName("239.1.2.3"), 4000, null);
    }

    private MembershipManager manager(final String portSpace, final Announcer announcer) {
        return new MembershipManager(List.of(new MembershipPath(lo, portSpace, announcer, true,
            UnaryOperator.identity())), kernel,
            new KernelView(root, ByteOrder.LITTLE_ENDIAN, 0xFFFF, 2), listener, errors::add, () -> nowNs, 1);
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
        final SessionGroups session = ipoib().of(1, rdma);
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
            final SessionGroups session = manager("udp", announcer).of(1, rdma);
            session.join(group);
            session.leave(group);
            assertEquals(List.of("rdma join 239.1.2.3", "rdma leave 239.1.2.3"), taken(), announcer.name());
            assertEquals("ABSENT JOINING JOINED MEMBER LEAVING ABSENT", states());
        }
    }

    @Test
    void joinsTheKernelForTheFirstSessionAndLeavesItWithTheLast() {
        final MembershipManager manager = ipoib();
        final SessionGroups one = manager.of(1, rdma);
        final SessionGroups two = manager.of(2, second);
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
        final SessionGroups session = ipoib().of(1, rdma);
        assertThrows(EndpointException.class, () -> session.join(group));
        assertEquals(List.of("rdma join 239.1.2.3"), taken());
        assertEquals("ABSENT JOINING ABSENT", states());
    }

    @Test
    void takesTheDeviceBackWhenTheKernelRefuses() {
        kernel.refusing(true);
        final SessionGroups session = ipoib().of(1, rdma);
        assertThrows(EndpointException.class, () -> session.join(group));
        assertEquals(List.of("rdma join 239.1.2.3", "kernel join 239.1.2.3", "kernel leave 239.1.2.3", "rdma leave 239.1.2.3"), taken());
        assertEquals("ABSENT JOINING JOINED BACKING_OFF LEAVING ABSENT", states());
    }

    @Test
    void dropsTheKernelsOnALossAndJoinsItAgainAfterTheDevice() {
        final SessionGroups session = ipoib().of(1, rdma);
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
        final SessionGroups session = ipoib().of(1, rdma);
        session.join(group);
        taken();
        session.onEvent(Kind.MEMBERSHIP_LOST, group.address(), false);
        session.onEvent(Kind.MEMBERSHIP_REGAINED, group.address(), false);
        assertEquals(List.of(), taken());
    }

    @Test
    void waitsForTheDeviceHoweverLongItTakes() {
        final MembershipManager manager = ipoib();
        final SessionGroups session = manager.of(1, rdma);
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
        final SessionGroups session = manager.of(1, rdma);
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
        final SessionGroups one = manager.of(1, rdma);
        final SessionGroups two = manager.of(2, second);
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
        final SessionGroups session = ipoib().of(1, rdma);
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
        final SessionGroups session = ipoib().of(1, rdma);
        session.join(new Group(group.address(), 4000, InetAddress.getByName("10.0.0.1")));
        session.join(new Group(group.address(), 4000, InetAddress.getByName("10.0.0.2")));
        assertEquals(List.of("rdma join 239.1.2.3", "kernel join 10.0.0.1@239.1.2.3", "rdma join 239.1.2.3",
            "kernel join 10.0.0.2@239.1.2.3"), taken());
        session.onEvent(Kind.MEMBERSHIP_LOST, group.address(), true);
        assertEquals(List.of("kernel leave 10.0.0.1@239.1.2.3", "kernel leave 10.0.0.2@239.1.2.3"), taken());
    }

    private void file(final String path, final String text) throws Exception {
        final Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A machine whose kernel counts so many memberships of the group on lo, and whose IPoIB receives it or not. */
    private void seen(final int users, final boolean heard) throws Exception {
        file("proc/net/igmp", "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n1\tlo        :     1      V3\n" +
            (users == 0 ? "" : "\t\t\t\t030201EF     " + users + " 0:00000000\t\t0\n"));
        file("sys/class/net/lo/umcast", "1\n");
        file("sys/kernel/debug/ipoib/lo_mcg", !heard ? "" : """
            GID: ff12:401b:ffff:0:0:0:f01:203
              created: 4294892456
              queuelen: 0
              complete: yes
              send_only: no

            """);
    }

    private void later(final MembershipManager manager, final long ns) {
        nowNs += ns;
        manager.service();
    }

    @Test
    void leavesAMembershipAloneThatIsAsItShouldBe() throws Exception {
        final MembershipManager manager = ipoib();
        seen(0, false);
        manager.of(1, rdma).join(group);
        seen(1, false);
        events.clear();
        for (int i = 0; i < 100; i++) {
            later(manager, SECOND_NS);
        }
        assertEquals("", states());
        assertEquals(List.of(), network);
    }

    @Test
    void takesTheAnnouncementBackForAWhileWhenIpoibHasTakenTheGroup() throws Exception {
        final MembershipManager manager = ipoib();
        seen(0, false);
        manager.of(1, rdma).join(group);
        taken();
        seen(1, true);
        events.clear();
        later(manager, 2 * SECOND_NS);
        assertEquals(List.of("kernel leave 239.1.2.3"), taken());
        later(manager, SECOND_NS);
        assertEquals(List.of(), taken(), "IPoIB needs its time");
        seen(0, false);
        later(manager, 4 * SECOND_NS);
        assertEquals(List.of("kernel join 239.1.2.3"), taken());
        assertEquals("MEMBER BACKING_OFF JOINED MEMBER", states());
        seen(1, false);
        later(manager, 2 * SECOND_NS);
        assertEquals(List.of(), taken());
        assertEquals(List.of(), network, "the application need not know");
    }

    @Test
    void tellsOnceWhenIpoibDoesNotGiveTheGroupBack() throws Exception {
        final MembershipManager manager = ipoib();
        seen(0, false);
        manager.of(1, rdma).join(group);
        seen(2, true);
        taken();
        for (int i = 0; i < 1_000; i++) {
            later(manager, SECOND_NS);
        }
        assertEquals(4, taken().stream().filter("kernel leave 239.1.2.3"::equals).count(), "it is not tried for ever");
        assertEquals(1, network.size());
        assertEquals(Kind.KERNEL_HEARS, network.get(0).kind());
    }

    @Test
    void announcesAnewWhatTheKernelHasForgotten() throws Exception {
        final MembershipManager manager = ipoib();
        seen(0, false);
        manager.of(1, rdma).join(group);
        taken();
        later(manager, 2 * SECOND_NS);
        later(manager, SECOND_NS);
        assertEquals(List.of("kernel leave 239.1.2.3", "kernel join 239.1.2.3"), taken());
    }

    @Test
    void tellsWhoMayHaveHadTheKernelHearTheGroupBefore() throws Exception {
        seen(1, true);
        file("proc/net/udp", """
               sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
              417: 00000000:0FA0 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4711 2 0000000000000000 0
              418: 00000000:0FA1 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4712 2 0000000000000000 0
            """);
        file("proc/77/comm", "feedhandler\n");
        Files.createDirectories(root.resolve("proc/77/fd"));
        Files.createSymbolicLink(root.resolve("proc/77/fd/5"), Path.of("socket:[4711]"));
        final MembershipManager manager = ipoib();
        manager.of(3, rdma).join(group);
        assertEquals(List.of(new NetworkEvent(Kind.KERNEL_HEARS, 3, group.address(), "239.1.2.3 on lo, ps=ipoib: IPoIB received the group " +
            "before this connection joined it; process 77 (feedhandler) has a socket bound to port 4000")), network);
        seen(2, true);
        taken();
        for (int i = 0; i < 100; i++) {
            later(manager, SECOND_NS);
        }
        assertEquals(List.of(), taken(), "what is somebody else's cannot be repaired");
        assertEquals(1, network.size());
    }

    @Test
    void takesAGroupBackWhenWhoHadItFirstHasGone() throws Exception {
        seen(1, true);
        final MembershipManager manager = ipoib();
        manager.of(1, rdma).join(group);
        seen(2, true);
        taken();
        later(manager, 100 * SECOND_NS);
        assertEquals(List.of(), taken());
        seen(1, true);
        later(manager, 10 * SECOND_NS);
        later(manager, 10 * SECOND_NS);
        assertEquals(List.of("kernel leave 239.1.2.3"), taken());
        seen(0, false);
        later(manager, 10 * SECOND_NS);
        assertEquals(List.of("kernel join 239.1.2.3"), taken());
    }

    @Test
    void leavesItToThePolicyWhileUmcastIsNotSet() throws Exception {
        seen(1, true);
        file("sys/class/net/lo/umcast", "0\n");
        final MembershipManager manager = ipoib();
        manager.of(1, rdma).join(group);
        taken();
        later(manager, 10 * SECOND_NS);
        assertEquals(List.of(), taken());
        assertEquals(List.of(), network);
        file("sys/class/net/lo/umcast", "1\n");
        later(manager, 10 * SECOND_NS);
        assertEquals(List.of("kernel leave 239.1.2.3"), taken(), "set since: IPoIB is made to let go");
    }

    @Test
    void saysNothingOfAnotherUmcastThatLeavesTheGroupToTheDevicesToo() throws Exception {
        seen(1, false);
        ipoib().of(1, rdma).join(group);
        assertEquals(List.of(), network);
    }

    @Test
    void saysWhatItCannotKnowWhenIpoibsListCannotBeRead() throws Exception {
        seen(1, true);
        Files.delete(root.resolve("sys/kernel/debug/ipoib/lo_mcg"));
        file("proc/net/udp",
            "  417: 030201EF:0FA0 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4711 2 0000000000000000 0\n");
        ipoib().of(1, rdma).join(group);
        assertEquals("239.1.2.3 on lo, ps=ipoib: the kernel held the group before this connection joined it, and IPoIB may receive it; " +
            "a process that /proc does not show has a socket bound to the group", network.get(0).detail());
    }

    @Test
    void tellsASocketThatAQueuePairOfThisProcessHasTakenItsGroup() throws Exception {
        final MembershipManager device = ipoib();
        final MembershipManager socket = manager("", Announcer.DATA_SOCKET);
        seen(0, false);
        Files.delete(root.resolve("sys/kernel/debug/ipoib/lo_mcg"));
        device.of(1, rdma).join(group);
        socket.of(2, second).join(group);
        later(socket, 2 * SECOND_NS);
        later(socket, 100 * SECOND_NS);
        assertEquals(1, network.size());
        assertEquals("239.1.2.3 on lo: a ps=ipoib connection of this process had the group first, and with umcast 1 IPoIB leaves it to that",
            network.get(0).detail());
        assertEquals(Kind.KERNEL_DEAF, network.get(0).kind());
    }

    @Test
    void tellsASocketThatIpoibReceivesNothingFor() throws Exception {
        final MembershipManager socket = manager("", Announcer.DATA_SOCKET);
        seen(2, true);
        socket.of(2, second).join(group);
        later(socket, 2 * SECOND_NS);
        assertEquals(List.of(), network);
        seen(2, false);
        later(socket, 10 * SECOND_NS);
        assertEquals(Kind.KERNEL_DEAF, network.get(0).kind());
        file("sys/class/net/lo/umcast", "0\n");
        later(socket, 10 * SECOND_NS);
        assertEquals(1, network.size());
    }
}
