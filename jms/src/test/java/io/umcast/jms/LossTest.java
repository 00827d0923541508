/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** What an ExceptionListener is told when messages are lost for good. */
final class LossTest {
    private static final long LIMIT_NS = 60_000_000_000L;

    /** Keeps little and waits for nobody, so that it no longer has what is asked for. */
    private static final String HASTY = "&fc=none&log=64k&retain=0";

    /** Loses a third, and takes its time to ask. */
    private static final String LOSSY = "&loss=0.3&seed=3&nak-backoff=20ms&nak-retry=25ms&loss-timeout=30ms";

    @Test
    void aGapIsToldWithItsPublisherAndRangeAndWhatFollowsComes() throws Exception {
        final String uri = Ports.uri("");
        try (UmcastConnection lossy = new UmcastConnectionFactory(uri + LOSSY).createConnection();
             Session receiving = lossy.createSession();
             UmcastConnection sender = new UmcastConnectionFactory(uri + HASTY).createConnection();
             Session sending = sender.createSession()) {
            final CompletableFuture<JMSException> told = new CompletableFuture<>();
            final CompletableFuture<Integer> after = new CompletableFuture<>();
            lossy.setExceptionListener(exception -> {
                if (exception instanceof SequenceGapException) { // not that the consumer is too slow
                    told.complete(exception);
                }
            });
            final Topic topic = sending.createTopic("gap");
            receiving.createConsumer(topic).setMessageListener(message -> {
                try {
                    if (told.isDone()) {
                        after.complete(message.getIntProperty("n"));
                    }
                } catch (final JMSException e) {
                    after.completeExceptionally(e);
                }
            });
            lossy.start();
            final MessageProducer producer = sending.createProducer(topic);
            assertTrue(sender.awaitSubscribers(topic, 1, Duration.ofSeconds(60)));
            int sent = 0;
            final long end = System.nanoTime() + LIMIT_NS;
            while (!after.isDone() && System.nanoTime() < end) {
                final jakarta.jms.Message message = sending.createMessage();
                message.setIntProperty("n", sent++);
                producer.send(message);
            }
            final SequenceGapException gap = (SequenceGapException)told.getNow(null);
            assertNotNull(gap, "nothing was told of " + sent + " messages with 30 % loss");
            assertTrue(gap.from() < gap.to(), gap::getMessage);
            assertTrue(gap.publisher().contains("127.0.0.1"), gap::publisher);
            assertTrue(gap.streamId() != 0 && gap.getMessage().contains(Long.toHexString(gap.streamId())), gap::getMessage);
            assertEquals("umcast.gap", gap.getErrorCode());
            assertTrue(after.getNow(-1) >= 0, "nothing came after the gap");
        }
    }
}
