/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Runs each sample as it is, over loopback. */
@Timeout(60)
class SamplesTest {
    private static final String PORT = "&port=" + (41_000 + ProcessHandle.current().pid() % 900);

    @Test
    void helloHearsItself() throws Throwable {
        assertTrue(output(Hello::main, "udp:interface=lo" + PORT).contains("greetings: Hello, multicast"));
    }

    @Test
    void telemetryReachesAllDashboards() throws Throwable {
        assertTrue(output(Telemetry::main, "3", "udp:interface=lo" + PORT).contains("all 27 figures arrived at 3 dashboards"));
    }

    @Test
    void quotesReachTheFastReaderAllAndTheSlowOneConflated() throws Throwable {
        final String text = output(Quotes::main, "500", "udp:interface=lo" + PORT);
        assertTrue(text.contains("5000 quotes seen") && text.contains("EURUSD"), text);
    }

    @Test
    void requestsAreAnswered() throws Throwable {
        assertTrue(output(RequestReply::main, "200", "udp:interface=lo" + PORT).contains("200 numbers squared, the last to 40000"));
    }

    @Test
    void largeMessagesArriveWhole() throws Throwable {
        assertTrue(output(LargeMessages::main, "5", "udp:interface=lo&log=16m" + PORT).contains("5 blobs of 1000000 bytes"));
    }

    @Test
    void jmsQuotesAreSelectedAndQuestionsAnswered() throws Throwable {
        final String text = output(JmsQuotes::main, "udp:interface=lo" + PORT);
        assertTrue(text.contains("dear: IBM at 101.5") && text.contains("dear: IBM at 103.5") && !text.contains("99.5"), text);
        assertTrue(text.contains("answered: what is IBM?"), text);
    }

    @Test
    void jmsNewsComesByNamesLookedUp() throws Throwable {
        final String text = output(JmsClassic::main, "udp:interface=lo" + PORT);
        assertTrue(text.contains("news.today: no broker was harmed"), text);
    }

    private static String output(final ThrowingConsumer<String[]> program, final String... args) throws Throwable {
        final PrintStream before = System.out;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.accept(args);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
