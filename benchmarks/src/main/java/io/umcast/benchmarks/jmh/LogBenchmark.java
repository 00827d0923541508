/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.umcast.core.log.Log;
import io.umcast.core.transport.Region;

/** A message of 64 B on its way into the log, and the sender's walk over it; exclusive, and concurrent by one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogBenchmark {
    private static final int BATCH = 256;
    private static final int LENGTH = 64;
    private static final int CAPACITY = 4 << 20;
    private static final int TOPIC = 1;

    /** Whether many threads may claim. */
    @Param({"false", "true"})
    private boolean concurrent;

    private final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(LENGTH));
    private Log log;
    private RingBuffer ring;

    /** Makes a log. */
    @Setup(Level.Trial)
    public void open() {
        log = new Log(new Region(1, new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + Log.TRAILER_LENGTH))), concurrent);
        ring = log.ring();
    }

    /**
     * Copies messages in.
     *
     * @return the position, so that nothing is optimised away.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long offer() {
        for (int i = 0; i < BATCH; i++) {
            ring.write(TOPIC, message, 0, LENGTH);
        }
        return release();
    }

    /**
     * Claims, writes two fields, commits.
     *
     * @return the position, so that nothing is optimised away.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long claimCommit() {
        for (int i = 0; i < BATCH; i++) {
            final int index = ring.tryClaim(TOPIC, LENGTH);
            ring.buffer().putLong(index, i);
            ring.buffer().putLong(index + Long.BYTES, i);
            ring.commit(index);
        }
        return release();
    }

    /** What the sender does with them: it walks over the lengths, and gives the room back. */
    private long release() {
        final long end = log.claimed();
        long position = log.retained();
        while (position < end) {
            position += log.committedLength(position);
        }
        log.retain(position);
        return position;
    }
}
