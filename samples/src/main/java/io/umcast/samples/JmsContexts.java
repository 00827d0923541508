/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import java.util.concurrent.TimeUnit;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Topic;

import io.umcast.jms.UmcastConnectionFactory;

/** The simplified JMS API: a context instead of connection and session, bodies instead of messages. */
public final class JmsContexts {
    private static final long SECONDS = 10;

    private JmsContexts() {
    }

    /**
     * Sends three greetings and receives them.
     *
     * @param args the URI; {@code udp:} unless given.
     */
    public static void main(final String... args) {
        try (JMSContext context = new UmcastConnectionFactory(args.length > 0 ? args[0] : "udp:").createContext()) {
            final Topic topic = context.createTopic("greetings.jms");
            final JMSConsumer consumer = context.createConsumer(topic);
            context.createProducer().setProperty("language", "en").send(topic, "hello").send(topic, "how are you").send(topic, "goodbye");
            for (int i = 0; i < 3; i++) {
                System.out.println("heard: " + consumer.receiveBody(String.class, TimeUnit.SECONDS.toMillis(SECONDS)));
            }
        }
    }
}
