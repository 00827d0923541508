/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.api.io.TempDir;

/** Runs each sample as it is, over loopback. */
@Timeout(180)
class SamplesTest {
    private static final String PORT = "&port=" + (21_000 + ProcessHandle.current().pid() % 900);

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

    @Test
    void jmsContextsHearThemselves() throws Throwable {
        final String text = output(JmsContexts::main, "udp:interface=lo" + PORT);
        assertTrue(text.contains("heard: hello") && text.contains("heard: goodbye"), text);
    }

    @Test
    void jmsTransactionsAreUndoneOrDoneAndReceivedAgain() throws Throwable {
        final String text = output(JmsTransactions::main, "udp:interface=lo" + PORT);
        assertEquals(List.of("debit 2, delivery 1", "debit 2, delivery 2", "credit 2, delivery 1"), text.lines().toList());
    }

    @Test
    void jmsSelectorsChoose() throws Throwable {
        final String text = output(JmsSelectors::main, "udp:interface=lo" + PORT);
        assertEquals(List.of("large: 5000 in London, 2000 in Paris", "London: 10 in London, then null"), text.lines().toList());
    }

    @Test
    void jmsRequestsAreAnswered() throws Throwable {
        final String text = output(JmsRequestReply::main, "udp:interface=lo" + PORT);
        assertEquals(List.of("7 squared is 49", "12 squared is 144"), text.lines().toList());
    }

    @Test
    void theSameProgramRunsOnArtemisAndAfterTwoChangedLinesOnUmcast(@TempDir final Path directory) throws Throwable {
        final List<String> before = List.of("java.naming.factory.initial=org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory",
            "connectionFactory.ConnectionFactory=vm://7", "topic.quotes=quotes");
        final List<String> after = List.of("java.naming.factory.initial=io.umcast.jms.UmcastInitialContextFactory",
            "connectionFactory.ConnectionFactory=udp:interface=lo" + PORT, "topic.quotes=quotes");
        final List<String> expected = List.of("quotes: IBM at 101", "quotes: IBM at 102", "quotes: IBM at 103");
        final Path file = directory.resolve("jndi.properties");
        final EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false)
            .setSecurityEnabled(false).setJMXManagementEnabled(false).addAcceptorConfiguration("in-vm", "vm://7"));
        broker.start();
        try {
            Files.write(file, before);
            assertEquals(expected, output(JmsMigrated::main, file.toString()).lines().toList());
        } finally {
            broker.stop();
        }
        Files.write(file, after);
        assertEquals(expected, output(JmsMigrated::main, file.toString()).lines().toList());
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
