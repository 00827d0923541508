/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Hashtable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.Referenceable;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;

import io.umcast.Publisher;
import io.umcast.Umcast;

/** What this provider does that the specification leaves open, refuses, or does not have. */
final class ProviderTest {
    private static final long SOON = 60_000;

    @Test
    void queuesAreRefusedWithTheWayOut() throws JMSException {
        try (UmcastConnection connection = new UmcastConnectionFactory(Ports.uri("")).createConnection();
             Session session = connection.createSession()) {
            final JMSException refusal = assertThrows(jakarta.jms.IllegalStateException.class, () -> session.createQueue("q"));
            assertTrue(refusal.getMessage().contains("pubSubDomain=true"), refusal.getMessage());
            final Topic topic = session.createTopic("t");
            assertTrue(assertThrows(JMSException.class, () -> session.createDurableConsumer(topic, "d")).getMessage().contains("non-durable"));
            assertThrows(JMSException.class, () -> session.setMessageListener(message -> { }));
            assertThrows(JMSException.class, () -> connection.createConnectionConsumer(topic, null, null, 1));
        }
    }

    @Test
    void aUserIsRefusedSinceNobodyCouldCheckIt() {
        assertThrows(JMSSecurityException.class, () -> new UmcastConnectionFactory().createConnection("user", "password"));
    }

    @Test
    void unknownOptionsAreRefused() {
        assertThrows(JMSException.class, () -> new UmcastConnectionFactory("udp:jms.nothing=1").createConnection());
        assertThrows(JMSException.class, () -> new UmcastConnectionFactory("udp:jms.overrun=maybe").createConnection());
        assertThrows(JMSException.class, () -> new UmcastConnectionFactory("udp:nothing=1").createConnection());
    }

    @Test
    void noAcknowledgeDeliversInPlace() throws Exception {
        try (JMSContext context = new UmcastConnectionFactory(Ports.uri("")).createContext(UmcastJms.NO_ACKNOWLEDGE)) {
            final Topic topic = context.createTopic("place");
            final BlockingQueue<String> got = new LinkedBlockingQueue<>();
            context.createConsumer(topic).setMessageListener(message -> {
                try {
                    got.add(message.getBody(String.class) + (Dispatcher.isInPlace() ? " in place" : " copied"));
                } catch (final JMSException e) {
                    got.add(e.toString());
                }
            });
            int inPlace = 0;
            for (int i = 0; i < 100; i++) { // one by one: behind one that was copied, since the dispatcher was at it, all are
                context.createProducer().send(topic, "m" + i);
                final String text = got.poll(SOON, TimeUnit.MILLISECONDS);
                assertTrue(text != null && text.startsWith("m" + i + " "), text);
                inPlace += text.endsWith("in place") ? 1 : 0;
            }
            assertTrue(inPlace > 0, "all were copied");
        }
    }

    @Test
    void aSlowConsumersOverrunIsToldAndHarmsNobody() throws Exception {
        final UmcastConnectionFactory factory = new UmcastConnectionFactory(Ports.uri("jms.queue=20k"));
        try (UmcastConnection slow = factory.createConnection(); JMSContext fast = factory.createContext()) {
            final CompletableFuture<DataOverrunException> told = new CompletableFuture<>();
            slow.setExceptionListener(exception -> told.complete((DataOverrunException)exception));
            final Session session = slow.createSession();
            final Topic topic = session.createTopic("slow");
            session.createConsumer(topic);
            final JMSConsumer consumer = fast.createConsumer(topic);
            for (int i = 0; i < 500; i++) {
                fast.createProducer().send(topic, "m" + i);
                assertEquals("m" + i, consumer.receiveBody(String.class, SOON));
            }
            final DataOverrunException overrun = told.get(SOON, TimeUnit.MILLISECONDS);
            assertEquals("slow", overrun.topic());
            assertTrue(overrun.from() > 0 && overrun.to() >= overrun.from() && overrun.dropped() > 0, overrun::getMessage);
        }
    }

    @Test
    void overrunHoldDeliversAll() throws Exception {
        final UmcastConnectionFactory factory = new UmcastConnectionFactory(Ports.uri("jms.queue=20k&jms.overrun=hold"));
        try (JMSContext sender = factory.createContext(); JMSContext receiver = factory.createContext()) {
            final Topic topic = sender.createTopic("hold");
            final JMSConsumer consumer = receiver.createConsumer(topic);
            final Thread sending = new Thread(() -> {
                for (int i = 0; i < 5000; i++) {
                    sender.createProducer().send(topic, "m" + i);
                }
            });
            sending.start();
            for (int i = 0; i < 5000; i++) {
                assertEquals("m" + i, consumer.receiveBody(String.class, SOON));
            }
            sending.join();
        }
    }

    @Test
    void higherPrioritiesOvertakeWhenAskedTo() throws JMSException {
        final UmcastConnectionFactory factory = new UmcastConnectionFactory(Ports.uri("jms.priority=on"));
        try (UmcastConnection connection = factory.createConnection(); Session session = connection.createSession();
             JMSContext started = factory.createContext()) {
            final Topic topic = session.createTopic("urgent");
            final MessageConsumer consumer = session.createConsumer(topic);
            final JMSConsumer witness = started.createConsumer(topic, "last = TRUE");
            final jakarta.jms.MessageProducer producer = session.createProducer(topic);
            for (int priority = 0; priority < 10; priority++) {
                producer.send(session.createTextMessage("p" + priority), 1, priority, 0);
            }
            final Message last = session.createTextMessage("last");
            last.setBooleanProperty("last", true);
            producer.send(last, 1, 0, 0);
            assertEquals("last", witness.receiveBody(String.class, SOON)); // so all others are there
            assertNull(consumer.receive(100), "and none is delivered yet");
            connection.start();
            for (int priority = 9; priority >= 0; priority--) {
                assertEquals("p" + priority, consumer.receive(SOON).getBody(String.class));
            }
            assertTrue(started.getAutoStart());
        }
    }

    @Test
    void aNativePublishersBytesAreABytesMessageAcrossConnections() throws Exception {
        final String uri = Ports.uri("");
        try (JMSContext context = new UmcastConnectionFactory(uri + "&jms.discovery=1000").createContext();
             io.umcast.Connection connection = Umcast.connect(uri)) {
            final JMSConsumer consumer = context.createConsumer(context.createTopic("native"));
            final io.umcast.Session session = connection.createSession();
            final Publisher publisher = session.createPublisher(io.umcast.Topic.of("native"));
            session.start(new YieldingIdleStrategy());
            assertTrue(connection.awaitSubscribers(io.umcast.Topic.of("native"), 1, java.time.Duration.ofSeconds(60)));
            final byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
            assertTrue(publisher.offer(new UnsafeBuffer(hello), 0, hello.length) > 0);
            assertArrayEquals(hello, consumer.receiveBody(byte[].class, SOON));
        }
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheOptionToRaise() {
        try (JMSContext context = new UmcastConnectionFactory(Ports.uri("log=64k")).createContext()) {
            final Topic topic = context.createTopic("big");
            final jakarta.jms.JMSRuntimeException refusal = assertThrows(jakarta.jms.ResourceAllocationRuntimeException.class,
                () -> context.createProducer().send(topic, new byte[20_000]));
            assertTrue(refusal.getMessage().contains("log"), refusal.getMessage());
        }
    }

    @Test
    @SuppressWarnings({"JdkObsolete", "BanJNDI"}) // that is what is tested
    void jndiNamesFactoriesAndTopics() throws Exception {
        final Hashtable<String, String> names = new Hashtable<>();
        names.put(Context.INITIAL_CONTEXT_FACTORY, UmcastInitialContextFactory.class.getName());
        names.put("connectionFactory.cf", "udp:interface=lo");
        names.put("topic.prices", "prices.EURUSD");
        final Context context = new InitialContext(names);
        final ConnectionFactory factory = (ConnectionFactory)context.lookup("cf");
        assertEquals("udp:interface=lo", ((UmcastConnectionFactory)factory).getUri());
        assertEquals("prices.EURUSD", ((Topic)context.lookup("prices")).getTopicName());
        assertEquals("any", ((Topic)context.lookup("dynamicTopics/any")).getTopicName());
        assertThrows(javax.naming.NameNotFoundException.class, () -> context.lookup("none"));
        final Object again = new UmcastObjectFactory().getObjectInstance(((Referenceable)factory).getReference(), null, null, names);
        assertEquals("udp:interface=lo", ((UmcastConnectionFactory)again).getUri());
    }

    @Test
    void aTransactionComesWholeWithLoss() throws Exception {
        final String uri = Ports.uri("");
        try (JMSContext sender = new UmcastConnectionFactory(uri + "&jms.discovery=60000").createContext(JMSContext.SESSION_TRANSACTED);
             JMSContext receiver = new UmcastConnectionFactory(uri + "&loss=0.05&seed=7").createContext()) {
            final Topic topic = sender.createTopic("lossy");
            final JMSConsumer consumer = receiver.createConsumer(topic);
            for (int transaction = 0; transaction < 20; transaction++) {
                for (int i = 0; i < 10; i++) {
                    sender.createProducer().send(topic, transaction + "." + i);
                }
                if (transaction % 2 == 1) {
                    sender.rollback();
                } else {
                    sender.commit();
                }
            }
            for (int transaction = 0; transaction < 20; transaction += 2) {
                for (int i = 0; i < 10; i++) {
                    final Message message = consumer.receive(SOON);
                    assertEquals(transaction + "." + i, message.getBody(String.class));
                }
            }
        }
    }
}
