/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples.boot;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.springframework.jms.annotation.JmsListener;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/** Hears the dear quotes only, and answers questions. */
@Component
class Listeners {
    private final BlockingQueue<String> dear = new LinkedBlockingQueue<>();

    @JmsListener(destination = "quotes", selector = "px > 100")
    void onDear(final String quote, @Header("px") final double price) {
        dear.add(quote + ", dear since above 100 by " + (price - 100));
    }

    @JmsListener(destination = "questions")
    String onQuestion(final String question) {
        return "answered: " + question;
    }

    BlockingQueue<String> dear() {
        return dear;
    }
}
