/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What JMS 2.0 and 3.1 ask of topics beyond JMS 1.1; the same tests run against a broker, where a wrong test shows. */
abstract class ContractTest {
    private static final long SOON = 60_000;
    private static final long NEVER = 200;
    private static final AtomicInteger TOPICS = new AtomicInteger();

    private ConnectionFactory factory;
    private JMSContext context;
    private Topic topic;

    abstract ConnectionFactory factory() throws Exception;

    @BeforeEach
    final void open() throws Exception {
        factory = factory();
        context = factory.createContext();
        topic = context.createTopic("contract." + TOPICS.incrementAndGet());
    }

    @AfterEach
    final void close() {
        context.close();
    }

    @Test
    void bodiesOfAllTypesComeBackByReceiveBody() {
        final JMSConsumer consumer = context.createConsumer(topic);
        context.createProducer().send(topic, "text");
        assertEquals("text", consumer.receiveBody(String.class, SOON));
        context.createProducer().send(topic, new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, consumer.receiveBody(byte[].class, SOON));
        context.createProducer().send(topic, Map.of("a", 1L));
        assertEquals(1L, consumer.receiveBody(Map.class, SOON).get("a"));
        context.createProducer().send(topic, new ArrayList<>(List.of("x", "y")));
        assertEquals(List.of("x", "y"), consumer.receiveBody(ArrayList.class, SOON));
        assertNull(consumer.receiveBody(String.class, NEVER));
    }

    @Test
    void aBodyOfTheWrongTypeIsRefused() {
        final JMSConsumer consumer = context.createConsumer(topic);
        context.createProducer().send(topic, "text");
        assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(byte[].class, SOON));
    }

    @Test
    void aProducersHeadersAndPropertiesGoWithEachMessage() throws JMSException {
        final JMSConsumer consumer = context.createConsumer(topic);
        final Topic replies = context.createTopic("contract.replies");
        context.createProducer().setProperty("i", 7).setProperty("s", "x").setJMSType("t").setJMSCorrelationID("c").setJMSReplyTo(replies)
            .setPriority(8).setDeliveryMode(DeliveryMode.NON_PERSISTENT).send(topic, "a");
        final Message message = consumer.receive(SOON);
        assertEquals(7, message.getIntProperty("i"));
        assertEquals("x", message.getStringProperty("s"));
        assertEquals("t", message.getJMSType());
        assertEquals("c", message.getJMSCorrelationID());
        assertEquals("contract.replies", ((Topic)message.getJMSReplyTo()).getTopicName());
        assertEquals(8, message.getJMSPriority());
        assertEquals(DeliveryMode.NON_PERSISTENT, message.getJMSDeliveryMode());
        assertEquals(1, message.getIntProperty("JMSXDeliveryCount"));
        assertFalse(message.getJMSRedelivered());
        assertTrue(message.getJMSMessageID().startsWith("ID:"));
        assertEquals(topic, message.getJMSDestination());
    }

    @Test
    void delayedMessagesComeLaterAndUndelayedOnesBefore() throws JMSException {
        final JMSConsumer consumer = context.createConsumer(topic);
        final long begin = System.nanoTime();
        context.createProducer().setDeliveryDelay(3_000).send(topic, "late");
        context.createProducer().setDeliveryDelay(0).send(topic, "early"); // a broker's context has one producer behind all
        assertEquals("early", consumer.receiveBody(String.class, SOON));
        final Message late = consumer.receive(SOON);
        assertEquals("late", late.getBody(String.class));
        assertTrue(System.nanoTime() - begin >= 2_990_000_000L, "delivered before its time");
        assertTrue(late.getJMSDeliveryTime() >= late.getJMSTimestamp() + 3_000);
    }

    @Test
    void expiredMessagesAreNotDelivered() throws Exception {
        final JMSContext stopped = context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        stopped.stop();
        stopped.setAutoStart(false);
        final JMSConsumer consumer = stopped.createConsumer(topic);
        context.createProducer().setTimeToLive(50).send(topic, "short");
        context.createProducer().setTimeToLive(60_000).send(topic, "long");
        TimeUnit.MILLISECONDS.sleep(150); // its life, while nobody may receive it
        stopped.start();
        assertEquals("long", consumer.receiveBody(String.class, SOON));
        stopped.close();
    }

    @Test
    void sharedConsumersShareEachMessageGoesToOne() {
        try (JMSContext other = factory.createContext()) {
            final JMSConsumer first = context.createSharedConsumer(topic, "share");
            final JMSConsumer second = other.createSharedConsumer(topic, "share");
            final Set<String> got = new TreeSet<>();
            for (int i = 0; i < 20; i++) {
                context.createProducer().send(topic, "m" + i);
            }
            int count = 0;
            for (int i = 0; i < 2_000 && count < 20; i++) {
                final String one = first.receiveBody(String.class, 20);
                final String two = second.receiveBody(String.class, 20);
                count += (one == null ? 0 : 1) + (two == null ? 0 : 1);
                java.util.stream.Stream.of(one == null ? "" : one, two == null ? "" : two).filter(text -> !text.isEmpty()).forEach(got::add);
            }
            assertEquals(20, count);
            assertEquals(20, got.size());
            assertNull(first.receiveBody(String.class, NEVER));
            assertNull(second.receiveBody(String.class, NEVER));
        }
    }

    @Test
    void asynchronousSendsTellWhenTheyAreDone() throws Exception {
        final JMSConsumer consumer = context.createConsumer(topic);
        final CompletableFuture<Message> done = new CompletableFuture<>();
        final CompletableFuture<Thread> by = new CompletableFuture<>();
        final Message message = context.createTextMessage("async");
        context.createProducer().setAsync(new CompletionListener() {
            @Override
            public void onCompletion(final Message completed) {
                by.complete(Thread.currentThread());
                done.complete(completed);
            }

            @Override
            public void onException(final Message failed, final Exception exception) {
                done.completeExceptionally(exception);
            }
        }).send(topic, message);
        assertEquals(message, done.get(SOON, TimeUnit.MILLISECONDS));
        assertFalse(by.get() == Thread.currentThread(), "completed by the sender's thread");
        assertEquals("async", consumer.receiveBody(String.class, SOON));
    }

    @Test
    void aTransactionsMessagesComeWithItsCommitOnly() {
        final JMSConsumer consumer = context.createConsumer(topic);
        try (JMSContext transacted = context.createContext(JMSContext.SESSION_TRANSACTED)) {
            transacted.createProducer().send(topic, "undone");
            transacted.rollback();
            transacted.createProducer().send(topic, "one").send(topic, "two");
            assertNull(consumer.receiveBody(String.class, NEVER));
            transacted.commit();
            assertEquals("one", consumer.receiveBody(String.class, SOON));
            assertEquals("two", consumer.receiveBody(String.class, SOON));
        }
    }

    @Test
    void rolledBackReceivesAreDeliveredAgainAndCounted() throws JMSException {
        try (JMSContext transacted = context.createContext(JMSContext.SESSION_TRANSACTED)) {
            final JMSConsumer consumer = transacted.createConsumer(topic);
            context.createProducer().send(topic, "a").send(topic, "b");
            assertEquals("a", consumer.receiveBody(String.class, SOON));
            assertEquals("b", consumer.receiveBody(String.class, SOON));
            transacted.rollback();
            final Message again = consumer.receive(SOON);
            assertEquals("a", again.getBody(String.class));
            assertTrue(again.getJMSRedelivered());
            assertEquals(2, again.getIntProperty("JMSXDeliveryCount"));
            assertEquals("b", consumer.receiveBody(String.class, SOON));
            transacted.commit();
            transacted.rollback();
            assertNull(consumer.receiveBody(String.class, NEVER));
        }
    }

    @Test
    void recoverDeliversUnacknowledgedMessagesAgain() throws JMSException {
        try (JMSContext client = context.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            final JMSConsumer consumer = client.createConsumer(topic);
            context.createProducer().send(topic, "a").send(topic, "b").send(topic, "c");
            consumer.receive(SOON).acknowledge();
            assertEquals("b", consumer.receiveBody(String.class, SOON));
            client.recover();
            final Message again = consumer.receive(SOON);
            assertEquals("b", again.getBody(String.class));
            assertEquals(2, again.getIntProperty("JMSXDeliveryCount"));
            assertEquals("c", consumer.receiveBody(String.class, SOON));
            client.acknowledge();
            client.recover();
            assertNull(consumer.receiveBody(String.class, NEVER));
        }
    }

    @Test
    void aListenerThatThrowsIsGivenTheMessageAgain() throws Exception {
        final BlockingQueue<Integer> counts = new LinkedBlockingQueue<>();
        context.createConsumer(topic).setMessageListener(message -> {
            int count = -1;
            try {
                count = message.getIntProperty("JMSXDeliveryCount");
            } catch (final JMSException expected) {
                // told as -1
            }
            counts.add(count);
            if (count == 1) {
                throw new IllegalStateException("once, on purpose");
            }
        });
        context.createProducer().send(topic, "again");
        assertEquals(1, counts.poll(SOON, TimeUnit.MILLISECONDS));
        assertEquals(2, counts.poll(SOON, TimeUnit.MILLISECONDS));
        assertNull(counts.poll(NEVER, TimeUnit.MILLISECONDS));
    }

    @Test
    void selectorsChooseByPropertiesAndHeaders() {
        final JMSConsumer consumer = context.createConsumer(topic, "px > 100 AND sym LIKE 'IB%' AND JMSType = 't'");
        context.createProducer().setJMSType("t").setProperty("sym", "IBM").setProperty("px", 99).send(topic, "low");
        context.createProducer().setJMSType("u").setProperty("sym", "IBM").setProperty("px", 101).send(topic, "type");
        context.createProducer().setJMSType("t").send(topic, "none");
        context.createProducer().setJMSType("t").setProperty("sym", "IBM").setProperty("px", 101).send(topic, "hit");
        assertEquals("hit", consumer.receiveBody(String.class, SOON));
        assertThrows(InvalidSelectorRuntimeException.class, () -> context.createConsumer(topic, "px >"));
    }

    @Test
    void noLocalKeepsAConnectionsOwnMessagesOut() {
        try (JMSContext other = factory.createContext()) {
            final JMSConsumer consumer = context.createConsumer(topic, null, true);
            context.createProducer().send(topic, "own");
            other.createProducer().send(topic, "other");
            assertEquals("other", consumer.receiveBody(String.class, SOON));
            assertNull(consumer.receiveBody(String.class, NEVER));
        }
    }

    @Test
    void requestsAreAnsweredToATemporaryQueue() throws Exception {
        context.createConsumer(topic).setMessageListener(request -> {
            try (JMSContext responder = factory.createContext()) {
                responder.createProducer().setJMSCorrelationID(request.getJMSMessageID()).send(request.getJMSReplyTo(), "answer");
            } catch (final JMSException e) {
                throw new JMSRuntimeException(e.getMessage());
            }
        });
        try (JMSContext requester = factory.createContext()) {
            final TemporaryQueue replies = requester.createTemporaryQueue();
            final JMSConsumer consumer = requester.createConsumer(replies);
            final TextMessage request = requester.createTextMessage("question");
            requester.createProducer().setJMSReplyTo(replies).send(topic, request);
            final Message answer = consumer.receive(SOON);
            assertEquals("answer", answer.getBody(String.class));
            assertEquals(request.getJMSMessageID(), answer.getJMSCorrelationID());
        }
    }

    @Test
    void onlyItsConnectionConsumesFromATemporaryTopic() {
        try (JMSContext other = factory.createContext()) {
            final Destination temporary = context.createTemporaryTopic();
            assertThrows(JMSRuntimeException.class, () -> other.createConsumer(temporary));
        }
    }

    @Test
    void aClientIdIsHadOnce() throws JMSException {
        try (Connection first = factory.createConnection(); Connection second = factory.createConnection()) {
            first.setClientID("me");
            assertThrows(InvalidClientIDException.class, () -> second.setClientID("me"));
            assertThrows(jakarta.jms.IllegalStateException.class, () -> first.setClientID("other"));
        }
    }

    @Test
    void aClosedContextRefusesAndTheLastOneClosesTheConnection() {
        final JMSContext second = context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        context.close();
        assertThrows(IllegalStateRuntimeException.class, () -> context.createConsumer(topic));
        final JMSConsumer consumer = second.createConsumer(topic);
        second.createProducer().send(topic, "still");
        assertEquals("still", consumer.receiveBody(String.class, SOON));
        second.close();
        assertThrows(IllegalStateRuntimeException.class, () -> second.createConsumer(topic));
    }

    @Test
    void noDestinationIsRefused() {
        assertThrows(InvalidDestinationRuntimeException.class, () -> context.createConsumer(null));
        assertThrows(MessageFormatRuntimeException.class, () -> context.createProducer().send(topic, (Message)null));
        assertThrows(JMSRuntimeException.class, () -> context.createSharedConsumer(topic, null));
    }

    @Test
    void aListenerCannotCloseWhatWaitsForIt() throws Exception {
        final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        context.createConsumer(topic).setMessageListener(message -> {
            try {
                context.close();
                thrown.complete(null);
            } catch (final RuntimeException e) {
                thrown.complete(e);
            }
        });
        context.createProducer().send(topic, "close");
        assertTrue(thrown.get(SOON, TimeUnit.MILLISECONDS) instanceof IllegalStateRuntimeException);
    }

    @Test
    void aStoppedConnectionDeliversWhenItIsStartedAgain() throws JMSException {
        try (Connection connection = factory.createConnection(); Session session = connection.createSession();
             MessageConsumer consumer = session.createConsumer(topic)) {
            connection.start();
            connection.stop();
            context.createProducer().send(topic, "kept");
            assertNull(consumer.receive(NEVER));
            connection.start();
            assertEquals("kept", consumer.receive(SOON).getBody(String.class));
        }
    }

    @Test
    void aProducerWithoutDestinationNeedsOneWithEachMessage() throws JMSException {
        try (Connection connection = factory.createConnection(); Session session = connection.createSession();
             MessageProducer producer = session.createProducer(null); MessageProducer bound = session.createProducer(topic)) {
            assertThrows(UnsupportedOperationException.class, () -> producer.send(session.createMessage()));
            assertThrows(UnsupportedOperationException.class, () -> bound.send(topic, session.createMessage()));
            assertNotNull(bound.getDestination());
        }
    }

    @Test
    void orderIsThatOfTheSession() {
        final JMSConsumer consumer = context.createConsumer(topic);
        for (int i = 0; i < 2000; i++) {
            context.createProducer().send(topic, "m" + i);
        }
        for (int i = 0; i < 2000; i++) {
            assertEquals("m" + i, consumer.receiveBody(String.class, SOON));
        }
    }
}
