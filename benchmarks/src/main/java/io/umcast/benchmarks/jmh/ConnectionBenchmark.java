/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.jmh;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.jms.core.JmsTemplate;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;

import io.umcast.jms.UmcastConnectionFactory;

/** What JMS code pays that opens a connection for every message, while another connection of the factory's URI is open. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConnectionBenchmark {
    private final UmcastConnectionFactory factory = new UmcastConnectionFactory("udp:interface=lo&group=239.250.5.1&port=20475");
    private Connection open;
    private Topic topic;
    private JmsTemplate template;

    /**
     * Opens a connection that stays.
     *
     * @throws JMSException if the machine refuses.
     */
    @Setup(Level.Trial)
    public void open() throws JMSException {
        open = factory.createConnection();
        try (Session session = open.createSession()) {
            topic = session.createTopic("connections");
        }
        template = new JmsTemplate(factory);
        template.setPubSubDomain(true);
    }

    /**
     * Closes it.
     *
     * @throws JMSException if that fails.
     */
    @TearDown(Level.Trial)
    public void close() throws JMSException {
        open.close();
    }

    /**
     * A connection, opened and closed.
     *
     * @return it.
     * @throws JMSException if the machine refuses.
     */
    @Benchmark
    public Connection connection() throws JMSException {
        final Connection connection = factory.createConnection();
        connection.close();
        return connection;
    }

    /**
     * A context, opened and closed.
     *
     * @return it.
     */
    @Benchmark
    public JMSContext context() {
        final JMSContext context = factory.createContext();
        context.close();
        return context;
    }

    /**
     * What a template does for a message, by hand: connection, session, producer, message, send, close.
     *
     * @return the connection.
     * @throws JMSException if the machine refuses.
     */
    @Benchmark
    public Connection connectionAndSend() throws JMSException {
        try (Connection connection = factory.createConnection(); Session session = connection.createSession();
             MessageProducer producer = session.createProducer(topic)) {
            producer.send(session.createTextMessage("EURUSD 1.1"));
            return connection;
        }
    }

    /** The same by Spring. */
    @Benchmark
    public void templateSend() {
        template.convertAndSend(topic, "EURUSD 1.1");
    }
}
