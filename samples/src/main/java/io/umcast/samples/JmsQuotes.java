/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Topic;

import io.umcast.jms.UmcastConnectionFactory;

/** JMS without a broker: quotes in a transaction, a subscriber that selects some of them, and a request with its answer. */
public final class JmsQuotes {
    private static final long SECONDS = 10;

    private JmsQuotes() {
    }

    /**
     * Runs it.
     *
     * @param args the URI; {@code udp:} unless given.
     * @throws JMSException         if an answer cannot be read.
     * @throws InterruptedException if it is interrupted.
     */
    public static void main(final String... args) throws JMSException, InterruptedException {
        final ConnectionFactory factory = new UmcastConnectionFactory(args.length > 0 ? args[0] : "udp:");
        try (JMSContext publisher = factory.createContext(JMSContext.SESSION_TRANSACTED); JMSContext subscriber = factory.createContext()) {
            final Topic topic = publisher.createTopic("quotes");
            final CountDownLatch dear = new CountDownLatch(2);
            subscriber.createConsumer(topic, "px > 100").setMessageListener(message -> {
                try {
                    System.out.println("dear: " + message.getBody(String.class));
                } catch (final JMSException e) {
                    throw new IllegalStateException(e);
                }
                dear.countDown();
            });
            final JMSProducer quotes = publisher.createProducer();
            quotes.setProperty("px", 99.5).send(topic, "IBM at 99.5");
            quotes.setProperty("px", 101.5).send(topic, "IBM at 101.5");
            quotes.setProperty("px", 103.5).send(topic, "IBM at 103.5");
            publisher.commit();
            if (!dear.await(SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no quotes in " + SECONDS + " seconds");
            }
        }
        System.out.println(ask(factory, "what is IBM?"));
    }

    private static String ask(final ConnectionFactory factory, final String question) throws JMSException {
        try (JMSContext responder = factory.createContext(); JMSContext requester = factory.createContext()) {
            final Topic topic = responder.createTopic("questions");
            final JMSProducer answers = responder.createProducer();
            responder.createConsumer(topic).setMessageListener(request -> {
                try {
                    answers.setJMSCorrelationID(request.getJMSMessageID()).send(request.getJMSReplyTo(), "answered: " +
                        request.getBody(String.class));
                } catch (final JMSException e) {
                    throw new IllegalStateException(e);
                }
            });
            final jakarta.jms.TemporaryQueue replies = requester.createTemporaryQueue();
            final jakarta.jms.JMSConsumer consumer = requester.createConsumer(replies);
            requester.createProducer().setJMSReplyTo(replies).send(topic, question);
            return consumer.receiveBody(String.class, TimeUnit.SECONDS.toMillis(SECONDS));
        }
    }
}
