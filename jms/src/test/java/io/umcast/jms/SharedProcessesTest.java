/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Shared subscriptions over real processes, killed without warning. */
final class SharedProcessesTest {
    private static final long SOON = 60_000;

    /** A member: says what it receives. Arguments: URI, how many it waits for, the session's mode. */
    static final class Member {
        private Member() {
        }

        public static void main(final String... args) throws Exception {
            try (UmcastConnection connection = new UmcastConnectionFactory(args[0]).createConnection();
                 Session session = connection.createSession(Integer.parseInt(args[2]))) {
                final Topic topic = session.createTopic("shared");
                final UmcastConsumer consumer = (UmcastConsumer)session.createSharedConsumer(topic, "s");
                consumer.setMessageListener(message -> {
                    try {
                        Jvm.say(message.getBody(String.class));
                    } catch (final JMSException e) {
                        Jvm.say(e.toString());
                    }
                });
                connection.start();
                while (consumer.inbox().share().size() < Integer.parseInt(args[1])) {
                    LockSupport.parkNanos(1_000_000);
                }
                Jvm.say(consumer.inbox().share().isLeader() ? "leads" : "follows");
                Jvm.say("ready");
                new CountDownLatch(1).await(170, TimeUnit.SECONDS);
            }
        }
    }

    private static void send(final Session session, final MessageProducer producer, final int from, final int to) throws JMSException {
        for (int n = from; n < to; n++) {
            producer.send(session.createTextMessage("m" + n));
        }
    }

    private static Set<String> union(final List<Jvm> members) {
        final Set<String> all = new TreeSet<>();
        members.forEach(member -> member.lines().stream().filter(line -> line.startsWith("m")).forEach(all::add));
        return all;
    }

    private static void awaitMore(final List<Jvm> members, final int count) {
        final long begin = System.nanoTime();
        while (union(members).size() < count) {
            assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(120), "only " + union(members).size() + " came");
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void neitherAKilledFollowerNorAKilledLeaderTakesMessagesAlong() throws Exception {
        final String uri = Ports.uri("jms.share-timeout=4000");
        final List<Jvm> members = new ArrayList<>();
        try (UmcastConnection connection = new UmcastConnectionFactory(uri).createConnection(); Session session = connection.createSession()) {
            for (int i = 0; i < 3; i++) {
                members.add(new Jvm(Member.class, uri, "3", String.valueOf(Session.AUTO_ACKNOWLEDGE)));
            }
            final Topic topic = session.createTopic("shared");
            final MessageProducer producer = session.createProducer(topic);
            for (final Jvm member : members) {
                member.await("ready");
            }
            assertTrue(connection.awaitSubscribers(topic, 3, Duration.ofSeconds(60)));
            final Jvm leader = members.stream().filter(member -> member.lines().contains("leads")).findFirst().orElseThrow();
            final Jvm follower = members.stream().filter(member -> member != leader).findFirst().orElseThrow();
            send(session, producer, 0, 300);
            awaitMore(List.of(follower), 50);
            send(session, producer, 300, 600);
            follower.kill();
            send(session, producer, 600, 900);
            awaitMore(List.of(leader), 100);
            send(session, producer, 900, 1200);
            leader.kill();
            send(session, producer, 1200, 1500);
            awaitMore(members, 1500);
        } finally {
            for (final Jvm member : members) {
                member.close();
            }
        }
    }

    @Test
    void whatAKilledMemberHadNotAcknowledgedComesToAnotherAsRedelivered() throws Exception {
        final String uri = Ports.uri("jms.share-timeout=4000");
        try (UmcastConnection connection = new UmcastConnectionFactory(uri).createConnection(); Session session = connection.createSession();
             Jvm member = new Jvm(Member.class, uri, "2", String.valueOf(Session.CLIENT_ACKNOWLEDGE))) {
            final Topic topic = session.createTopic("shared");
            final MessageConsumer consumer = session.createSharedConsumer(topic, "s");
            final MessageProducer producer = session.createProducer(topic);
            connection.start();
            member.await("ready");
            assertTrue(connection.awaitSubscribers(topic, 1, Duration.ofSeconds(60)));
            send(session, producer, 0, 200);
            final Set<String> own = new TreeSet<>();
            final long begin = System.nanoTime();
            while (own.size() + union(List.of(member)).size() < 200) {
                assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(120), own.size() + " and " + union(List.of(member)).size());
                final Message message = consumer.receive(10);
                if (message != null) {
                    own.add(message.getBody(String.class));
                }
            }
            member.kill();
            final Set<String> theirs = union(List.of(member));
            assertEquals(200 - own.size(), theirs.size(), "some came twice");
            assertTrue(theirs.size() > 20, "it had no part");
            final Set<String> again = new TreeSet<>();
            while (again.size() < theirs.size()) {
                final Message message = consumer.receive(SOON);
                assertTrue(message.getJMSRedelivered() && message.getIntProperty("JMSXDeliveryCount") == 2, message::toString);
                again.add(message.getBody(String.class));
            }
            assertEquals(theirs, again);
        }
    }
}
