/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.jmh;

import java.util.concurrent.TimeUnit;

import io.umcast.Claim;
import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One message's whole way on one thread: claimed, committed, sent by the kernel, received, handled. With {@code -prof gc} it shows that
 * nothing of it allocates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ExchangeBenchmark {
    private static final int BATCH = 256;
    private static final int LENGTH = 64;
    private static final Topic TOPIC = Topic.of("exchange");

    private Connection connection;
    private Session sending;
    private Session receiving;
    private Publisher publisher;
    private Claim claim;
    private long received;
    private long sent;

    /** Connects a publisher with a subscriber of another session. */
    @Setup(Level.Trial)
    public void connect() {
        connection = Umcast.connect("udp:interface=lo&mtu=8k&group=239.250.3.1&port=20473");
        sending = connection.createSession();
        receiving = connection.createSession();
        receiving.subscribe(TOPIC, (buffer, offset, length, header) -> received++);
        publisher = sending.createPublisher(TOPIC);
        claim = publisher.newClaim();
        while (!publisher.isConnected()) {
            sending.poll();
            receiving.poll();
        }
    }

    /** Closes both. */
    @TearDown(Level.Trial)
    public void close() {
        connection.close();
    }

    /**
     * Exchanges a batch.
     *
     * @return how many messages have been received, so that nothing is optimised away.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long exchange() {
        final long target = sent + BATCH;
        while (received < target) {
            while (sent < target && publisher.tryClaim(LENGTH, claim) > 0) {
                claim.buffer().putLong(claim.offset(), sent++);
                claim.commit();
            }
            sending.poll();
            receiving.poll();
        }
        return received;
    }
}
