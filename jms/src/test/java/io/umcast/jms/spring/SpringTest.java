/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SimpleMessageListenerContainer;

import io.umcast.jms.Ports;
import io.umcast.jms.UmcastConnectionFactory;

/** Spring's classes as applications use them, unchanged, in the topic domain. */
final class SpringTest {
    private static final long SOON = 60_000;

    private final ConnectionFactory factory = new UmcastConnectionFactory(Ports.uri(""));
    private final BlockingQueue<String> got = new LinkedBlockingQueue<>();

    private JmsTemplate template(final ConnectionFactory by) {
        final JmsTemplate template = new JmsTemplate(by);
        template.setPubSubDomain(true);
        template.setReceiveTimeout(SOON);
        return template;
    }

    private void take(final Message message) {
        try {
            got.add(((TextMessage)message).getText());
        } catch (final JMSException e) {
            got.add(e.toString());
        }
    }

    private void assertHears(final AbstractMessageListenerContainer container, final String topic) throws InterruptedException {
        container.setConnectionFactory(factory);
        container.setPubSubDomain(true);
        container.setDestinationName(topic);
        container.setMessageListener((MessageListener)this::take);
        container.afterPropertiesSet();
        container.start();
        try {
            final JmsTemplate template = template(factory);
            String heard = null;
            for (int i = 0; i < 2000 && heard == null; i++) { // until the container's consumer is there: topics keep nothing
                template.convertAndSend(topic, "hello");
                heard = got.poll(50, TimeUnit.MILLISECONDS);
            }
            assertEquals("hello", heard);
        } finally {
            container.shutdown();
        }
    }

    @Test
    void defaultMessageListenerContainerHears() throws InterruptedException {
        assertHears(new DefaultMessageListenerContainer(), "spring.default");
    }

    @Test
    void transactedDefaultMessageListenerContainerHears() throws InterruptedException {
        final DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
        container.setSessionTransacted(true);
        assertHears(container, "spring.transacted");
    }

    @Test
    void simpleMessageListenerContainerHears() throws InterruptedException {
        assertHears(new SimpleMessageListenerContainer(), "spring.simple");
    }

    @Test
    void sharedSubscriptionOfAContainerHears() throws InterruptedException {
        final DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
        container.setSubscriptionShared(true);
        container.setSubscriptionName("share");
        container.setConcurrentConsumers(2);
        assertHears(container, "spring.shared");
    }

    @Test
    void templateReceives() {
        try (JMSContext sender = factory.createContext()) {
            final Thread sending = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) { // the template's consumer is there only while it receives
                    sender.createProducer().send(sender.createTopic("spring.receive"), "to the template");
                    try {
                        TimeUnit.MILLISECONDS.sleep(5);
                    } catch (final InterruptedException e) {
                        return;
                    }
                }
            });
            sending.start();
            try {
                assertEquals("to the template", template(factory).receiveAndConvert("spring.receive"));
            } finally {
                sending.interrupt();
            }
            join(sending);
        }
    }

    private static void join(final Thread thread) {
        try {
            thread.join(SOON);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void templateSendsAndReceivesTheAnswer() throws JMSException {
        assertAnswered(factory, "spring.request");
    }

    @Test
    void cachingConnectionFactoryWorks() throws JMSException {
        final CachingConnectionFactory caching = new CachingConnectionFactory(factory);
        try {
            assertAnswered(caching, "spring.caching");
        } finally {
            caching.destroy();
        }
    }

    @Test
    void pooledConnectionFactoryWorks() throws JMSException {
        final JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(factory);
        try {
            assertAnswered(pool, "spring.pooled");
        } finally {
            pool.stop();
        }
    }

    private void assertAnswered(final ConnectionFactory by, final String topic) throws JMSException {
        try (JMSContext responder = factory.createContext()) {
            responder.createConsumer(responder.createTopic(topic)).setMessageListener(request -> {
                try (JMSContext answering = factory.createContext()) {
                    answering.createProducer().setJMSCorrelationID(request.getJMSMessageID())
                        .send(request.getJMSReplyTo(), "answer to " + request.getBody(String.class));
                } catch (final JMSException e) {
                    got.add(e.toString());
                }
            });
            final Message answer = template(by).sendAndReceive(topic, session -> session.createTextMessage("question"));
            assertNotNull(answer, got::toString);
            assertEquals("answer to question", answer.getBody(String.class));
        }
    }

    @Test
    void openingAConnectionForEachSendIsCheap() {
        final JmsTemplate template = template(factory);
        try (JMSContext receiver = factory.createContext()) {
            receiver.createConsumer(receiver.createTopic("spring.many")).setMessageListener(this::take);
            for (int i = 0; i < 1000; i++) {
                template.convertAndSend("spring.many", "m" + i);
            }
            for (int i = 0; i < 1000; i++) {
                assertEquals("m" + i, take());
            }
        }
        assertTrue(got.isEmpty());
    }

    private String take() {
        try {
            return got.poll(SOON, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
