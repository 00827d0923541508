/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import java.util.concurrent.TimeUnit;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;

import io.umcast.jms.UmcastConnectionFactory;

/** Requests with a temporary topic for the answers, which carry the request's id. */
public final class JmsRequestReply {
    private static final long SECONDS = 10;

    private JmsRequestReply() {
    }

    /**
     * Asks two questions.
     *
     * @param args the URI; {@code udp:} unless given.
     * @throws JMSException if an answer cannot be read.
     */
    public static void main(final String... args) throws JMSException {
        final UmcastConnectionFactory factory = new UmcastConnectionFactory(args.length > 0 ? args[0] : "udp:");
        try (JMSContext server = factory.createContext(); JMSContext client = factory.createContext()) {
            final Topic topic = server.createTopic("squares");
            final JMSProducer answers = server.createProducer();
            server.createConsumer(topic).setMessageListener(request -> {
                try {
                    final int number = Integer.parseInt(request.getBody(String.class));
                    answers.setJMSCorrelationID(request.getJMSMessageID()).send(request.getJMSReplyTo(), String.valueOf(number * number));
                } catch (final JMSException e) {
                    throw new IllegalStateException(e);
                }
            });
            final TemporaryTopic replies = client.createTemporaryTopic();
            final JMSConsumer consumer = client.createConsumer(replies);
            for (final String number : new String[] {"7", "12"}) {
                final TextMessage request = client.createTextMessage(number);
                client.createProducer().setJMSReplyTo(replies).send(topic, request);
                final Message answer = consumer.receive(TimeUnit.SECONDS.toMillis(SECONDS));
                if (answer == null || !request.getJMSMessageID().equals(answer.getJMSCorrelationID())) {
                    throw new IllegalStateException("no answer to " + number);
                }
                System.out.println(number + " squared is " + answer.getBody(String.class));
            }
        }
    }
}
