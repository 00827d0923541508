/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples.boot;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.jms.core.JmsMessagingTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Publishes a quote every 50 ms, and asks questions. */
@Component
class Ticker {
    private final JmsMessagingTemplate jms;
    private final AtomicInteger cents = new AtomicInteger(9_900);

    Ticker(final JmsMessagingTemplate jms) {
        this.jms = jms;
    }

    @Scheduled(fixedRate = 50)
    void tick() {
        final double price = cents.getAndAdd(25) / 100.0;
        jms.convertAndSend("quotes", "IBM at " + price, Map.of("px", price));
    }

    /**
     * Asks whoever listens. A topic keeps nothing, so a question that comes before its listener is asked again.
     *
     * @param question the question.
     * @param timeout  for how long to ask.
     * @return the answer, or null.
     */
    String ask(final String question, final Duration timeout) {
        final long begin = System.nanoTime();
        String answer = null;
        while (answer == null && System.nanoTime() - begin < timeout.toNanos()) {
            answer = jms.convertSendAndReceive("questions", question, String.class);
        }
        return answer;
    }
}
