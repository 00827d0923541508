/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import java.util.Hashtable;
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

/** The classic JMS API, its factory and topic looked up by JNDI: not a word of umcast but in the environment. */
public final class JmsClassic {
    private static final long SECONDS = 10;

    private JmsClassic() {
    }

    /**
     * Sends a text and receives it.
     *
     * @param args the URI; {@code udp:} unless given.
     * @throws NamingException if a name is not found.
     * @throws JMSException    if sending or receiving fails.
     */
    @SuppressWarnings({"JdkObsolete", "BanJNDI"}) // names are what is shown; JNDI wants a Hashtable
    public static void main(final String... args) throws NamingException, JMSException {
        final Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "io.umcast.jms.UmcastInitialContextFactory");
        environment.put("connectionFactory.umcast", args.length > 0 ? args[0] : "udp:");
        environment.put("topic.news", "news.today");
        final Context names = new InitialContext(environment);
        final ConnectionFactory factory = (ConnectionFactory)names.lookup("umcast");
        final Topic topic = (Topic)names.lookup("news");
        try (Connection connection = factory.createConnection();
             Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            final MessageConsumer consumer = session.createConsumer(topic);
            connection.start();
            session.createProducer(topic).send(session.createTextMessage("no broker was harmed"));
            final Message message = consumer.receive(TimeUnit.SECONDS.toMillis(SECONDS));
            if (message == null) {
                throw new IllegalStateException("no news in " + SECONDS + " seconds");
            }
            System.out.println(topic.getTopicName() + ": " + message.getBody(String.class));
        }
    }
}
