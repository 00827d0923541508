/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.UnsafeBuffer;
import org.apache.activemq.artemis.selector.filter.BooleanExpression;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.impl.SelectorParser;
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

/** Whether a selector wants a message: read in place, and by the library, from boxed values and strings. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SelectorBenchmark {
    private static final String NUMBER = "id > 41";
    private static final String TEXT_AND_RANGE = "symbol = 'IBM' AND price BETWEEN 1 AND 2";
    private static final String LIKE_AND_IN = "symbol LIKE 'IB%' AND symbol IN ('A', 'B', 'IBM')";
    private static final int TEXTS = 1024;
    private static final int SPACE = 128;

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(1024));
    private final UnsafeBuffer others = new UnsafeBuffer(ByteBuffer.allocateDirect(TEXTS * SPACE));
    private final MessageView view = new MessageView();
    private final MessageView other = new MessageView();
    private Selector number;
    private Selector both;
    private Selector likeAndIn;
    private Selector computed;
    private Selector id;
    private BooleanExpression numberParsed;
    private BooleanExpression bothParsed;
    private BooleanExpression likeAndInParsed;
    private int otherLength;
    private int next;

    /**
     * Parses selectors and encodes a message.
     *
     * @throws InvalidSelectorException if a selector is none.
     * @throws FilterException if the library thinks so.
     */
    @Setup(Level.Trial)
    public void open() throws InvalidSelectorException, FilterException {
        number = Selector.of(NUMBER);
        both = Selector.of(TEXT_AND_RANGE);
        likeAndIn = Selector.of(LIKE_AND_IN);
        computed = Selector.of("price * 2 + 1 > -id");
        id = Selector.of("JMSMessageID <> 'ID:1-1'");
        numberParsed = SelectorParser.parse(NUMBER);
        bothParsed = SelectorParser.parse(TEXT_AND_RANGE);
        likeAndInParsed = SelectorParser.parse(LIKE_AND_IN);
        final MessageEncoder encoder = new MessageEncoder(1);
        encoder.clear().property("id", 42L).property("price", 1.5).property("symbol", "IBM").property("live", true);
        final int length = encoder.encodedLength();
        encoder.encode(memory, 0, length);
        view.wrap(memory, 0, length);
        for (int i = 0; i < TEXTS; i++) {
            encoder.clear().property("symbol", "IBM." + (TEXTS + i));
            otherLength = encoder.encodedLength();
            encoder.encode(others, i * SPACE, otherLength);
        }
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

    /**
     * A pattern and a list, of a text that has come before.
     *
     * @return true.
     */
    @Benchmark
    public boolean likeAndIn() {
        return likeAndIn.matches(view);
    }

    /**
     * A pattern and a list, of more texts in turns than are kept.
     *
     * @return false.
     */
    @Benchmark
    public boolean likeAndInOfManyTexts() {
        next = next + 1 & TEXTS - 1;
        return likeAndIn.matches(other.wrap(others, next * SPACE, otherLength));
    }

    /**
     * Arithmetic.
     *
     * @return true.
     */
    @Benchmark
    public boolean computed() {
        return computed.matches(view);
    }

    /**
     * A header that is made for the library to look at.
     *
     * @return true.
     */
    @Benchmark
    public boolean messageId() {
        return id.matches(view);
    }

    /**
     * One number, by the library.
     *
     * @return 1.
     */
    @Benchmark
    public int numberByLibrary() {
        return number.evaluate(numberParsed, view);
    }

    /**
     * A text and a range, by the library.
     *
     * @return 1.
     */
    @Benchmark
    public int textAndRangeByLibrary() {
        return both.evaluate(bothParsed, view);
    }

    /**
     * A pattern and a list, by the library.
     *
     * @return 1.
     */
    @Benchmark
    public int likeAndInByLibrary() {
        return likeAndIn.evaluate(likeAndInParsed, view);
    }
}
