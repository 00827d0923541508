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

import io.umcast.Connection;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;

/** A duty cycle in which nothing happens, of a session that subscribes and of one that publishes, the system calls included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DutyCycleBenchmark {
    private static final Topic TOPIC = Topic.of("duty");

    private Connection connection;
    private Session subscribing;
    private Session publishing;

    /** Opens both sessions. */
    @Setup(Level.Trial)
    public void open() {
        connection = Umcast.connect("udp:interface=lo&mtu=8k&group=239.250.3.2&port=20475");
        subscribing = connection.createSession();
        subscribing.subscribe(TOPIC, (buffer, offset, length, header) -> { });
        publishing = connection.createSession();
        publishing.createPublisher(TOPIC);
    }

    /** Closes them. */
    @TearDown(Level.Trial)
    public void close() {
        connection.close();
    }

    /**
     * The subscriber's.
     *
     * @return the work done.
     */
    @Benchmark
    public int subscriber() {
        return subscribing.poll();
    }

    /**
     * The publisher's.
     *
     * @return the work done.
     */
    @Benchmark
    public int publisher() {
        return publishing.poll();
    }
}
