/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.UnsafeBuffer;
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
import org.openjdk.jmh.annotations.Warmup;

import io.umcast.core.message.MessageEncoder;
import io.umcast.core.message.MessageView;

/** A message with four properties and a body of 256 B, into memory such as a claim's, and out of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private static final int BODY = 256;

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(1024));
    private final UnsafeBuffer body = new UnsafeBuffer(ByteBuffer.allocateDirect(BODY));
    private final MessageEncoder encoder = new MessageEncoder(1);
    private final MessageView view = new MessageView();
    private final StringBuilder symbol = new StringBuilder(16);
    private long sequence;
    private int length;

    /** Encodes the message that is decoded. */
    @Setup(Level.Trial)
    public void first() {
        length = encode();
    }

    /**
     * Fills a message, sizes it and writes it.
     *
     * @return its length in bytes.
     */
    @Benchmark
    public int encode() {
        encoder.clear().sequence(sequence++).timestamp(sequence).property("id", sequence).property("price", 1.5)
            .property("symbol", "IBM").property("live", true).body(body, 0, BODY);
        final int encoded = encoder.encodedLength();
        encoder.encode(memory, 0, encoded);
        return encoded;
    }

    /**
     * Checks a message and reads all four properties and where the body is.
     *
     * @return something of all of them.
     */
    @Benchmark
    public long decode() {
        view.wrap(memory, 0, length);
        symbol.setLength(0);
        view.stringProperty("symbol", symbol);
        return view.longProperty("id", 0) + symbol.length() + (long)view.doubleProperty("price", 0) +
            (view.booleanProperty("live", false) ? 1 : 0) + view.bodyLength();
    }

    /**
     * Checks a message and reads one header.
     *
     * @return its sequence.
     */
    @Benchmark
    public long header() {
        return view.wrap(memory, 0, length).sequence();
    }
}
