/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void choosesTheUnitThatSuits() {
        assertEquals("999 ns, 1.0 us, 12.3 ms, 10.0 s", Text.time(999) + ", " + Text.time(1_000) + ", " + Text.time(12_345_678) + ", " +
            Text.time(10_000_000_000L));
        assertEquals("64 B, 8.0 KiB, 1.5 MiB, 2.0 GiB", Text.bytes(64) + ", " + Text.bytes(8192) + ", " + Text.bytes(3 << 19) + ", " +
            Text.bytes(2L << 30));
        assertEquals("999,999 msg/s, 18.50 M msg/s", Text.rate(999_999) + ", " + Text.rate(18.5e6));
        assertEquals("1,184.0 MB/s", Text.throughput(1.184e9));
    }

    @Test
    void countsWithANoun() {
        assertEquals("0 messages, 1 message, 1,234 messages",
            Text.count(0, "message") + ", " + Text.count(1, "message") + ", " + Text.count(1234, "message"));
    }

    @Test
    void bracketsIpv6() throws UnknownHostException {
        final byte[] loopback6 = new byte[16];
        loopback6[15] = 1;
        assertEquals("127.0.0.1:5", Text.address(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 5)));
        assertEquals("[0:0:0:0:0:0:0:1]:5", Text.address(new InetSocketAddress(InetAddress.getByAddress(loopback6), 5)));
    }

    @Test
    void drawsABarForEachDoubling() {
        final Histogram histogram = Percentiles.newHistogram();
        histogram.recordValueWithCount(1_500, 75);
        histogram.recordValueWithCount(5_000, 25);
        assertEquals(3, Bars.text(histogram).lines().count());
        assertEquals("     1.0 us to    2.0 us  75.00 % " + "#".repeat(50), Bars.text(histogram).lines().findFirst().orElseThrow());
        assertEquals("", Bars.text(Percentiles.newHistogram()));
    }
}
