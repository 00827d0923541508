/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import io.umcast.SubscriberOptions;
import io.umcast.TopicPattern;

final class ImageAllocationTest {
    private static final int ROUNDS = 12;
    private static final int MESSAGES = 100_000;

    @Test
    void aMillionMessagesInOrderAllocateNothing() {
        final SentStream stream = new SentStream(64 * MESSAGES + 64).define(1, "a");
        for (int i = 0; i < MESSAGES; i++) {
            stream.message(1, 52);
        }
        final long[] count = {0};
        final long[] bytes = new long[ROUNDS];
        for (int round = 0; round < bytes.length; round++) {
            final Reader reader = new Reader(stream);
            reader.registry.add(new HandlerSubscription(TopicPattern.of(Reader.A), SubscriberOptions.DEFAULT,
                (buffer, offset, length, header) -> count[0]++, reader.registry::remove), reader.now);
            reader.now += Reader.MS;
            reader.announce(0, true, 0, 1, "a");
            // the first datagrams make the reorder buffer: they end within a record
            reader.data(0, 1000).data(1000, 2000);
            bytes[round] = receive(reader, 2000);
        }
        assertEquals((long)ROUNDS * MESSAGES, count[0]);
        // the compiler may leave a few bytes in one round (a frame that it gives back makes the objects that it had saved); a message
        // or datagram that allocates does so in every round
        assertEquals(0, Arrays.stream(bytes).min().orElseThrow(), () -> "bytes allocated by round: " + Arrays.toString(bytes));
    }

    private static long receive(final Reader reader, final int begin) {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final SentStream stream = reader.stream;
        final int end = (int)stream.end();
        final long thread = Thread.currentThread().getId();
        final long before = threads.getThreadAllocatedBytes(thread);
        for (int from = begin; from < end; from += 1400) {
            final int to = Math.min(from + 1400, end);
            // every 64th byte a record begins, the first at 16
            final int first = (64 - (from - 16) % 64) % 64;
            reader.image.onData(stream.bytes(), from, to - from, from, first >> 3, 0, 0, reader.now);
            reader.image.poll(reader.now);
        }
        return threads.getThreadAllocatedBytes(thread) - before;
    }
}
