/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

import com.sun.management.ThreadMXBean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class CodecAllocationTest {
    private static final int MESSAGES = 100_000;

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(1024));
    private final UnsafeBuffer body = new UnsafeBuffer(ByteBuffer.allocateDirect(256));
    private final MessageEncoder encoder = new MessageEncoder(1);
    private final MessageView view = new MessageView();
    private final StringBuilder symbol = new StringBuilder(16);
    private long sum;

    @Test
    void aMessageWithFourPropertiesIsEncodedAndReadWithoutAllocation() {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        long allocated = -1;
        int rounds = 0;
        // until the compiler is through with it, on a busy machine later than on an idle one
        while (allocated != 0 && rounds < 100) {
            rounds++;
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < MESSAGES; i++) {
                sendAndReceive(i);
            }
            allocated = threads.getThreadAllocatedBytes(thread) - before;
        }
        assertEquals(0, allocated, "bytes allocated for " + MESSAGES + " messages");
        assertEquals((long)rounds * MESSAGES * (MESSAGES - 1L) / 2 + (long)rounds * MESSAGES * (3 + 1 + 256), sum);
    }

    private void sendAndReceive(final int i) {
        encoder.clear().sequence(i).timestamp(i).property("id", (long)i).property("price", 1.5).property("symbol", "IBM")
            .property("live", true).body(body, 0, 256);
        final int length = encoder.encodedLength();
        encoder.encode(memory, 0, length);
        view.wrap(memory, 0, length);
        symbol.setLength(0);
        view.stringProperty("symbol", symbol);
        sum += view.longProperty("id", 0) + symbol.length() + (long)view.doubleProperty("price", 0) + view.bodyLength();
        if (!view.booleanProperty("live", false)) {
            throw new AssertionError("live");
        }
    }
}
