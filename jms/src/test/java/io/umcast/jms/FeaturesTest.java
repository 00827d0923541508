/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicRequestor;
import jakarta.jms.TopicSession;
import jakarta.jms.XAConnectionFactory;
import org.junit.jupiter.api.Test;

/** Features that docs/jms.md lists and no other test is about. */
final class FeaturesTest {
    private static final long SOON = 60_000;

    private final UmcastConnectionFactory factory = new UmcastConnectionFactory(Ports.uri(""));

    /** A TextMessage that is nobody's: what is set is kept. */
    private static TextMessage foreign(final Map<String, Object> set) {
        return (TextMessage)Proxy.newProxyInstance(FeaturesTest.class.getClassLoader(), new Class<?>[] {TextMessage.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "getText" -> "foreign";
                case "getPropertyNames" -> Collections.enumeration(java.util.List.of("p"));
                case "getObjectProperty" -> 7;
                case "getJMSType" -> "t";
                default -> {
                    if (method.getName().startsWith("set")) {
                        set.put(method.getName(), arguments[0]);
                    }
                    yield method.getReturnType() == int.class ? (Object)0 : method.getReturnType() == long.class ? (Object)0L :
                        method.getReturnType() == boolean.class ? (Object)false : null;
                }
            });
    }

    @Test
    void anotherProvidersMessageIsCopiedAndItsHeadersAreSet() throws JMSException {
        final Map<String, Object> set = new ConcurrentHashMap<>();
        try (UmcastConnection connection = factory.createConnection(); Session session = connection.createSession()) {
            final Topic topic = session.createTopic("foreign");
            final MessageConsumer consumer = session.createConsumer(topic);
            connection.start();
            session.createProducer(topic).send(foreign(set));
            final Message received = consumer.receive(SOON);
            assertEquals("foreign", received.getBody(String.class));
            assertEquals(7, received.getIntProperty("p"));
            assertEquals("t", received.getJMSType());
            assertEquals(received.getJMSMessageID(), set.get("setJMSMessageID"));
            assertEquals(topic, set.get("setJMSDestination"));
        }
    }

    @Test
    void disabledIdsAndTimestampsAreNotSeen() throws JMSException {
        try (UmcastConnection connection = factory.createConnection(); Session session = connection.createSession()) {
            final Topic topic = session.createTopic("disabled");
            final MessageConsumer consumer = session.createConsumer(topic);
            final MessageProducer producer = session.createProducer(topic);
            connection.start();
            producer.setDisableMessageID(true);
            producer.setDisableMessageTimestamp(true);
            final Message sent = session.createMessage();
            producer.send(sent);
            final Message received = consumer.receive(SOON);
            assertNull(received.getJMSMessageID());
            assertEquals(0, received.getJMSTimestamp());
            assertNull(sent.getJMSMessageID());
        }
    }

    /** Not among the packages that objects are read of unless somebody trusts it. */
    static final class Untrusted implements java.io.Serializable {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void objectsOfClassesThatNobodyTrustsAreNotRead() throws JMSException {
        try (UmcastConnection connection = factory.createConnection(); Session session = connection.createSession()) {
            final Topic topic = session.createTopic("objects");
            final MessageConsumer consumer = session.createConsumer(topic);
            connection.start();
            session.createProducer(topic).send(session.createObjectMessage(new Untrusted()));
            final Message received = consumer.receive(SOON);
            final JMSException refusal = assertThrows(JMSException.class, () -> received.getBody(Untrusted.class));
            assertTrue(refusal.getMessage().contains("umcast.jms.trusted"), refusal.getMessage());
        }
    }

    @Test
    void aTopicRequestorIsAnswered() throws JMSException {
        try (JMSContext responder = factory.createContext(); TopicConnection connection = factory.createTopicConnection()) {
            final Topic topic = responder.createTopic("requests");
            responder.createConsumer(topic).setMessageListener(request -> {
                try {
                    responder.createProducer().send(request.getJMSReplyTo(), "re: " + request.getBody(String.class));
                } catch (final JMSException e) {
                    throw new IllegalStateException(e);
                }
            });
            final TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
            connection.start();
            final TopicRequestor requestor = new TopicRequestor(session, topic);
            assertEquals("re: this", requestor.request(session.createTextMessage("this")).getBody(String.class));
            requestor.close();
        }
    }

    @Test
    void aPatternConsumesFromAllTopicsThatMatchAndTellsWhich() throws JMSException {
        try (JMSContext context = factory.createContext()) {
            final JMSConsumer consumer = context.createConsumer(context.createTopic("prices.>"));
            context.createProducer().send(context.createTopic("prices.EUR"), "one").send(context.createTopic("orders.EUR"), "other")
                .send(context.createTopic("prices.USD.spot"), "two");
            final Message one = consumer.receive(SOON);
            final Message two = consumer.receive(SOON);
            final Map<String, String> got = Map.of(((Topic)one.getJMSDestination()).getTopicName(), one.getBody(String.class),
                ((Topic)two.getJMSDestination()).getTopicName(), two.getBody(String.class));
            assertEquals(Map.of("prices.EUR", "one", "prices.USD.spot", "two"), got);
            assertThrows(jakarta.jms.InvalidDestinationRuntimeException.class,
                () -> context.createProducer().send(context.createTopic("prices.*"), "to whom"));
        }
    }

    @Test
    void durableSubscriptionsAreRefusedWithTheWayOut() throws JMSException {
        try (UmcastConnection connection = factory.createConnection(); Session session = connection.createSession()) {
            final Topic topic = session.createTopic("durable");
            for (final JMSException refusal : java.util.List.of(assertThrows(JMSException.class, () -> session.createDurableConsumer(topic, "d")),
                assertThrows(JMSException.class, () -> session.createDurableSubscriber(topic, "d")),
                assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(topic, "d")))) {
                assertTrue(refusal.getMessage().contains("createSharedConsumer"), refusal.getMessage());
            }
            assertThrows(InvalidDestinationException.class, () -> session.unsubscribe("d"));
        }
    }

    @Test
    void noFrameworkTakesTheFactoryForWhatItIsNot() throws JMSException {
        final Object any = factory;
        assertFalse(any instanceof XAConnectionFactory);
        assertFalse(any instanceof QueueConnectionFactory);
        try (UmcastConnection connection = factory.createConnection()) {
            assertNotNull(connection.getMetaData().getJMSVersion());
            assertInstanceOf(TopicSession.class, connection.createSession());
        }
    }

    @Test
    void poolsOfServerSessionsAreRefused() throws JMSException {
        try (UmcastConnection connection = factory.createConnection(); Session session = connection.createSession()) {
            final Topic topic = session.createTopic("pools");
            assertThrows(JMSException.class, () -> connection.createConnectionConsumer(topic, null, null, 1));
            assertThrows(JMSException.class, () -> connection.createSharedConnectionConsumer(topic, "s", null, null, 1));
            assertThrows(JMSException.class, () -> session.setMessageListener(message -> { }));
            assertThrows(jakarta.jms.JMSRuntimeException.class, session::run);
        }
    }
}
