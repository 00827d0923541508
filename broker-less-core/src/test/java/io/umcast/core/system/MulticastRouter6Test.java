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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.umcast.core.transport.NetworkNamespace;

/** The MLD reports of a member make an IPv6 multicast router carry a group from the publisher's subnet, and its leaving ends that. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MulticastRouter6Test {
    private static final long MESSAGES = 500;
    private static final long BYTES = MESSAGES * StationProgram.LENGTH;
    /** What else may go to a subnet meanwhile: queries, router advertisements. */
    private static final long NOISE = BYTES / 10;
    private static final String FAR = "&ttl=8";
    /** More than a membership lasts that nobody renews. */
    private static final int LIFETIME_QUERIES = 12;
    private static final String FORCED_VERSION = "net/ipv6/conf/" + Host.INTERFACE + "/force_mld_version";

    private RoutedNetwork6 network;
    private Subnets subnets;
    private Station publisher;
    private Station background;
    private Station member;

    @BeforeAll
    void build() throws Exception {
        final String missing = NetworkNamespace.missing();
        assumeTrue(missing == null, missing);
        final String router = RoutedNetwork6.missing();
        assumeTrue(router == null, router);
        network = new RoutedNetwork6();
        subnets = network.subnets();
        publisher = new Station(subnets.namespace(RoutedNetwork6.SOURCE));
        background = new Station(subnets.namespace(RoutedNetwork6.SOURCE));
        member = new Station(subnets.namespace(RoutedNetwork6.MEMBER));
    }

    @AfterEach
    void closeConnections() throws Exception {
        member.tell("close");
        background.tell("close");
        publisher.tell("close");
        subnets.namespace(RoutedNetwork6.MEMBER).set(FORCED_VERSION, "0");
    }

    @AfterAll
    void takeDown() throws Exception {
        for (final Station station : new Station[] {publisher, background, member}) {
            if (station != null) {
                station.close();
            }
        }
        if (network != null) {
            network.close();
        }
    }

    private static String uri(final int subnet, final int number, final String nativeOption, final String group) {
        return "udp:interface=" + RoutedNetwork6.address(subnet, number) + "&native=" + nativeOption + "&linger=100ms&group=" + group;
    }

    /** Publishes beside the publisher's stream, for nobody in particular. */
    private void inBackground(final String uri) throws Exception {
        background.tell("close");
        background.open(uri + "&unconnected=send");
        background.tell("publish background");
    }

    /** How much of what is published in the background now goes to the member's subnet. */
    private long carried() throws Exception {
        final long published = subnets.receivedFrom(RoutedNetwork6.SOURCE);
        final long before = subnets.sentTo(RoutedNetwork6.MEMBER);
        background.send(MESSAGES);
        Station.await("the datagrams to come to the router", () -> subnets.receivedFrom(RoutedNetwork6.SOURCE) - published,
            bytes -> bytes >= BYTES);
        return subnets.sentTo(RoutedNetwork6.MEMBER) - before;
    }

    /**
     * All of what is published in the background goes to the member's subnet, now or soon: on a busy machine the router sends a moment after it
     * has taken, hears the host's report late, or the kernel drops a datagram, which nobody repeats.
     */
    private void assertCarriesAll(final String when) throws Exception {
        Station.await("the router to carry all " + when, this::carried, bytes -> bytes >= BYTES);
    }

    private void subscribe(final String uri, final String group, final String nativeOption) throws Exception {
        member.open(uri);
        member.tell("subscribe a");
        publisher.open(uri(RoutedNetwork6.SOURCE, 1, nativeOption, group) + FAR);
        publisher.tell("publish a");
        publisher.send(MESSAGES); // waits for the subscriber
        member.awaitReceived(MESSAGES);
    }

    private void carriesExactlyWhileSubscribed(final String nativeOption, final String group, final String sources) throws Exception {
        inBackground(uri(RoutedNetwork6.SOURCE, 1, nativeOption, group) + FAR);
        assertTrue(carried() < NOISE, "before");
        subscribe(uri(RoutedNetwork6.MEMBER, 1, nativeOption, group) + sources, group, nativeOption);
        assertCarriesAll("while it is subscribed to");
        if (nativeOption.equals("on")) { // once is enough: it is the kernel that answers
            network.awaitQueries(LIFETIME_QUERIES);
            assertCarriesAll("while the kernel answers the router's queries");
        }
        member.tell("unsubscribe");
        Station.await("the router to stop", this::carried, bytes -> bytes < NOISE);
    }

    /** With 1, the host's kernel speaks MLDv1 only. */
    @ParameterizedTest
    @CsvSource({"on, 0", "off, 0", "on, 1"})
    void carriesAGroupExactlyWhileItIsSubscribedTo(final String nativeOption, final String version) throws Exception {
        subnets.namespace(RoutedNetwork6.MEMBER).set(FORCED_VERSION, version);
        carriesExactlyWhileSubscribed(nativeOption, "ff15::1:" + version + nativeOption.length(), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void carriesAGroupOfASourceExactlyWhileItIsSubscribedTo(final String nativeOption) throws Exception {
        carriesExactlyWhileSubscribed(nativeOption, "ff35::8000:10" + nativeOption.length(),
            "&source=" + RoutedNetwork6.address(RoutedNetwork6.SOURCE, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void carriesNothingOfOtherSourcesNorWithAHopLimitOfOne(final String nativeOption) throws Exception {
        final String group = "ff35::8000:20" + nativeOption.length();
        subscribe(uri(RoutedNetwork6.MEMBER, 1, nativeOption, group) + "&source=" + RoutedNetwork6.address(RoutedNetwork6.SOURCE, 1), group,
            nativeOption);
        inBackground(uri(RoutedNetwork6.SOURCE, 2, nativeOption, group) + FAR);
        assertTrue(carried() < NOISE, "another source");
        inBackground(uri(RoutedNetwork6.SOURCE, 1, nativeOption, group) + "&ttl=1");
        assertTrue(carried() < NOISE, "a hop limit of 1");
        inBackground(uri(RoutedNetwork6.SOURCE, 1, nativeOption, group) + FAR);
        assertCarriesAll("the source, and hops enough");
    }
}
