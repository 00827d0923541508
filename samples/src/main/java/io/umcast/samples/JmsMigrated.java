/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;

/** A program that knows JMS only: two lines of its jndi.properties decide whether a broker carries its messages, or multicast. */
public final class JmsMigrated {
    private static final long SECONDS = 10;

    private JmsMigrated() {
    }

    /**
     * Sends quotes in a transaction and receives the dear ones.
     *
     * @param args the file of JNDI's properties, with ConnectionFactory and quotes.
     * @throws IOException     if it cannot be read.
     * @throws NamingException if a name is not found.
     * @throws JMSException    if sending or receiving fails.
     */
    @SuppressWarnings("BanJNDI") // it is what such programs use
    public static void main(final String... args) throws IOException, NamingException, JMSException {
        final Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(args[0]))) {
            properties.load(file);
        }
        final Context names = new InitialContext(properties);
        final ConnectionFactory factory = (ConnectionFactory)names.lookup("ConnectionFactory");
        final Topic topic = (Topic)names.lookup("quotes");
        try (Connection connection = factory.createConnection();
             Session receiving = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
             Session sending = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            final MessageConsumer consumer = receiving.createConsumer(topic, "px > 100");
            connection.start();
            for (int px = 98; px < 104; px++) {
                final Message message = sending.createTextMessage("IBM at " + px);
                message.setIntProperty("px", px);
                sending.createProducer(topic).send(message);
            }
            sending.commit();
            for (int i = 0; i < 3; i++) {
                final Message message = consumer.receive(TimeUnit.SECONDS.toMillis(SECONDS));
                if (message == null) {
                    throw new IllegalStateException("no quotes in " + SECONDS + " seconds");
                }
                System.out.println(((Topic)message.getJMSDestination()).getTopicName() + ": " + message.getBody(String.class));
                message.acknowledge();
            }
        }
    }
}
