/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

import io.umcast.ConfigException;
import io.umcast.config.Config;
import io.umcast.core.group.LinkType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RdmaPortsTest {
    private static final String GUID = "0002:5eff:fe00:0100";
    private static final String OTHER_GUID = "0002:5eff:fe00:0101";

    @TempDir
    private Path root;
    private FakeSys sys;

    @BeforeEach
    void begin() {
        sys = new FakeSys(root);
    }

    private List<RdmaPort> all() {
        return new RdmaPorts(root).all();
    }

    private RdmaPort choose(final String uri, final String networkInterface) {
        return new RdmaPorts(root).choose(Config.resolve(uri, new Properties()), networkInterface);
    }

    private String refusal(final String uri, final String networkInterface) {
        return assertThrows(ConfigException.class, () -> choose(uri, networkInterface)).getMessage();
    }

    @Test
    void findsNothingOnAMachineWithoutRdma() {
        sys.ethernet("eth0", 1500);
        assertEquals(List.of(), all());
        assertEquals(List.of(), new RdmaPorts(root).devices());
    }

    @Test
    void findsAnIpoibInterfacesPortByItsGid() {
        sys.infiniBandPort("mlx5_0", 1, GUID).infiniBandPort("mlx5_0", 2, OTHER_GUID).ipoib("ib0", OTHER_GUID, "ffff", "2", 2044);
        assertEquals(List.of(new RdmaPort("mlx5_0", 2, LinkType.IB, "ACTIVE", "ib0", 2044, false, 0xFFFF, 2)), all());
    }

    @Test
    void takesPartitionAndScopeFromTheBroadcastAddressAsAFullMembers() {
        sys.infiniBandPort("mlx5_0", 1, GUID).ipoib("ib0.8001", GUID, "0001", "5", 4092);
        assertEquals(0x8001, all().get(0).pkey());
        assertEquals(5, all().get(0).scope());
    }

    @Test
    void findsARoceInterfacesPortByTheGidTable() {
        sys.rocePort("rxe0", 1, "eth2", "IB/RoCE v1", "RoCE v2").ethernet("eth2", 4200);
        assertEquals(List.of(new RdmaPort("rxe0", 1, LinkType.ROCE2, "ACTIVE", "eth2", 4200, false, 0, 0)), all());
    }

    @Test
    void leavesOutInterfacesOfOtherNetworkNamespaces() {
        sys.rocePort("rxe0", 1, "eth2", "RoCE v2");
        assertEquals(List.of(), all());
        assertEquals(List.of("rxe0"), new RdmaPorts(root).devices());
    }

    @Test
    void knowsRoceV1ByItsGidsOrBecauseConfigfsAsksForIt() {
        sys.rocePort("a0", 1, "eth1", "IB/RoCE v1").ethernet("eth1", 1500).rocePort("b0", 1, "eth2", "RoCE v2").ethernet("eth2", 1500)
            .file("sys/kernel/config/rdma_cm/b0/ports/1/default_roce_mode", "IB/RoCE v1");
        assertEquals(List.of(LinkType.ROCE1, LinkType.ROCE1), all().stream().map(RdmaPort::link).toList());
    }

    @Test
    void limitsDatagramsByTheInterfacesMtu() {
        assertEquals(2048, infiniBand(2044, false).datagramLimit());
        assertEquals(4096, infiniBand(4092, false).datagramLimit());
        assertEquals(4096, infiniBand(65520, true).datagramLimit());
        for (final int[] known : new int[][] {{1500, 1024}, {2143, 1024}, {2144, 2048}, {4191, 2048}, {4192, 4096}, {9000, 4096}}) {
            assertEquals(known[1], new RdmaPort("m", 1, LinkType.ROCE2, "", "e", known[0], false, 0, 0).datagramLimit(), "MTU " + known[0]);
        }
    }

    private static RdmaPort infiniBand(final int mtu, final boolean connected) {
        return new RdmaPort("m", 1, LinkType.IB, "", "ib0", mtu, connected, 0xFFFF, 2);
    }

    @Test
    void choosesByInterface() {
        twoPortsAndAPartition();
        assertEquals("ib1", choose("verbs:interface=ib1", "ib1").networkInterface());
    }

    @Test
    void choosesARoceInterfaceOfThisNetworkNamespaceAlone() {
        sys.rocePort("rxe0", 1, "eth2", "IB/RoCE v1", "RoCE v2").rocePort("rxe1", 1, "eth3", "RoCE v2").ethernet("eth3", 1500);
        assertEquals(new RdmaPort("rxe1", 1, LinkType.ROCE2, "ACTIVE", "eth3", 1500, false, 0, 0), choose("verbs:interface=eth3", "eth3"));
        assertTrue(refusal("verbs:interface=eth2", "eth2").endsWith("there are rxe1 port 1 (RoCE v2, ACTIVE) by eth3"));
    }

    @Test
    void choosesTheInterfaceByDevicePortAndPartition() {
        twoPortsAndAPartition();
        assertEquals("ib1", choose("verbs:device=mlx5_0&ib-port=2", null).networkInterface());
        assertEquals("ib0.8001", choose("verbs:device=mlx5_0&ib-port=1&pkey=0x8001", null).networkInterface());
        assertEquals("ib0.8001", choose("verbs:pkey=1", null).networkInterface());
    }

    @Test
    void refusesAnInterfaceWithoutRdmaAndSaysWhatThereIs() {
        twoPortsAndAPartition();
        final String message = refusal("verbs:interface=lo", "lo");
        final String expected = "interface=lo: the interface lo does not belong to an RDMA device: there are mlx5_0 port 1";
        assertTrue(message.startsWith(expected), message);
        assertTrue(message.contains("by ib1"), message);
    }

    @Test
    void refusesAnotherDevicePortOrPartitionThanAskedFor() {
        twoPortsAndAPartition();
        assertTrue(refusal("verbs:device=mlx5_1", "ib0").startsWith("device=mlx5_1: the interface ib0 belongs to mlx5_0 port 1"));
        assertTrue(refusal("verbs:ib-port=2", "ib0").startsWith("ib-port=2: the interface ib0 belongs to mlx5_0 port 1"));
        final String message = refusal("verbs:pkey=0x8002", "ib0");
        assertTrue(message.startsWith("pkey=0x8002: mlx5_0 port 1") && message.contains("name ib0.8002 type ipoib pkey 0x8002"), message);
    }

    @Test
    void asksForTheInterfaceWhenThereAreSeveral() {
        twoPortsAndAPartition();
        assertTrue(refusal("verbs:", null).startsWith("interface: is needed, since there are several"));
    }

    @Test
    void refusesIpoibOnRoce() {
        sys.rocePort("rxe0", 1, "eth2", "RoCE v2").ethernet("eth2", 1500);
        final String message = refusal("verbs:interface=eth2&ps=ipoib", "eth2");
        assertTrue(message.startsWith("ps=ipoib: is InfiniBand's only, and rxe0 port 1 (RoCE v2"), message);
        assertTrue(message.endsWith("use ps=udp"), message);
    }

    @Test
    void refusesADeviceThatIsNotThere() {
        assertEquals("device=mlx5_7: has no such port with a network interface in this network namespace: " +
            "there is none (ls /sys/class/infiniband; umcast doctor)", refusal("verbs:device=mlx5_7", null));
    }

    private void twoPortsAndAPartition() {
        sys.infiniBandPort("mlx5_0", 1, GUID).infiniBandPort("mlx5_0", 2, OTHER_GUID).ipoib("ib0", GUID, "ffff", "2", 2044)
            .ipoib("ib0.8001", GUID, "8001", "2", 2044).ipoib("ib1", OTHER_GUID, "ffff", "2", 2044);
    }
}
