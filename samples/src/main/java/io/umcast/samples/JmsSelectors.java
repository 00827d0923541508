/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import java.util.concurrent.TimeUnit;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Topic;

import io.umcast.jms.UmcastConnectionFactory;

/** Two consumers of one topic, each with a selector: receivers look at the properties in place, and decode what they want only. */
public final class JmsSelectors {
    private static final long SECONDS = 10;

    private JmsSelectors() {
    }

    /**
     * Publishes orders and shows who gets which.
     *
     * @param args the URI; {@code udp:} unless given.
     */
    public static void main(final String... args) {
        try (JMSContext context = new UmcastConnectionFactory(args.length > 0 ? args[0] : "udp:").createContext()) {
            final Topic topic = context.createTopic("orders");
            final JMSConsumer large = context.createConsumer(topic, "amount >= 1000");
            final JMSConsumer london = context.createConsumer(topic, "city LIKE 'Lon%' AND NOT (amount >= 1000)");
            final JMSProducer producer = context.createProducer();
            producer.setProperty("amount", 10).setProperty("city", "London").send(topic, "10 in London");
            producer.setProperty("amount", 5000).setProperty("city", "London").send(topic, "5000 in London");
            producer.setProperty("amount", 20).setProperty("city", "Paris").send(topic, "20 in Paris");
            producer.setProperty("amount", 2000).setProperty("city", "Paris").send(topic, "2000 in Paris");
            final long wait = TimeUnit.SECONDS.toMillis(SECONDS);
            System.out.println("large: " + large.receiveBody(String.class, wait) + ", " + large.receiveBody(String.class, wait));
            System.out.println("London: " + london.receiveBody(String.class, wait) + ", then " + london.receiveBodyNoWait(String.class));
        }
    }
}
