/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.umcast.core.transport.NetworkNamespace;

/**
 * A switch that snoops IGMPv3 and MLDv2 and is the querier: it knows our groups exactly while we are members, and sends their
 * datagrams to nobody else.
 */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnoopingSwitchTest {
    private static final int PUBLISHER = 0;
    private static final int MEMBER = 1;
    private static final int OTHER = 2;
    private static final long MESSAGES = 500;
    private static final long BYTES = MESSAGES * StationProgram.LENGTH;
    /** What else may go to a host meanwhile: queries, neighbour discovery, statuses. */
    private static final long NOISE = BYTES / 10;

    private HostNetwork network;
    private Station publisher;
    private Station member;
    private Station other;

    @BeforeAll
    void build() throws Exception {
        final String missing = NetworkNamespace.missing();
        assumeTrue(missing == null, missing);
        network = new HostNetwork(3);
        publisher = new Station(network.namespace(PUBLISHER));
        member = new Station(network.namespace(MEMBER));
        other = new Station(network.namespace(OTHER));
        awaitQuerier();
    }

    /** For a moment after its start the querier has the switch flood: until it does not, for either IP. */
    private void awaitQuerier() throws Exception {
        for (final UdpPath path : Stream.of(UdpPath.JAVA_IPV4, UdpPath.JAVA_IPV6).filter(UdpPath::isThere).toList()) {
            publisher.open(path.uri(PUBLISHER, path.group(1)) + "&unconnected=send");
            publisher.tell("publish a");
            Station.await("the switch to flood no longer", () -> carried(publisher, PUBLISHER, OTHER), bytes -> bytes < NOISE);
            publisher.tell("close");
        }
    }

    @AfterEach
    void closeConnections() throws Exception {
        member.tell("close");
        other.tell("close");
        publisher.tell("close");
    }

    @AfterAll
    void takeDown() throws Exception {
        for (final Station station : new Station[] {publisher, member, other}) {
            if (station != null) {
                station.close();
            }
        }
        if (network != null) {
            network.close();
        }
    }

    /** How many bytes go to a host when another one publishes. */
    private long carried(final Station from, final int source, final int destination) throws Exception {
        final long published = network.receivedFrom(source);
        final long before = network.sentTo(destination);
        from.send(MESSAGES);
        Station.await("the datagrams to come to the switch", () -> network.receivedFrom(source) - published, bytes -> bytes >= BYTES);
        return network.sentTo(destination) - before;
    }

    private void awaitForwarded(final Set<String> groups, final boolean known) throws Exception {
        Station.await("the switch to know " + (known ? "all of " : "none of ") + groups, () -> {
            final Set<String> now = network.forwarded(MEMBER, null);
            now.retainAll(groups);
            return now;
        }, now -> known ? now.equals(groups) : now.isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void sendsToMembersOnlyAndToNobodyWhenTheLastHasLeft(final UdpPath path) throws Exception {
        final String group = path.group(40);
        member.open(path.uri(MEMBER, group));
        member.tell("subscribe a");
        awaitForwarded(Set.of(group), true);
        assertFalse(network.forwarded(OTHER, null).contains(group), "the other host does not want it");
        publisher.open(path.uri(PUBLISHER, group) + "&unconnected=send");
        publisher.tell("publish a");
        final long memberBefore = network.sentTo(MEMBER);
        assertAtMost(NOISE, carried(publisher, PUBLISHER, OTHER));
        member.awaitReceived(MESSAGES);
        assertAtLeast(BYTES, network.sentTo(MEMBER) - memberBefore);

        member.tell("unsubscribe");
        awaitForwarded(Set.of(group), false);
        assertAtMost(NOISE, carried(publisher, PUBLISHER, MEMBER));
        assertAtMost(NOISE, carried(publisher, PUBLISHER, OTHER));
    }

    @ParameterizedTest
    @EnumSource
    void sendsOfNamedSourcesOnly(final UdpPath path) throws Exception {
        final String group = path.sourceSpecificGroup(50);
        member.open(path.uri(MEMBER, group) + "&source=" + path.address(PUBLISHER));
        member.tell("subscribe a");
        Station.await("the switch to know the source", () -> network.forwarded(MEMBER, path.address(PUBLISHER)),
            known -> known.contains(group));
        other.open(path.uri(OTHER, group) + "&unconnected=send");
        other.tell("publish a");
        assertAtMost(NOISE, carried(other, OTHER, MEMBER));
        publisher.open(path.uri(PUBLISHER, group));
        publisher.tell("publish a");
        publisher.send(MESSAGES);
        member.awaitReceived(MESSAGES);
        member.tell("unsubscribe");
        Station.await("the switch to forget the source", () -> network.forwarded(MEMBER, path.address(PUBLISHER)),
            known -> !known.contains(group));
    }

    /** 20 is net.ipv4.igmp_max_memberships, for each socket; IPv6 has no such limit, but a socket's memory holds some 20 here. */
    @ParameterizedTest
    @EnumSource
    void knowsAHundredGroupsOfOneConnection(final UdpPath path) throws Exception {
        network.namespace(MEMBER).set("net/ipv4/igmp_max_memberships", "20");
        network.namespace(MEMBER).setIfThere("net/core/optmem_max", "1024"); // each namespace has its own since Linux 6.8
        final String first = path.group(60, 0);
        final Set<String> groups = IntStream.range(0, 100).mapToObj(i -> path.group(60, i)).collect(Collectors.toCollection(TreeSet::new));
        member.open(path.uri(MEMBER, first) + "&groups=100");
        member.tell("subscribe >");
        assertEquals(groups, member.held(groups));
        awaitForwarded(groups, true);
        publisher.open(path.uri(PUBLISHER, first) + "&groups=100");
        publisher.tell("publish a");
        publisher.send(MESSAGES);
        member.awaitReceived(MESSAGES);
        member.tell("unsubscribe");
        assertEquals(Set.of(), member.held(groups));
        awaitForwarded(groups, false);
    }

    @ParameterizedTest
    @EnumSource
    void forgetsASubscriberThatIsKilled(final UdpPath path) throws Exception {
        final String group = path.group(80);
        try (Station killed = new Station(network.namespace(MEMBER))) {
            killed.open(path.uri(MEMBER, group));
            killed.tell("subscribe a");
            awaitForwarded(Set.of(group), true);
            killed.kill();
            assertEquals(Set.of(), killed.held(List.of(group)), "the kernel leaves by itself");
            awaitForwarded(Set.of(group), false);
        }
    }

    private static void assertAtLeast(final long bound, final long bytes) {
        assertTrue(bytes >= bound, bytes + " bytes, less than " + bound);
    }

    private static void assertAtMost(final long bound, final long bytes) {
        assertTrue(bytes <= bound, bytes + " bytes, more than " + bound);
    }
}
