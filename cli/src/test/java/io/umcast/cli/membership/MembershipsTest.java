/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.umcast.cli.doctor.Host;
import io.umcast.core.membership.Held;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fake machine: a directory stands for its root, its files are the samples. */
class MembershipsTest {
    private static final String HARDWARE = "80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:00:00:01";

    @TempDir
    private Path root;

    /** A fake of which only files and interfaces count. */
    private final class FakeHost implements Host {
        @Override
        public Path root() {
            return root;
        }

        @Override
        public List<Interface> interfaces() {
            return List.of(new Interface("ib0", true, false, true, 2044, List.of("10.9.0.1")));
        }

        @Override
        public String multicastFailure(final String name) {
            return "";
        }

        @Override
        public Space space(final String path) {
            return null;
        }

        @Override
        public int javaVersion() {
            return 17;
        }

        @Override
        public boolean isAgronaUsable() {
            return true;
        }

        @Override
        public String nativeFailure() {
            return "";
        }

        @Override
        public int cpus() {
            return 1;
        }
    }

    @BeforeEach
    void layOut() throws IOException {
        write("proc/net/igmp", Sample.read("igmp.txt"));
        write("proc/net/igmp6", Sample.read("igmp6.txt"));
        write("sys/class/net/ib0/flags", "0x1003\n");
        write("sys/class/net/spare/flags", "0x1002\n");
    }

    private void infiniBand(final String umcast) throws IOException {
        write("sys/class/infiniband/mlx5_0/ports/1/link_layer", "InfiniBand\n");
        write("sys/class/infiniband/mlx5_0/ports/1/state", "4: ACTIVE\n");
        write("sys/class/infiniband/mlx5_0/ports/1/gids/0", "fe80:0000:0000:0000:0002:c903:0000:0001\n");
        write("sys/class/net/ib0/type", "32\n");
        write("sys/class/net/ib0/address", HARDWARE + "\n");
        write("sys/class/net/ib0/broadcast", "00:ff:ff:ff:ff:12:40:1b:ff:ff:00:00:00:00:00:00:ff:ff:ff:ff\n");
        write("sys/class/net/ib0/umcast", umcast + "\n");
    }

    private void write(final String path, final String text) throws IOException {
        final Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private InterfaceReport report(final String name, final User... users) {
        final Host host = new FakeHost();
        return Memberships.look(host, List.of(users), ByteOrder.LITTLE_ENDIAN).stream().filter(one -> one.name().equals(name)).findFirst()
            .orElseThrow();
    }

    private static InterfaceReport.Row row(final InterfaceReport report, final String group) {
        return report.groups().stream().filter(one -> one.group().equals(group)).findFirst().orElseThrow();
    }

    @Test
    void listsInterfacesWithAndWithoutGroups() {
        assertEquals(List.of("ib0", "lo", "peer0", "spare"),
            Memberships.look(new FakeHost(), List.of(), ByteOrder.LITTLE_ENDIAN).stream().map(InterfaceReport::name).toList());
        assertFalse(report("spare").up());
        assertEquals("no group but the kernel's own", report("peer0").verdict());
        assertEquals("V3", report("peer0").version());
    }

    @Test
    void tellsWhoseGroupsTheyAre() {
        final User range = User.of(1, "udp:interface=ib0");
        final User byAddress = User.of(2, "udp:interface=10.9.0.1&group=239.1.2.3");
        final User elsewhere = User.of(3, "udp:interface=lo");
        final InterfaceReport report = report("ib0", range, byAddress, elsewhere);
        assertEquals(List.of(range), row(report, "239.192.0.15").holders());
        assertEquals(List.of(byAddress), row(report, "239.1.2.3").holders());
        assertEquals(2, row(report, "239.1.2.3").users());
        assertTrue(row(report, "224.0.0.1").kernel());
        assertEquals("3 groups for programs, 2 of umcast connections, 1 of others", report.verdict());
        assertEquals(List.of(), report.idle());
        assertEquals(List.of(elsewhere), report("lo", range, byAddress, elsewhere).idle());
    }

    @Test
    void knowsTheSecondFeedsGroups() {
        final User feeds = User.of(1, "udp:interface=lo&group=239.7.0.0&feed-b=ib0&group-b=239.1.2.3");
        assertEquals(List.of(feeds), row(report("ib0", feeds), "239.1.2.3").holders());
    }

    @Test
    void hasMgidsOnlyOnRdma() throws IOException {
        assertEquals("", row(report("ib0"), "239.1.2.3").mgid());
        infiniBand("1");
        assertEquals("ff12:401b:ffff:0000:0000:0000:0f01:0203", row(report("ib0"), "239.1.2.3").mgid());
        assertEquals("ff12:601b:ffff:0000:0000:0000:0000:1234", row(report("ib0"), "ff15:0:0:0:0:0:0:1234").mgid());
    }

    @Test
    void showsIpoibsOwnGroupsAndWhichTheSubnetManagerHasNotAnswered() throws IOException {
        infiniBand("1");
        assertEquals("", row(report("ib0"), "239.1.2.3").ipoib());
        final String groups = Sample.read("ib0_mcg.txt");
        write("sys/kernel/debug/ipoib/ib0_mcg", groups);
        assertEquals("full", row(report("ib0"), "224.0.0.1").ipoib());
        assertEquals("", row(report("ib0"), "239.1.2.3").ipoib());
        assertEquals("ff12:401b:ffff:0000:0000:0000:0000:0016", row(report("ib0"), "").mgid());
        assertEquals("send-only", row(report("ib0"), "").ipoib());
        assertFalse(report("ib0").warning());
        write("sys/kernel/debug/ipoib/ib0_mcg", groups.replaceFirst("yes", " no"));
        final InterfaceReport report = report("ib0");
        assertEquals("pending", row(report, "224.0.0.1").ipoib());
        assertTrue(report.warning());
        assertEquals("1 group waiting for the subnet manager's answer to the join", report.verdict());
    }

    @Test
    void warnsThatTheKernelHearsTheGroupsOfIpoibConnectionsUnlessUmcastIsSet() throws IOException {
        final User user = User.of(1, "verbs:interface=ib0&ps=ipoib");
        infiniBand("0");
        assertEquals("0", report("ib0", user).umcast());
        assertEquals("echo 1 > /sys/class/net/ib0/umcast", report("ib0", user).fix());
        assertFalse(report("ib0", User.of(1, "verbs:interface=ib0")).warning());
        infiniBand("1");
        assertFalse(report("ib0", user).warning());
    }

    @Test
    void findsTheInterfaceOfADevice() throws IOException {
        infiniBand("1");
        final User user = User.of(1, "verbs:device=mlx5_0");
        assertEquals(List.of(user), row(report("ib0", user), "239.192.0.15").holders());
        assertEquals(List.of(), report("lo", user).idle());
    }

    @Test
    void warnsOfConnectionsByAnInterfaceThatIsDown() {
        final InterfaceReport report = report("spare", User.of(1, "udp:interface=spare"));
        assertTrue(report.warning());
        assertEquals("ip link set spare up", report.fix());
    }

    private static Held held(final String group, final String portSpace, final String state) throws IOException {
        return new Held("ib0", InetAddress.getByName(group), "", portSpace, state);
    }

    @Test
    void showsOneGroupInBothPortSpacesAsTwo() throws IOException {
        infiniBand("1");
        final User ipoib = User.of(1, "verbs:interface=ib0&ps=ipoib&group=239.1.2.3").holding(List.of(held("239.1.2.3", "ipoib", "member")));
        final User udp = User.of(2, "verbs:interface=ib0&group=239.1.2.3").holding(List.of(held("239.1.2.3", "udp", "member")));
        final List<InterfaceReport.Row> rows =
            report("ib0", ipoib, udp).groups().stream().filter(one -> one.group().equals("239.1.2.3")).toList();
        assertEquals(List.of("ff12:401b:ffff:0000:0000:0000:0f01:0203", "ff12:4001:ffff:0000:0000:0000:0f01:0203"),
            rows.stream().map(InterfaceReport.Row::mgid).toList());
        assertEquals(List.of(List.of(ipoib), List.of(udp)), rows.stream().map(InterfaceReport.Row::holders).toList());
        assertEquals(0, rows.get(1).users());
    }

    @Test
    void believesAConnectionThatTellsWhatItHolds() throws IOException {
        final User silent = User.of(1, "udp:interface=ib0");
        final User idle = User.of(2, "udp:interface=ib0").holding(List.of());
        final User lost = User.of(3, "verbs:interface=ib0&ps=ipoib").holding(List.of(held("239.192.0.15", "ipoib", "backing off")));
        final InterfaceReport report = report("ib0", silent, idle, lost);
        assertEquals(List.of(silent, lost), row(report, "239.192.0.15").holders());
        assertEquals("1 group of umcast connections lost, being joined again", report.verdict());
        assertTrue(report.warning());
        assertEquals(List.of(idle), report.idle());
    }
}
