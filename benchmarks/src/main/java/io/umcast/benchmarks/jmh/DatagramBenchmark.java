/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.umcast.core.transport.TxRing;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;

/** A datagram is built: a record in the tx ring that names a range of the log, and the frame's header. The ring is emptied, unread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DatagramBenchmark {
    private static final int BATCH = 64;
    private static final int RANGE = 8136;
    private static final int RING = 256 << 10;
    private static final long STREAM = 0x5157_1234L;

    private final OneToOneRingBuffer ring =
        new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(RING + RingBufferDescriptor.TRAILER_LENGTH)));
    private final TxRing tx = new TxRing(ring);
    private final MessageHandler unread = (type, buffer, index, length) -> { };
    private long position;

    /**
     * Builds a burst.
     *
     * @return the position, so that nothing is optimised away.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long build() {
        for (int i = 0; i < BATCH; i++) {
            final int header = tx.claim(1, 1, position & 0xFFFF, RANGE, FrameHeader.LENGTH);
            FrameHeader.write(tx.buffer(), header, FrameType.DATA, 0, 0, 0, RANGE, STREAM, position, position);
            tx.commit();
            position += RANGE;
        }
        ring.read(unread);
        return position;
    }
}
