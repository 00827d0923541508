/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.umcast.cli.doctor.Host;
import io.umcast.core.counters.CounterType;
import io.umcast.core.counters.CountersDirectory;
import io.umcast.core.counters.CountersFile;
import io.umcast.core.counters.CountersSnapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The doctor on a fake machine: a directory stands for its root. */
class DoctorTest {
    @TempDir
    private Path root;
    private FakeHost host;

    /** A fake that is well. */
    private final class FakeHost implements Host {
        private final List<Interface> interfaces = new ArrayList<>(List.of(
            new Interface("lo", true, true, false, 65_536, List.of("127.0.0.1")),
            new Interface("eth0", true, false, true, 1500, List.of("10.0.0.1")),
            new Interface("ib0", true, false, true, 2044, List.of("10.9.0.1"))));
        private Space space = new Space(1L << 30, 1L << 29);
        private String multicastFailure = "";
        private String nativeFailure = "";
        private boolean agronaUsable = true;
        private int javaVersion = 17;
        private int cpus = 8;
        private List<CountersSnapshot> connections = List.of();

        @Override
        public Path root() {
            return root;
        }

        @Override
        public List<Interface> interfaces() {
            return interfaces;
        }

        @Override
        public String multicastFailure(final String name) {
            return multicastFailure;
        }

        @Override
        public Space space(final String path) {
            return space;
        }

        @Override
        public int javaVersion() {
            return javaVersion;
        }

        @Override
        public boolean isAgronaUsable() {
            return agronaUsable;
        }

        @Override
        public String nativeFailure() {
            return nativeFailure;
        }

        @Override
        public int cpus() {
            return cpus;
        }

        @Override
        public List<CountersSnapshot> connections() {
            return connections;
        }
    }

    @BeforeEach
    void layOutAMachineThatIsWell() throws IOException {
        host = new FakeHost();
        write("/proc/sys/net/core/rmem_max", "4194304\n");
        write("/proc/sys/net/core/wmem_max", "4194304\n");
        write("/proc/sys/net/ipv4/igmp_max_memberships", "20\n");
        write("/proc/self/limits", "Limit  Soft Limit  Hard Limit  Units\nMax locked memory   unlimited   unlimited   bytes \n");
        write("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
        write("/etc/ld.so.conf.d/x86_64.conf", "# here\n/usr/lib/x86_64-linux-gnu\n");
        write("/usr/lib/x86_64-linux-gnu/libibverbs.so.1", "");
        write("/usr/lib/x86_64-linux-gnu/librdmacm.so.1", "");
    }

    private void addRdma(final String linkLayer, final String state) throws IOException {
        write("/sys/class/infiniband/mlx5_0/ports/1/link_layer", linkLayer + "\n");
        write("/sys/class/infiniband/mlx5_0/ports/1/state", state + "\n");
        write("/sys/class/infiniband/mlx5_0/ports/1/gids/0", "fe80:0000:0000:0000:0002:c903:0000:0001\n");
        write("/sys/class/infiniband/mlx5_0/ports/1/gid_attrs/types/0", "RoCE v2\n");
        if (linkLayer.equals("InfiniBand")) {
            write("/sys/class/net/ib0/type", "32\n");
            write("/sys/class/net/ib0/mtu", "2044\n");
            write("/sys/class/net/ib0/address", "80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:00:00:01\n");
            write("/sys/class/net/ib0/broadcast", "00:ff:ff:ff:ff:12:40:1b:ff:ff:00:00:00:00:00:00:ff:ff:ff:ff\n");
        } else {
            write("/sys/class/net/eth0/mtu", "1500\n");
            write("/sys/class/infiniband/mlx5_0/ports/1/gid_attrs/ndevs/0", "eth0\n");
        }
        write("/dev/infiniband/uverbs0", "");
        write("/dev/infiniband/rdma_cm", "");
    }

    private void write(final String path, final String text) throws IOException {
        final Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Run run(final String... args) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final Terminal terminal = new Terminal(InputStream.nullInputStream(), out, err);
        final int status = new CommandLine(new Doctor(terminal, host)).execute(args);
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** What the checks found that is not ok, by "check: status: fix". */
    private List<String> complaints() {
        final Map<String, Object> json = run("--json").json();
        final List<String> complaints = new ArrayList<>();
        for (final Object check : (List<?>)json.get("checks")) {
            final Map<?, ?> one = (Map<?, ?>)check;
            if (!"ok".equals(one.get("status"))) {
                complaints.add(one.get("check") + ": " + one.get("status") + ": " + one.get("fix"));
            }
        }
        assertEquals((long)complaints.size(), (Long)json.get("warnings") + (Long)json.get("errors"));
        return complaints;
    }

    @Test
    void tellsHowManyOfTheirGroupsConnectionsUse() {
        final Path directory = root.resolve("counters");
        try (CountersFile file = CountersFile.create(directory, 1, "verbs:interface=ib0&ps=ipoib&groups=8")) {
            file.newCounter(CounterType.MEMBERSHIP_STATE, "239.192.0.1 on ib0, ps=ipoib");
            file.newCounter(CounterType.MEMBERSHIP_STATE, "10.9.0.2@239.192.0.2 on ib0, ps=ipoib");
            file.newCounter(CounterType.MEMBERSHIP_STATE, "10.9.0.3@239.192.0.2 on ib0, ps=ipoib");
            host.connections = CountersDirectory.list(directory).stream().map(CountersSnapshot::read).toList();
        }
        final String out = run().out();
        assertTrue(out.contains("verbs:interface=ib0&ps=ipoib&groups=8: 2 of 8"), out);
        assertTrue(out.contains("by ib0 at the device: 2 "), out);
    }

    @Test
    void hasNothingToSayOfAMachineThatIsWell() {
        assertEquals(List.of(), complaints());
        final Run run = run();
        assertEquals(0, run.status());
        assertTrue(run.out().endsWith("all is well\n") && run.out().contains("udp only, not verbs"), run::toString);
    }

    @Test
    void givesTheExactLineForSocketBuffers() throws IOException {
        write("/proc/sys/net/core/rmem_max", "212992\n");
        Files.delete(root.resolve("proc/sys/net/core/wmem_max"));
        assertEquals(List.of("socket buffers: warning: sysctl -w net.core.rmem_max=4194304",
            "socket buffers: warning: look on the host if this is a container: sysctl net.core.wmem_max"), complaints());
        assertEquals(0, run().status(), "warnings are no errors");
    }

    @Test
    void failsWithoutJavaOrItsFlag() {
        host.javaVersion = 11;
        host.agronaUsable = false;
        assertEquals(List.of("java: error: install Java 17 or later",
            "java flags: error: start it with --add-exports java.base/jdk.internal.misc=ALL-UNNAMED, or with @jvm.options"), complaints());
        final Run run = run();
        assertEquals(1, run.status());
        assertTrue(run.out().contains("fix: install Java 17 or later") && run.out().endsWith("0 warnings, 2 errors\n"), run::toString);
    }

    @Test
    void warnsOfInterfacesThatCannotBeUsed() {
        host.interfaces.add(new Host.Interface("eth1", false, false, true, 1500, List.of()));
        host.interfaces.add(new Host.Interface("eth2", true, false, false, 1500, List.of("10.0.0.2")));
        host.interfaces.add(new Host.Interface("eth3", true, false, true, 1500, List.of()));
        assertEquals(List.of("interface: warning: ip link set eth1 up", "interface: warning: ip link set eth2 multicast on",
            "interface: warning: ip address add ADDRESS/PREFIX dev eth3"), complaints());
    }

    @Test
    void failsWhenMulticastDoesNotWork() {
        host.multicastFailure = "a datagram did not come back";
        assertEquals(1, complaints().size());
        assertEquals(1, run().status());
        host.interfaces.clear();
        assertEquals(List.of("interface: error: ip link set lo up", "multicast: error: ip link set lo up"), complaints());
    }

    @Test
    void looksAtTheRoomForCounters() {
        host.space = new Host.Space(64L << 20, 1 << 20);
        assertTrue(complaints().get(0).startsWith("/dev/shm: error: remove what fills it"));
        host.space = new Host.Space(64L << 20, 8L << 20);
        assertTrue(complaints().get(0).startsWith("/dev/shm: warning: mount -o remount,size=64m /dev/shm"));
        host.space = null;
        assertTrue(complaints().get(0).startsWith("/dev/shm: warning: mount -t tmpfs"));
    }

    @Test
    void warnsOfLittleToRunOn() throws IOException {
        host.cpus = 1;
        host.nativeFailure = "switched off";
        write("/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "powersave\n");
        write("/proc/sys/net/ipv4/igmp_max_memberships", "10\n");
        assertEquals(List.of("native library: warning: umcast works without it by plain Java, slower, and without verbs",
            "group memberships: warning: sysctl -w net.ipv4.igmp_max_memberships=20",
            "cpu: warning: give it more, or use --idle yield or backoff",
            "cpu: warning: cpupower frequency-set -g performance"), complaints());
    }

    @Test
    void isContentWithAnActivePort() throws IOException {
        addRdma("InfiniBand", "4: ACTIVE");
        write("/sys/class/net/ib0/umcast", "1\n");
        assertEquals(List.of(), complaints());
        assertTrue(run().out().contains("mlx5_0 port 1, InfiniBand, ACTIVE"));
    }

    @Test
    void findsWhatVerbsLacks() throws IOException {
        addRdma("InfiniBand", "2: INIT");
        write("/sys/class/net/ib0/umcast", "0\n");
        write("/proc/self/limits", "Max locked memory         8388608              8388608              bytes     \n");
        Files.delete(root.resolve("usr/lib/x86_64-linux-gnu/librdmacm.so.1"));
        Files.delete(root.resolve("dev/infiniband/rdma_cm"));
        assertEquals(List.of("rdma: warning: start a subnet manager: systemctl start opensm, here or on another host",
            "rdma libraries: error: apt-get install libibverbs1 librdmacm1 ibverbs-providers",
            "rdma nodes: error: modprobe -a ib_uverbs rdma_ucm (container: --device=/dev/infiniband)",
            "ipoib: warning: echo 1 > /sys/class/net/ib0/umcast",
            "memlock: warning: ulimit -l unlimited, for good: echo '* - memlock unlimited' > /etc/security/limits.d/umcast.conf"),
            complaints());
    }

    @Test
    void saysByWhichUriVerbsCanBeUsed() throws IOException {
        addRdma("InfiniBand", "4: ACTIVE");
        assertTrue(run().out().contains("verbs:interface=ib0 is mlx5_0 port 1 (InfiniBand, ACTIVE) by ib0, P_Key 0xffff, " +
            "ps=udp or ps=ipoib, datagrams up to 2048 bytes"), () -> run().out());
    }

    @Test
    void saysThatRoceHasNoIpoib() throws IOException {
        addRdma("Ethernet", "4: ACTIVE");
        assertTrue(run().out().contains("verbs:interface=eth0 is mlx5_0 port 1 (RoCE v2, ACTIVE) by eth0, ps=udp, datagrams up to 1024"),
            () -> run().out());
    }

    @Test
    void findsWhatKeepsTheRdmaCmFromBinding() throws IOException {
        addRdma("InfiniBand", "4: ACTIVE");
        host.interfaces.set(2, new Host.Interface("ib0", true, false, true, 2044, List.of()));
        assertEquals(List.of("interface: warning: ip address add ADDRESS/PREFIX dev ib0",
            "verbs: warning: ip address add ADDRESS/PREFIX dev ib0"), complaints());
        host.interfaces.set(2, new Host.Interface("ib0", false, false, true, 2044, List.of("10.9.0.1")));
        assertEquals(List.of("interface: warning: ip link set ib0 up", "verbs: warning: ip link set ib0 up"), complaints());
        Files.delete(root.resolve("sys/class/net/ib0/address"));
        host.interfaces.remove(2);
        assertEquals(
            List.of("verbs: warning: InfiniBand: modprobe ib_ipoib; a container or namespace: give it the interface, too"), complaints());
    }

    @Test
    void doesNotMissLibrariesWithoutADevice() throws IOException {
        Files.delete(root.resolve("usr/lib/x86_64-linux-gnu/libibverbs.so.1"));
        assertEquals(List.of(), complaints());
    }

    @Test
    void warnsOfADeadLink() throws IOException {
        addRdma("Ethernet", "1: DOWN");
        assertEquals(List.of("rdma: warning: look at the cable and the switch: rdma link show"), complaints());
    }

    @Test
    void looksAtThisVeryMachine() {
        final Run run = Run.umcast("doctor", "--json");
        final Map<String, Object> json = run.json();
        assertEquals(run.status() == 0, (Long)json.get("errors") == 0, run::toString);
        assertTrue(run.out().contains("{\"check\":\"multicast\",\"status\":\"ok\""), run::toString);
    }
}
