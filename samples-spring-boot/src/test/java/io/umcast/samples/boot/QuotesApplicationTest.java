/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the application as it is, over loopback. */
final class QuotesApplicationTest {
    @Test
    void springBootHearsWhatItsTemplateSendsAndAnswersQuestions() throws InterruptedException {
        final String uri = "udp:interface=lo&port=" + (22_000 + ProcessHandle.current().pid() % 900);
        try (ConfigurableApplicationContext context = SpringApplication.run(QuotesApplication.class, "--umcast.uri=" + uri)) {
            final String quote = context.getBean(Listeners.class).dear().poll(60, TimeUnit.SECONDS);
            assertTrue(quote != null && quote.startsWith("IBM at 1"), quote);
            assertEquals("answered: what is IBM?", context.getBean(Ticker.class).ask("what is IBM?", Duration.ofSeconds(60)));
        }
    }
}
