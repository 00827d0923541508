/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Consumers that are closed and made anew, of a publisher whose engine is another. */
@Timeout(180)
final class ConsumeAgainTest {
    private static final int ROUNDS = 200;
    private static final long LONGEST_PAUSE_NS = 500_000;
    private static final long PATIENCE_MS = 20_000;

    private final String uri = Ports.uri("");

    private UmcastConnection connect(final int seed) throws JMSException {
        final UmcastConnection connection = new UmcastConnectionFactory(uri + "&seed=" + seed).createConnection();
        connection.start();
        return connection;
    }

    /** Time in which the session's thread tells the network that there is no consumer any more, or does not. */
    private static void spin(final long ns) {
        final long begin = System.nanoTime();
        while (System.nanoTime() - begin < ns) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aConsumerMissesNothingThatIsSentAfterItWasMade() throws JMSException {
        final Random random = new Random(4711);
        try (UmcastConnection sending = connect(1); UmcastConnection hearing = connect(2)) {
            final Session here = sending.createSession(Session.AUTO_ACKNOWLEDGE);
            final Session there = hearing.createSession(Session.AUTO_ACKNOWLEDGE);
            final Topic topic = here.createTopic("again");
            final MessageProducer producer = here.createProducer(topic);
            MessageConsumer consumer = there.createConsumer(topic);
            assertTrue(sending.awaitSubscribers(topic, 1, Duration.ofMillis(PATIENCE_MS)));
            for (int round = 0; round < ROUNDS; round++) {
                consumer.close();
                spin((long)(random.nextDouble() * LONGEST_PAUSE_NS));
                consumer = there.createConsumer(topic);
                producer.send(here.createTextMessage("message " + round));
                final TextMessage message = (TextMessage)consumer.receive(PATIENCE_MS);
                assertNotNull(message, "round " + round);
                assertEquals("message " + round, message.getText());
            }
        }
    }

    @Test
    void whatIsSentWhileThereIsNoConsumerIsForNobody() throws JMSException {
        try (UmcastConnection sending = connect(1); Connection hearing = connect(2)) {
            final Session here = sending.createSession(Session.AUTO_ACKNOWLEDGE);
            final Session there = hearing.createSession(Session.AUTO_ACKNOWLEDGE);
            final Topic topic = here.createTopic("nobody.hears");
            final MessageProducer producer = here.createProducer(topic);
            final MessageConsumer witness = there.createConsumer(here.createTopic("nobody.*"));
            for (int round = 0; round < 10; round++) {
                there.createConsumer(topic).close();
                assertTrue(sending.awaitSubscribers(topic, 1, Duration.ofMillis(PATIENCE_MS)));
                producer.send(here.createTextMessage("for nobody " + round));
                producer.send(here.createTextMessage("more for nobody"));
                assertNotNull(witness.receive(PATIENCE_MS));
                assertNotNull(witness.receive(PATIENCE_MS)); // so the first has been given to all
                final MessageConsumer late = there.createConsumer(topic);
                assertNull(late.receiveNoWait());
                late.close();
            }
        }
    }
}
