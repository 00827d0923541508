/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.jmh;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
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

import io.umcast.natives.NativeLibrary;
import io.umcast.natives.NativeMemory;
import io.umcast.natives.UmcastNative;

/** A record of 64 B goes from a Java thread to a C thread by one ring and comes back by another, as with {@code poller=native}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HandOverBenchmark {
    private static final int BATCH = 1 << 17;
    private static final int LENGTH = 64;
    private static final int CAPACITY = 256 << 10;
    private static final int ANY = 1;

    private ExecutorService threads;
    private Method echo;
    private NativeMemory there;
    private NativeMemory back;
    private OneToOneRingBuffer out;
    private OneToOneRingBuffer in;
    private long received;
    private final MessageHandler handler = (type, buffer, index, length) -> received++;

    /**
     * Makes both rings.
     *
     * @throws NoSuchMethodException if the library's test entry has gone.
     */
    @Setup(Level.Trial)
    public void open() throws NoSuchMethodException {
        if (!NativeLibrary.available()) {
            throw new IllegalStateException(NativeLibrary.reason());
        }
        threads = Executors.newSingleThreadExecutor();
        // no part of what applications use: the library has it for tests of the rings
        echo = UmcastNative.class.getDeclaredMethod("ringEcho", long.class, long.class, long.class);
        echo.setAccessible(true);
        there = NativeMemory.allocate(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH);
        back = NativeMemory.allocate(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH);
        out = new OneToOneRingBuffer(new UnsafeBuffer(there.buffer()));
        in = new OneToOneRingBuffer(new UnsafeBuffer(back.buffer()));
    }

    /** Ends the thread. */
    @TearDown(Level.Trial)
    public void close() {
        threads.shutdownNow();
    }

    /**
     * Many records there and back.
     *
     * @return how many have come back, so that nothing is optimised away.
     * @throws ExecutionException   if the C thread fails.
     * @throws InterruptedException if the run is interrupted.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long thereAndBack() throws ExecutionException, InterruptedException {
        final Future<Object> copied = threads.submit(this::copy);
        final long end = received + BATCH;
        int sent = 0;
        while (received < end) {
            int index = sent < BATCH ? out.tryClaim(ANY, LENGTH) : -1;
            while (index > 0) {
                out.buffer().putLong(index, sent++);
                out.commit(index);
                index = sent < BATCH ? out.tryClaim(ANY, LENGTH) : -1;
            }
            in.read(handler);
        }
        copied.get();
        return received;
    }

    private Object copy() throws InvocationTargetException, IllegalAccessException {
        return echo.invoke(null, there.handle(), back.handle(), (long)BATCH);
    }
}
