/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

import io.umcast.Umcast;

/** A client id is had once, by whichever process. */
final class ClientIdTest {
    /** Has a client id until it is killed, and says what its ExceptionListener is told. Arguments: URI, client id. */
    static final class Holder {
        private Holder() {
        }

        public static void main(final String... args) throws Exception {
            try (UmcastConnection connection = new UmcastConnectionFactory(args[0]).createConnection()) {
                connection.setClientID(args[1]);
                connection.setExceptionListener(exception -> Jvm.say(exception.getClass().getSimpleName()));
                Jvm.say("has it");
                new CountDownLatch(1).await(120, TimeUnit.SECONDS);
            }
        }
    }

    /** A connection with sockets and threads of its own, as one of another process has them, since its URI is. */
    private static UmcastConnection apart(final String uri, final String name) throws JMSException {
        return new UmcastConnectionFactory(uri + "&name=" + name).createConnection();
    }

    private static void signal(final Jvm process, final String signal) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).inheritIO().start().waitFor());
    }

    @Test
    void anotherProcessIsRefusedTheIdUntilItsHolderIsKilled() throws Exception {
        final String uri = Ports.uri("receiver-timeout=3s&image-timeout=3s");
        try (Jvm holder = new Jvm(Holder.class, uri, "one"); UmcastConnection connection = apart(uri + "&jms.client-wait=6000", "other")) {
            holder.await("has it");
            final JMSException refused = assertThrows(InvalidClientIDException.class, () -> connection.setClientID("one"));
            assertEquals("the client id 'one' is in use by a connection of another process", refused.getMessage());
            assertThrows(InvalidClientIDException.class, () -> connection.setClientID("one"), "the second time as the first");
            holder.kill();
            try (UmcastConnection next = apart(uri, "next")) { // which waits a shorter time for objections
                next.setClientID("one");
                assertEquals("one", next.getClientID());
            }
        }
    }

    @Test
    void twoWhoCouldNotHearEachOtherAreToldWhenTheyCan() throws Exception {
        final String uri = Ports.uri("");
        final CompletableFuture<JMSException> told = new CompletableFuture<>();
        try (Jvm holder = new Jvm(Holder.class, uri, "one"); UmcastConnection connection = apart(uri, "other")) {
            holder.await("has it");
            signal(holder, "STOP"); // a long pause
            connection.setClientID("one");
            connection.setExceptionListener(told::complete);
            signal(holder, "CONT");
            assertInstanceOf(InvalidClientIDException.class, told.get(60, TimeUnit.SECONDS));
            holder.await("InvalidClientIDException");
        }
    }

    @Test
    void ofSeveralWhoAskAtOnceOneGetsIt() throws Exception {
        final String uri = Ports.uri("jms.client-wait=4000");
        final List<UmcastConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                connections.add(apart(uri, "c" + i));
            }
            final List<CompletableFuture<Boolean>> asking = connections.stream().map(each -> CompletableFuture.supplyAsync(() -> {
                try {
                    each.setClientID("one");
                    return true;
                } catch (final InvalidClientIDException e) {
                    return false;
                } catch (final JMSException e) {
                    throw new IllegalStateException(e);
                }
            }, task -> new Thread(task, "asks").start())).toList();
            int got = 0;
            for (final CompletableFuture<Boolean> each : asking) {
                got += each.get(60, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertEquals(1, got);
        } finally {
            for (final UmcastConnection connection : connections) {
                connection.close();
            }
        }
    }

    @Test
    void aClosedConnectionsIdIsAnothersToHave() throws Exception {
        final String uri = Ports.uri("jms.client-wait=3000");
        final UmcastConnection first = apart(uri, "a");
        try (UmcastConnection second = apart(uri, "b"); UmcastConnection third = apart(uri, "c")) {
            first.setClientID("one");
            assertThrows(InvalidClientIDException.class, () -> second.setClientID("one"));
            second.setClientID("two");
            assertThrows(InvalidClientIDException.class, () -> third.setClientID("two"));
            first.close();
            third.setClientID("one");
            assertEquals("two", second.getClientID());
        } finally {
            first.close();
        }
    }

    /** A process that says, whenever it is asked: I have it, and then: take it. So it sounds when it let it go while it was asked. */
    private static void answerLate(final io.umcast.Connection connection) {
        final io.umcast.Topic topic = io.umcast.Topic.of(ClientIds.TOPIC);
        final io.umcast.Session session = connection.createSession();
        final io.umcast.Publisher publisher = session.createPublisher(topic);
        final MutableDirectBuffer answer = new ExpandableArrayBuffer();
        session.subscribe(topic, (buffer, offset, length, header) -> {
            final long asking = buffer.getLong(offset + 8);
            if (buffer.getByte(offset + 1) == 1 && header.source() != null) {
                answer.putBytes(0, buffer, offset, length);
                answer.putLong(8, 4711);
                answer.putByte(1, (byte)2);
                answer.putLong(16, 0);
                publisher.offer(answer, 0, length);
                answer.putByte(1, (byte)3);
                answer.putLong(16, asking);
                publisher.offer(answer, 0, length);
            }
        });
        session.start();
    }

    @Test
    void whoLetItGoAfterSayingThatHeHasItDoesNotObject() throws Exception {
        final String uri = Ports.uri("");
        try (io.umcast.Connection other = Umcast.connect(uri); UmcastConnection connection = apart(uri + "&jms.client-wait=3000", "asks")) {
            answerLate(other);
            connection.setClientID("one");
            assertEquals("one", connection.getClientID());
        }
    }

    @Test
    void anIdOfTooManyCharactersIsRefused() throws Exception {
        try (UmcastConnection connection = apart(Ports.uri(""), "a")) {
            assertThrows(InvalidClientIDException.class, () -> connection.setClientID("x".repeat(1025)));
            assertThrows(InvalidClientIDException.class, () -> connection.setClientID(""));
        }
    }
}
