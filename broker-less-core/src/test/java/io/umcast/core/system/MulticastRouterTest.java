/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.umcast.core.transport.NetworkNamespace;

/** A multicast router carries a group from the publisher's subnet to another one exactly while somebody there is a member. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MulticastRouterTest {
    private static final long MESSAGES = 500;
    private static final long BYTES = MESSAGES * StationProgram.LENGTH;
    /** What else may go to a subnet meanwhile: queries, hellos. */
    private static final long NOISE = BYTES / 10;
    private static final String FAR = "&ttl=8";

    private RoutedNetwork network;
    private Subnets subnets;
    private Station publisher;
    private Station background;
    private final Station[] members = new Station[RoutedNetwork.IGMP_V3 + 1];

    @BeforeAll
    void build() throws Exception {
        final String missing = NetworkNamespace.missing();
        assumeTrue(missing == null, missing);
        final String router = RoutedNetwork.missing();
        assumeTrue(router == null, router);
        network = new RoutedNetwork();
        subnets = network.subnets();
        publisher = new Station(subnets.namespace(RoutedNetwork.SOURCE));
        background = new Station(subnets.namespace(RoutedNetwork.SOURCE));
        for (final int subnet : new int[] {RoutedNetwork.IGMP_V2, RoutedNetwork.IGMP_V3}) {
            members[subnet] = new Station(subnets.namespace(subnet));
        }
    }

    @AfterEach
    void closeConnections() throws Exception {
        for (final int subnet : new int[] {RoutedNetwork.IGMP_V2, RoutedNetwork.IGMP_V3}) {
            members[subnet].tell("close");
        }
        background.tell("close");
        publisher.tell("close");
    }

    @AfterAll
    void takeDown() throws Exception {
        for (final Station station : new Station[] {publisher, background, members[RoutedNetwork.IGMP_V2], members[RoutedNetwork.IGMP_V3]}) {
            if (station != null) {
                station.close();
            }
        }
        if (network != null) {
            network.close();
        }
    }

    private static String uri(final int subnet, final int number, final String nativeOption, final String group) {
        return "udp:interface=" + RoutedNetwork.address(subnet, number) + "&native=" + nativeOption + "&linger=100ms&group=" + group;
    }

    /** How much of what is published to the group now goes to a subnet. */
    private long carried(final int subnet) throws Exception {
        final long published = subnets.receivedFrom(RoutedNetwork.SOURCE);
        final long before = subnets.sentTo(subnet);
        background.send(MESSAGES);
        Station.await("the datagrams to come to the router", () -> subnets.receivedFrom(RoutedNetwork.SOURCE) - published,
            bytes -> bytes >= BYTES);
        return subnets.sentTo(subnet) - before;
    }

    private void carriesExactlyWhileSubscribed(final int subnet, final String nativeOption, final String group, final String sources)
        throws Exception {
        final Station member = members[subnet];
        member.open(uri(subnet, 1, nativeOption, group) + sources);
        member.tell("subscribe a");
        publisher.open(uri(RoutedNetwork.SOURCE, 1, nativeOption, group) + FAR);
        publisher.tell("publish a");
        publisher.send(MESSAGES); // waits for the subscriber
        member.awaitReceived(MESSAGES);
        background.open(uri(RoutedNetwork.SOURCE, 1, nativeOption, group) + FAR + "&unconnected=send");
        background.tell("publish background");
        Station.await("the router to carry all", () -> carried(subnet), bytes -> bytes >= BYTES); // nobody repeats what the kernel drops
        member.tell("unsubscribe");
        Station.await("the router to stop", () -> carried(subnet), bytes -> bytes < NOISE);
    }

    /** It asks by IGMPv2, so the host's kernel reports and leaves by that. */
    @Test
    void carriesAGroupExactlyWhileItIsSubscribedTo() throws Exception {
        network.awaitReady();
        carriesExactlyWhileSubscribed(RoutedNetwork.IGMP_V2, "auto", "239.193.1.1", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void carriesAGroupOfASourceExactlyWhileItIsSubscribedTo(final String nativeOption) throws Exception {
        carriesExactlyWhileSubscribed(RoutedNetwork.IGMP_V3, nativeOption, "232.2.1." + nativeOption.length(),
            "&source=" + RoutedNetwork.address(RoutedNetwork.SOURCE, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"239.193.2.1", "232.2.3.1"})
    void carriesNothingThatNobodySubscribesTo(final String group) throws Exception {
        network.awaitReady();
        background.open(uri(RoutedNetwork.SOURCE, 1, "auto", group) + FAR + "&unconnected=send");
        background.tell("publish background");
        assertTrue(carried(RoutedNetwork.IGMP_V2) < NOISE);
        assertTrue(carried(RoutedNetwork.IGMP_V3) < NOISE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void carriesNothingOfOtherSourcesNorWithATtlOfOne(final String nativeOption) throws Exception {
        final String group = "232.2.2." + nativeOption.length();
        final Station member = members[RoutedNetwork.IGMP_V3];
        member.open(uri(RoutedNetwork.IGMP_V3, 1, nativeOption, group) + "&source=" + RoutedNetwork.address(RoutedNetwork.SOURCE, 1));
        member.tell("subscribe a");
        publisher.open(uri(RoutedNetwork.SOURCE, 1, nativeOption, group) + FAR);
        publisher.tell("publish a");
        publisher.send(MESSAGES);
        member.awaitReceived(MESSAGES);
        background.open(uri(RoutedNetwork.SOURCE, 2, nativeOption, group) + FAR + "&unconnected=send");
        background.tell("publish background");
        assertTrue(carried(RoutedNetwork.IGMP_V3) < NOISE, "another source");
        background.tell("close");
        background.open(uri(RoutedNetwork.SOURCE, 1, nativeOption, group) + "&ttl=1&unconnected=send");
        background.tell("publish background");
        assertTrue(carried(RoutedNetwork.IGMP_V3) < NOISE, "a TTL of 1");
        publisher.send(MESSAGES);
        member.awaitReceived(2 * MESSAGES);
    }
}
