/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

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

import jakarta.jms.InvalidSelectorException;

import io.umcast.core.message.MessageEncoder;
import io.umcast.core.message.MessageView;

/** Whether a selector wants a message, read in place. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SelectorBenchmark {
    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(1024));
    private final MessageView view = new MessageView();
    private Selector number;
    private Selector both;

    /**
     * Parses selectors and encodes a message.
     *
     * @throws InvalidSelectorException if a selector is none.
     */
    @Setup(Level.Trial)
    public void open() throws InvalidSelectorException {
        number = Selector.of("id > 41");
        both = Selector.of("symbol = 'IBM' AND price BETWEEN 1 AND 2");
        final MessageEncoder encoder = new MessageEncoder(1);
        encoder.clear().property("id", 42L).property("price", 1.5).property("symbol", "IBM").property("live", true);
        final int length = encoder.encodedLength();
        encoder.encode(memory, 0, length);
        view.wrap(memory, 0, length);
    }

    /**
     * One number.
     *
     * @return true.
     */
    @Benchmark
    public boolean number() {
        return number.matches(view);
    }

    /**
     * A text and a range.
     *
     * @return true.
     */
    @Benchmark
    public boolean textAndRange() {
        return both.matches(view);
    }
}
