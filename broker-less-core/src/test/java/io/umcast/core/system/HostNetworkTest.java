/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.umcast.core.counters.CounterType;
import io.umcast.core.transport.NetworkNamespace;

/**
 * A publisher and three subscribers, each a host of its own at a switch with IGMP snooping, and what happens to networks and hosts.
 * Every subscriber's checksum over all messages, and the counters, say what came of it.
 */
@Timeout(240)
class HostNetworkTest {
    /** Nobody is given up for being away for a while. */
    private static final String PATIENT = "receiver-timeout=60s&image-timeout=60s&loss-timeout=60s";
    private static final int LAST = 3;

    private HostNetwork network;

    @BeforeEach
    void build() throws IOException {
        final String missing = NetworkNamespace.missing();
        assumeTrue(missing == null, missing);
        network = new HostNetwork(LAST + 1);
    }

    @AfterEach
    void takeDown() throws IOException {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void repairsWhatTheNetworkLosesDoublesAndReorders() throws Exception {
        for (final Host host : network.subscribers()) {
            host.namespace().run("nft", "add table ip faults");
            host.namespace().run("nft", "add chain ip faults input { type filter hook input priority 0; }");
            host.namespace().run("nft", "add rule ip faults input ip protocol udp numgen random mod 100 < 5 drop");
        }
        final String faults = PATIENT + "&duplicate=0.02&reorder=0.05";
        start(List.of(faults, faults + "&seed=2", faults + "&seed=3&native=off"), PATIENT);
        network.publisher().publish(20_000);
        awaitAll(20_000);
        for (final Host host : network.subscribers()) {
            host.await("something to be lost", it -> it.counter(CounterType.NAKS_SENT) > 0); // the counters follow
            host.await("something to be doubled", it -> it.counter(CounterType.DUPLICATES) > 0);
            host.namespace().run("nft", "delete table ip faults"); // nobody repeats a goodbye that is lost
        }
        network.publisher().await("something to be repaired", host -> host.counter(CounterType.REPAIRS_SENT) > 0);
        endInOrder(20_000);
    }

    @Test
    void waitsForAHostWhoseCableIsUnpluggedForFiveSeconds() throws Exception {
        start(List.of(PATIENT, PATIENT, PATIENT), PATIENT);
        network.publisher().publish(100_000_000);
        network.subscribers().get(0).await("the stream to flow", host -> host.told("received0") > 5_000);
        network.plugged(LAST, false);
        TimeUnit.SECONDS.sleep(5); // the fault itself, not a wait for something
        final long before = network.publisher().told("sent");
        network.plugged(LAST, true);
        network.publisher().await("to go on", host -> host.told("sent") > before + 20_000);
        final long total = stopPublishing();
        awaitAll(total);
        endInOrder(total);
    }

    @Test
    void goesOnWithoutAHostThatStandsStillForTenSecondsAndTellsItExactlyWhatItMissed() throws Exception {
        // the log holds what the living have not heard in many seconds, and nothing for others
        start(List.of(PATIENT, PATIENT, PATIENT), "fc=max&receiver-timeout=10s&log=32m&retain=0");
        network.publisher().publish(100_000_000);
        network.subscribers().get(0).await("the stream to flow", host -> host.told("received0") > 5_000);
        final Host stopped = network.subscribers().get(LAST - 1);
        stopped.signal("STOP");
        final long before = stopped.told("received0");
        network.publisher().await("to name the host that is silent", host -> host.told("dropped-host3") == 1); // ten seconds
        network.subscribers().get(0).await("the others to go on", host -> host.told("received0") > before + 50_000);
        stopped.signal("CONT");
        stopped.await("to receive again", host -> host.told("received0") > before + 5_000);
        final long total = stopPublishing();
        for (final Host host : network.subscribers().subList(0, LAST - 1)) {
            awaitWhole(host, 0, total);
        }
        stopped.await("the end", host -> host.told("received0") + host.told("missing0") == total);
        assertTrue(stopped.told("missing0") > 0);
        assertEquals(0, stopped.told("wrong0"), () -> stopped.report().toString());
        final long padding = stopped.told("lost0") - stopped.told("missing0") * MessageChain.RECORD;
        assertTrue(padding >= 0 && padding < MessageChain.RECORD, () -> stopped.report().toString()); // where the log first wraps
        stopped.await("the counter to say so", host -> host.counter(CounterType.LOSS_BYTES) == host.told("lost0"));
        endHosts();
    }

    @Test
    void followsAPublisherThatIsKilledAndStartedAgain() throws Exception {
        final String quick = "image-timeout=12s";
        start(List.of(quick, quick, quick), PATIENT);
        network.publisher().publish(3_000);
        awaitAll(3_000);
        network.publisher().kill();
        network.publisher().start("publish", PATIENT);
        network.publisher().await("the subscribers", host -> joined(host) == LAST);
        network.publisher().publish(2_000);
        for (final Host host : network.subscribers()) {
            awaitWhole(host, 1, 2_000);
            host.await("the first stream's end", it -> it.told("silent") == 1);
            assertEquals(3_000, host.told("received0"));
            assertEquals(MessageChain.of(3_000), host.told("chain0"));
            assertEquals(0, host.told("losses"));
        }
        endHosts();
    }

    /** What its cable cannot carry never comes: it is told so within the loss timeout, again and again, and harms nobody else. */
    @Test
    void tellsTheHostWhoseCableCarriesLessThanTheDatagramsAndServesTheOthers() throws Exception {
        network.mtu(LAST, 600);
        final String impatient = "loss-timeout=200ms";
        // with gso a virtual cable carries repairs that are sent together
        start(List.of(PATIENT, PATIENT, impatient), PATIENT + "&fc=max&log=16m&mtu=1472&gso=off");
        network.publisher().publish(20_000);
        for (final Host host : network.subscribers().subList(0, LAST - 1)) {
            awaitWhole(host, 0, 20_000);
        }
        final Host narrow = network.subscribers().get(LAST - 1);
        narrow.await("all that it misses to be told",
            host -> host.told("losses") > 0 &&
                host.told("lost0") + host.told("received0") * MessageChain.RECORD >= 20_000 * MessageChain.RECORD);
        assertEquals(0, narrow.told("wrong0"), () -> narrow.report().toString());
        endHosts();
    }

    private void start(final List<String> subscribing, final String publishing) throws Exception {
        for (int i = 0; i < LAST; i++) {
            network.subscribers().get(i).start("subscribe", subscribing.get(i));
        }
        network.publisher().start("publish", publishing);
        network.publisher().await("the subscribers", host -> joined(host) == LAST);
        awaitForwarding();
    }

    private static long joined(final Host host) {
        return host.report().keySet().stream().filter(key -> key.startsWith("joined-")).count();
    }

    /** The switch knows who wants the group: it does not just flood. */
    private void awaitForwarding() throws Exception {
        for (int i = 1; i <= LAST; i++) {
            final String port = "port" + i;
            network.publisher().await("the switch to know " + port, host -> forwards(port));
        }
        assertTrue(!forwards("port0"), "the publisher wants nothing");
    }

    private boolean forwards(final String port) {
        try {
            return network.forwarding().lines().anyMatch(line -> line.contains(port + " ") && line.contains("grp 239.192."));
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Has the publisher stop where it is; returns how many messages it has published. */
    private long stopPublishing() throws Exception {
        network.publisher().publish(0);
        final long[] last = {-1};
        network.publisher().await("everything to be consumed", host -> {
            final Map<String, Long> told = host.report(); // one line: it has read that it is to stop, and then told the rest
            last[0] = told.getOrDefault("sent", -1L);
            return told.getOrDefault("target", -1L) == 0 && told.get("consumed") == last[0];
        });
        return last[0];
    }

    private void awaitAll(final long count) throws Exception {
        for (final Host host : network.subscribers()) {
            awaitWhole(host, 0, count);
        }
    }

    private static void awaitWhole(final Host host, final int stream, final long count) throws Exception {
        host.await(count + " messages", it -> it.told("received" + stream) >= count);
        assertEquals(count, host.told("received" + stream));
        assertEquals(MessageChain.of(count), host.told("chain" + stream), "checksum of " + count + " messages");
        assertEquals(0, host.told("wrong" + stream));
        assertEquals(0, host.told("missing" + stream));
    }

    private void endInOrder(final long count) throws Exception {
        for (final Host host : network.subscribers()) {
            assertEquals(0, host.counter(CounterType.LOSS_EVENTS));
        }
        endHosts();
        for (final Host host : network.subscribers()) {
            awaitEnded(host, count);
        }
    }

    private static void awaitEnded(final Host host, final long count) {
        assertEquals(count, host.told("received0"));
        assertEquals(1, host.told("goodbye"));
        assertEquals(0, host.told("losses"));
    }

    /** The publisher first, so that the others hear its goodbye. */
    private void endHosts() throws Exception {
        network.publisher().end();
        for (final Host host : network.subscribers()) {
            host.await("a goodbye", it -> it.told("goodbye") == 1);
            host.end();
            assertEquals(0, host.told("error"));
        }
    }
}
