/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Java threads at the outer ends of two rings, a C thread between them. */
class RingEchoTest {
    private static final int RECORDS = 3_000_000;
    private static final long SEED = 20261121;
    private static final int CAPACITY = 1 << 16;
    /** A thread that sleeps is not put behind whoever else has work, as one that yields is. */
    private static final long NAP_NS = 1_000;

    @BeforeAll
    static void load() {
        assertTrue(NativeLibrary.available(), NativeLibrary.reason());
    }

    @Test
    @Timeout(120)
    void recordsGoFromJavaThroughCToJavaWhole() throws InterruptedException, ExecutionException {
        final NativeMemory there = NativeMemory.allocate(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH);
        final NativeMemory back = NativeMemory.allocate(CAPACITY / 4 + RingBufferDescriptor.TRAILER_LENGTH);
        final ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            final Future<Long> copied = threads.submit(() -> UmcastNative.ringEcho(there.handle(), back.handle(), RECORDS));
            final Future<Void> produced = threads.submit(() -> {
                produce(ring(there));
                return null;
            });
            consume(ring(back), copied);
            produced.get();
            assertEquals(RECORDS, copied.get());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void memoryThatIsNoRingIsRefused() {
        final NativeMemory memory = NativeMemory.allocate(1000);
        assertEquals(-22, UmcastNative.ringEcho(memory.handle(), memory.handle(), 1));
        assertEquals(-UmcastNative.EBADF, UmcastNative.ringEcho(memory.handle(), 12345, 1));
    }

    private static OneToOneRingBuffer ring(final NativeMemory memory) {
        return new OneToOneRingBuffer(new UnsafeBuffer(memory.buffer()));
    }

    private static void produce(final OneToOneRingBuffer ring) {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < RECORDS; i++) {
            final int length = 8 + random.nextInt(200);
            int index = ring.tryClaim(1 + (i & 0xFFF), length);
            while (index < 0) {
                if (Thread.currentThread().isInterrupted()) {
                    return; // the test has ended
                }
                LockSupport.parkNanos(NAP_NS);
                index = ring.tryClaim(1 + (i & 0xFFF), length);
            }
            ring.buffer().putByte(index + length - 1, (byte)i);
            ring.buffer().putInt(index, i);
            ring.buffer().putInt(index + 4, (i & 7) == 0 ? length : -length);
            if ((i & 7) == 7) {
                ring.buffer().setMemory(index + 8, length - 8, (byte)i);
            }
            ring.commit(index);
        }
    }

    private static void consume(final OneToOneRingBuffer ring, final Future<Long> copied) {
        final SplittableRandom random = new SplittableRandom(SEED);
        final int[] next = {0};
        while (next[0] < RECORDS) {
            final boolean last = copied.isDone();
            final int read = ring.read((type, buffer, index, length) -> {
                final int i = next[0]++;
                final int expected = 8 + random.nextInt(200);
                if (length != expected || type != 1 + (i & 0xFFF) || buffer.getInt(index) != i ||
                    buffer.getInt(index + 4) != ((i & 7) == 0 ? length : -length) ||
                    length > 8 && (i & 7) == 7 && buffer.getByte(index + length - 1) != (byte)i) {
                    throw new AssertionError("record " + i + ": type " + type + ", length " + length + ", not " + expected);
                }
            });
            if (read == 0) {
                final boolean ended = last && ring.size() == 0; // else it was the padding at the memory's end
                assertFalse(ended, () -> "the C thread has stopped after " + next[0] + " records at most");
                LockSupport.parkNanos(NAP_NS);
            }
        }
    }
}
