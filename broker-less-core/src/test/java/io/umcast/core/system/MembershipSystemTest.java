/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.ConnectionListener;
import io.umcast.MembershipEvent;
import io.umcast.MembershipEvent.State;
import io.umcast.Session;
import io.umcast.Subscriber;
import io.umcast.Topic;
import io.umcast.TopicPattern;
import io.umcast.Umcast;
import io.umcast.core.counters.CounterType;
import io.umcast.core.counters.CountersDirectory;
import io.umcast.core.counters.CountersSnapshot;
import io.umcast.core.membership.KernelGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Memberships of whole connections over kernel UDP on lo, as the kernel, the counters file and the application see them. */
@Timeout(120)
class MembershipSystemTest {
    /** A block of groups that only this process joins. */
    private static final String BLOCK = "239.254." + ProcessHandle.current().pid() % 250;

    @TempDir
    private Path counters;
    private final Peers peers = new Peers();
    private final ConcurrentLinkedQueue<MembershipEvent> told = new ConcurrentLinkedQueue<>();
    private final List<Connection> connections = new ArrayList<>();

    @AfterEach
    void close() {
        connections.forEach(Connection::close);
        peers.close();
    }

    private Connection connect(final String options) {
        final Connection connection = Umcast.connect(peers.uri(options + "&counters=" + counters),
            ConnectionConfig.defaults().listener(new ConnectionListener() {
                @Override
                public void onMembership(final MembershipEvent event) {
                    told.add(event);
                }
            }));
        connections.add(connection);
        return connection;
    }

    private static Subscriber subscribe(final Session session, final String pattern) {
        return session.subscribe(TopicPattern.of(pattern), (buffer, offset, length, header) -> {
        });
    }

    /** How many memberships the kernel counts of groups of our block on lo. */
    private static List<String> held(final int subnet) throws IOException {
        return KernelGroup.parse(Files.readString(Path.of("/proc/net/igmp"), StandardCharsets.US_ASCII), ByteOrder.nativeOrder()).stream()
            .filter(group -> group.networkInterface().equals("lo") && group.group().getHostAddress().startsWith(BLOCK + "."))
            .filter(group -> (group.group().getAddress()[3] & 0xFF) / 100 == subnet)
            .map(group -> group.group().getHostAddress() + " " + group.users()).toList();
    }

    private List<State> states() {
        return told.stream().map(MembershipEvent::to).toList();
    }

    private List<CountersSnapshot.Counter> counted(final CounterType type) {
        return CountersDirectory.list(counters).stream().flatMap(file -> CountersSnapshot.read(file).counters().stream())
            .filter(counter -> counter.typeId() == type.id()).toList();
    }

    @Test
    void theFirstSubscriberOfAConnectionBeginsAMembershipAndTheLastEndsIt() throws Exception {
        final String group = BLOCK + ".1";
        final Connection connection = connect("group=" + group + "&groups=1");
        final Session one = connection.createSession();
        final Session two = connection.createSession();
        one.createPublisher(Topic.of("a"));
        assertEquals(List.of(), held(0), "publishers join nothing");
        final Subscriber first = subscribe(one, "a");
        final Subscriber second = subscribe(two, "a");
        assertEquals(List.of(group + " 2"), held(0), "a socket each");
        peers.await("the counters", () -> counted(CounterType.ENTERED_MEMBER).stream().anyMatch(counter -> counter.value() == 1) &&
            counted(CounterType.MEMBERSHIP_STATE).stream().anyMatch(counter -> counter.value() == State.MEMBER.ordinal()));
        final CountersSnapshot.Counter state = counted(CounterType.MEMBERSHIP_STATE).get(0);
        assertTrue(state.label().endsWith(": " + group + " on lo"), state.label());
        assertEquals(State.MEMBER.ordinal(), state.value());
        first.close();
        assertEquals(List.of(group + " 1"), held(0));
        second.close();
        assertEquals(List.of(), held(0));
        peers.await("the events", () -> told.size() >= 5);
        assertEquals(List.of(State.JOINING, State.JOINED, State.MEMBER, State.LEAVING, State.ABSENT), states());
        peers.await("the counter to go", () -> counted(CounterType.MEMBERSHIP_STATE).isEmpty());
    }

    @Test
    void closingLeavesWhatIsStillJoined() throws Exception {
        final Connection connection = connect("group=" + BLOCK + ".2&groups=1");
        subscribe(connection.createSession(), "a");
        assertFalse(held(0).isEmpty());
        connection.close();
        assertEquals(List.of(), held(0));
        assertEquals(List.of(State.JOINING, State.JOINED, State.MEMBER, State.LEAVING, State.ABSENT), states());
    }

    @Test
    void aRangeNeverUsesMoreGroupsThanItsSize() throws Exception {
        final Session session = connect("group=" + BLOCK + ".100&groups=100").createSession();
        final List<Subscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            subscribers.add(subscribe(session, "topic." + i));
        }
        subscribers.add(subscribe(session, "topic.*"));
        assertEquals(100, held(1).size());
        assertTrue(held(1).stream().allMatch(group -> group.endsWith(" 1")), () -> "one membership a group");
        subscribers.forEach(Subscriber::close);
        assertEquals(List.of(), held(1));
    }

    @Test
    void connectionsOfOneProcessKeepTheirMembershipsApart() throws Exception {
        final String group = BLOCK + ".3";
        final Connection one = connect("group=" + group + "&groups=1");
        subscribe(one.createSession(), "a");
        subscribe(connect("group=" + group + "&groups=1&native=off").createSession(), "a");
        assertEquals(List.of(group + " 2"), held(0));
        one.close();
        assertEquals(List.of(group + " 1"), held(0));
    }
}
