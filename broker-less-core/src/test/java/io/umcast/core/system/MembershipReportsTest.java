/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.umcast.core.transport.NetworkNamespace;

/** The IGMPv3 and MLDv2 reports that leave a host, as they come to the switch: when a group is joined and left, and by whom not. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MembershipReportsTest {
    private HostNetwork network;
    private Station publisher;
    private Station subscriber;

    @BeforeAll
    void build() throws Exception {
        final String missing = NetworkNamespace.missing();
        assumeTrue(missing == null, missing);
        final String tool = ReportCapture.missing();
        assumeTrue(tool == null, tool);
        network = new HostNetwork(2);
        publisher = new Station(network.namespace(0));
        subscriber = new Station(network.namespace(1));
    }

    @AfterEach
    void closeConnections() throws Exception {
        subscriber.tell("close");
        publisher.tell("close");
    }

    @AfterAll
    void takeDown() throws Exception {
        if (subscriber != null) {
            subscriber.close();
        }
        if (publisher != null) {
            publisher.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstSubscriberIsReportedAndTheLastLeaving(final UdpPath path) throws Exception {
        final String group = path.group(10);
        final String other = path.group(11);
        try (ReportCapture capture = new ReportCapture(network.middle(), HostNetwork.port(1))) {
            subscriber.open(path.uri(1, group) + "&topics=other@" + other);
            assertEquals(Set.of(), subscriber.held(List.of(group, other)));
            subscriber.tell("subscribe a");
            assertEquals(Set.of(group), subscriber.held(List.of(group, other)));
            capture.await(group, "to_ex");
            assertEquals(Set.of(), capture.sources(group, "to_ex"), "from any source");
            subscriber.tell("subscribe a");
            subscriber.tell("subscribe b");
            subscriber.tell("unsubscribe");
            subscriber.tell("unsubscribe");
            assertEquals(Set.of(group), subscriber.held(List.of(group, other)), "one subscription is left");
            subscriber.tell("subscribe other"); // what was to be reported before is reported with it
            capture.await(other, "to_ex");
            assertEquals(List.of(), capture.of(group, "to_in"));
            subscriber.tell("unsubscribe");
            capture.await(other, "to_in");
            assertEquals(List.of(), capture.of(group, "to_in"));
            subscriber.tell("unsubscribe");
            capture.await(group, "to_in");
            assertEquals(Set.of(), capture.sources(group, "to_in"), "no source is left");
            assertEquals(Set.of(), subscriber.held(List.of(group, other)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void sourcesAreReportedAsTheyComeAndGo(final UdpPath path) throws Exception {
        final String group = path.sourceSpecificGroup(20);
        final Set<String> sources = Set.of(path.address(0), path.address(70));
        try (ReportCapture capture = new ReportCapture(network.middle(), HostNetwork.port(1))) {
            subscriber.open(path.uri(1, group) + "&source=" + String.join(",", sources));
            subscriber.tell("subscribe a");
            Station.await("sources", () -> capture.sources(group, "allow"), sources::equals);
            subscriber.tell("unsubscribe");
            Station.await("sources", () -> capture.sources(group, "block"), sources::equals);
            assertEquals(List.of(), capture.of(group, "to_ex"), "never from any source");
            assertEquals(Set.of(), subscriber.held(List.of(group)));
        }
    }

    /**
     * 10 is net.ipv4.igmp_max_msf, 64 net.ipv6.mld_max_msf, one value for all namespaces: the sources of a group that one socket may
     * name. Linux' own switch knows 32 of a port and group (PG_SRC_ENT_LIMIT of br_private.h): it does not snoop here.
     */
    @ParameterizedTest
    @EnumSource
    void allSourcesAreReportedAndHeardWhereOneSocketMayNameFew(final UdpPath path) throws Exception {
        network.namespace(1).set("net/ipv4/igmp_max_msf", "10");
        final String group = path.sourceSpecificGroup(40);
        final List<String> sources = IntStream.range(10, path.ipv6() ? 100 : 35).mapToObj(path::address).collect(Collectors.toList());
        sources.add(path.address(0)); // the last, which a socket has to be opened for
        network.snoop(false);
        try (ReportCapture capture = new ReportCapture(network.middle(), HostNetwork.port(1))) {
            subscriber.open(path.uri(1, group) + "&source=" + String.join(",", sources));
            subscriber.tell("subscribe a");
            Station.await("sources", () -> capture.sources(group, "allow"), Set.copyOf(sources)::equals);
            publisher.open(path.uri(0, group));
            publisher.tell("publish a");
            publisher.send(500);
            subscriber.awaitReceived(500);
            subscriber.tell("unsubscribe");
            Station.await("sources", () -> capture.sources(group, "block"), Set.copyOf(sources)::equals);
            assertEquals(Set.of(), subscriber.held(List.of(group)));
        } finally {
            network.snoop(true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPublisherAloneJoinsNothingAndIsHeardByMembers(final UdpPath path) throws Exception {
        final String group = path.group(30);
        final String other = path.group(31);
        try (ReportCapture capture = new ReportCapture(network.middle(), HostNetwork.port(0))) {
            subscriber.open(path.uri(1, group));
            subscriber.tell("subscribe a");
            publisher.open(path.uri(0, group) + "&topics=other@" + other);
            publisher.tell("publish a");
            publisher.send(500);
            subscriber.awaitReceived(500);
            assertEquals(Set.of(), publisher.held(List.of(group, other)));
            publisher.tell("subscribe other"); // what was to be reported before is reported with it
            capture.await(other, "to_ex");
            assertFalse(capture.groups().contains(group), () -> "reported: " + capture.groups());
            assertEquals(Set.of(other), publisher.held(List.of(group, other)));
        }
    }
}
