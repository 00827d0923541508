/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import java.util.concurrent.TimeUnit;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Topic;

import io.umcast.jms.UmcastConnectionFactory;

/** Transactions on both sides: what is rolled back is never sent, and what is not committed is received again. */
public final class JmsTransactions {
    private static final long SECONDS = 10;

    private JmsTransactions() {
    }

    /**
     * Rolls back and commits, sending and receiving.
     *
     * @param args the URI; {@code udp:} unless given.
     * @throws JMSException if a message cannot be read.
     */
    public static void main(final String... args) throws JMSException {
        final UmcastConnectionFactory factory = new UmcastConnectionFactory(args.length > 0 ? args[0] : "udp:");
        try (JMSContext sender = factory.createContext(JMSContext.SESSION_TRANSACTED);
             JMSContext receiver = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            final Topic topic = sender.createTopic("bookings");
            final JMSConsumer consumer = receiver.createConsumer(topic);
            sender.createProducer().send(topic, "debit 1").send(topic, "credit 1");
            sender.rollback();
            sender.createProducer().send(topic, "debit 2").send(topic, "credit 2");
            sender.commit();
            show(consumer);
            receiver.rollback();
            show(consumer);
            show(consumer);
            receiver.commit();
        }
    }

    private static void show(final JMSConsumer consumer) throws JMSException {
        final Message message = consumer.receive(TimeUnit.SECONDS.toMillis(SECONDS));
        if (message == null) {
            throw new IllegalStateException("nothing in " + SECONDS + " seconds");
        }
        System.out.println(message.getBody(String.class) + ", delivery " + message.getIntProperty("JMSXDeliveryCount"));
    }
}
