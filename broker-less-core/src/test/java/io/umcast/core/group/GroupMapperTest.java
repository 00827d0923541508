/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Properties;

import io.umcast.TopicPattern;
import io.umcast.ConfigException;
import io.umcast.config.Config;
import org.junit.jupiter.api.Test;

class GroupMapperTest {
    @Test
    void theExplicitTableComesFirst() {
        final GroupMapper mapper = GroupMapper.of(Config.resolve("udp:topics=orders@239.7.7.7", new Properties()));
        assertEquals("239.7.7.7", mapper.groupOf("orders").getHostAddress());
        assertTrue(mapper.groupOf("prices").getHostAddress().startsWith("239.192.0."));
        assertEquals(16, mapper.count());
    }

    @Test
    void aPatternGoesWhereverItsTopicsMay() {
        final GroupMapper mapper =
            GroupMapper.of(Config.resolve("udp:topics=orders.own@239.7.7.7,prices.own@239.192.0.3", new Properties()));
        assertEquals(16, mapper.groupsOf(TopicPattern.of("prices.*")).size());
        assertEquals(17, mapper.groupsOf(TopicPattern.of("orders.>")).size());
        assertEquals(17, mapper.all().size());
        assertEquals(java.util.List.of(mapper.groupOf("orders.own")), mapper.groupsOf(TopicPattern.of("orders.own")));
    }

    /** FNV-1a of 32 bits, folded: computed apart from the code. A change here would part old and new versions. */
    @Test
    void theHashNeverChanges() {
        assertEquals(0x811c_9dc5 ^ 0x811c, folded(""));
        assertEquals(0xe40c_292c ^ 0xe40c, folded("a"));
        assertEquals(0xbf9c_f968 ^ 0xbf9c, folded("foobar"));
    }

    @Test
    void oneGroupTakesEverything() throws UnknownHostException {
        final GroupMapper mapper = new GroupMapper(address("239.7.7.7"), 1, Map.of());
        assertEquals(address("239.7.7.7"), mapper.groupOf("a"));
        assertEquals(address("239.7.7.7"), mapper.groupOf("b"));
    }

    @Test
    void countsOnAcrossOctets() throws UnknownHostException {
        final GroupMapper v4 = new GroupMapper(address("239.1.255.255"), 65536, Map.of());
        assertEquals(address("239.1.255.255"), v4.at(0));
        assertEquals(address("239.2.0.0"), v4.at(1));
        assertEquals(address("239.2.255.254"), v4.at(65535));
        final GroupMapper v6 = new GroupMapper(address("ff15::ffff:ffff"), 3, Map.of());
        assertEquals(address("ff15::1:0:0"), v6.at(1));
        assertEquals(address("ff15::1:0:1"), v6.at(2));
    }

    @Test
    void spreadsTopicsEvenly() throws UnknownHostException {
        final int[] counts = new int[16];
        for (int i = 0; i < 16_000; i++) {
            counts[GroupMapper.index("prices.SYM" + i, 16)]++;
        }
        for (final int count : counts) {
            assertTrue(count > 800 && count < 1200, "count " + count);
        }
    }

    @Test
    void refusesRangesThatLeaveTheMulticastAddresses() throws UnknownHostException {
        new GroupMapper(address("239.255.255.255"), 1, Map.of());
        for (final String first : new String[] {"239.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}) {
            final InetAddress last = address(first);
            assertThrows(ConfigException.class, () -> new GroupMapper(last, 2, Map.of()));
        }
        final InetAddress host = address("10.0.0.1");
        final InetAddress group = address("239.0.0.1");
        assertThrows(ConfigException.class, () -> new GroupMapper(host, 1, Map.of()));
        assertThrows(ConfigException.class, () -> new GroupMapper(group, 0, Map.of()));
    }

    // two remainders tell all 32 bits
    private static int folded(final String topic) {
        final int low = GroupMapper.index(topic, 1 << 16);
        final int remainder = GroupMapper.index(topic, Integer.MAX_VALUE);
        for (int top = 0; top < 3; top++) {
            final int candidate = (int)(remainder + top * (long)Integer.MAX_VALUE);
            if ((candidate & 0xFFFF) == low) {
                return candidate;
            }
        }
        throw new AssertionError("no candidate");
    }

    private static InetAddress address(final String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
