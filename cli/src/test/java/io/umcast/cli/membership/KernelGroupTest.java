/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.List;

import io.umcast.core.membership.IpoibGroup;
import io.umcast.core.membership.KernelGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The kernel's own files: igmp.txt and igmp6.txt were recorded (Linux 6) in a namespace where three sockets had joined, ib0_mcg.txt by
 * testbed/guest/membership.sh on the IPoIB driver of Linux 6.1.
 */
class KernelGroupTest {
    private static String told(final KernelGroup group) {
        return group.networkInterface() + " " + group.group().getHostAddress() + " " + group.users() + " " + group.version() +
            (group.isKernels() ? " kernel" : "");
    }

    @Test
    void readsIgmp() {
        assertEquals(List.of("lo 224.0.0.1 1 V3 kernel", "peer0 224.0.0.1 1 V3 kernel", "ib0 239.192.0.15 1 V3", "ib0 239.1.2.3 2 V3",
            "ib0 224.0.0.1 1 V3 kernel"),
            KernelGroup.parse(Sample.read("igmp.txt"), ByteOrder.LITTLE_ENDIAN).stream().map(KernelGroupTest::told).toList());
    }

    @Test
    void readsIgmp6() {
        final List<String> told = KernelGroup.parse6(Sample.read("igmp6.txt")).stream().map(KernelGroupTest::told).toList();
        assertEquals(9, told.size());
        assertEquals("lo ff02:0:0:0:0:0:0:1 1  kernel", told.get(0));
        assertEquals(List.of("ib0 ff15:0:0:0:0:0:0:1234 1 "), told.stream().filter(group -> !group.endsWith("kernel")).toList());
    }

    @Test
    void readsGroupsOfBigEndianMachinesAsTheyPrintThem() {
        final String text = "1\tlo        :     1      V2\n\t\t\t\tEF010203     1 0:00000000\t\t0\n";
        assertEquals(List.of("lo 239.1.2.3 1 V2"),
            KernelGroup.parse(text, ByteOrder.BIG_ENDIAN).stream().map(KernelGroupTest::told).toList());
    }

    @Test
    void readsNamesThatFillTheirColumn() {
        final String text = "12\tenp129s0f0np0.10:     1      V3\n\t\t\t\t030201EF 1 1:0000002A\t\t1\n";
        assertEquals(List.of("enp129s0f0np0.10 239.1.2.3 1 V3"),
            KernelGroup.parse(text, ByteOrder.LITTLE_ENDIAN).stream().map(KernelGroupTest::told).toList());
    }

    @ParameterizedTest
    @CsvSource({"''", "Idx\tDevice", "'\t\t\t\t010000E0     1 0:00000000\t\t0'", "'1\tlo        :     1      V3\n\t\t\t\tXX'"})
    void passesOverWhatIsNoGroupOfAnInterface(final String text) {
        assertTrue(KernelGroup.parse(text, ByteOrder.LITTLE_ENDIAN).isEmpty());
        assertTrue(KernelGroup.parse6(text).isEmpty());
    }

    @Test
    void readsWhatIpoibTells() {
        assertEquals(List.of("ff12:401b:ffff:0000:0000:0000:0000:0001 full", "ff12:401b:ffff:0000:0000:0000:0000:0016 send-only",
            "ff12:401b:ffff:0000:0000:0000:0f07:0101 full", "ff12:401b:ffff:0000:0000:0000:0f07:0202 full",
            "ff12:401b:ffff:0000:0000:0000:ffff:ffff full", "ff12:601b:ffff:0000:0000:0000:0000:0001 full",
            "ff12:601b:ffff:0000:0000:0000:0000:0002 send-only", "ff12:601b:ffff:0000:0000:0001:ff00:0001 full",
            "ff12:601b:ffff:0000:0000:0001:ff00:0100 full"),
            IpoibGroup.parse(Sample.read("ib0_mcg.txt")).stream().map(group -> group.mgid() + " " + group.state()).toList());
        assertEquals("pending", IpoibGroup.parse("GID: ff12:401b:ffff:0:0:0:0:2\n complete: no\n send_only: no\n").get(0).state());
        assertEquals("send-only", IpoibGroup.parse("GID: ff12:401b:ffff:0:0:0:0:2\n complete: yes\n send_only: yes\n").get(0).state());
        assertEquals(List.of(), IpoibGroup.parse("GID: ff12:401b\n  complete: yes\n\nnothing"));
    }
}
