/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;

/** Runs the vectors that ring_test.c runs, on Agrona's own ring. */
class RingVectorsTest {
    private UnsafeBuffer memory;
    private OneToOneRingBuffer ring;
    private int steps;

    @Test
    void agronaWritesTheBytesThatThePollerWrites() throws IOException {
        for (final String line : lines()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                step(line, line.split(" "));
                steps++;
            }
        }
        assertTrue(steps > 40, "vectors read: " + steps);
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = RingVectorsTest.class.getResourceAsStream("/ring-vectors.txt")) {
            assertNotNull(in, "ring-vectors.txt");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private void step(final String line, final String[] words) {
        switch (words[0]) {
            case "ring" -> {
                memory = new UnsafeBuffer(
                    ByteBuffer.allocateDirect(Integer.parseInt(words[1]) + RingBufferDescriptor.TRAILER_LENGTH));
                ring = new OneToOneRingBuffer(memory);
            }
            case "write" -> assertEquals(words[4], write(Integer.parseInt(words[1]), hex(words[2])), line);
            case "claim" -> assertEquals(words[4], index(ring.tryClaim(Integer.parseInt(words[1]), Integer.parseInt(words[2]))), line);
            case "commit" -> ring.commit(Integer.parseInt(words[1]));
            case "consume" -> consume(Integer.parseInt(words[1]));
            case "bytes" -> assertEquals(words[2], bytes(Integer.parseInt(words[1]), words[2].length() / 2), line);
            case "tail" -> assertEquals(Long.parseLong(words[1]), ring.producerPosition(), line);
            case "head" -> assertEquals(Long.parseLong(words[1]), ring.consumerPosition(), line);
            default -> throw new AssertionError(line);
        }
    }

    private String write(final int type, final byte[] payload) {
        final int index = ring.tryClaim(type, payload.length);
        if (index > 0) {
            memory.putBytes(index, payload);
            ring.commit(index);
        }
        return index(index);
    }

    /** A read of Agrona's ends where the ring does, a consume goes on behind it, as the poller's consumer does. */
    private void consume(final int records) {
        int left = records;
        long before;
        do {
            before = ring.consumerPosition();
            left -= ring.read((type, buffer, index, length) -> { }, left);
        } while (left > 0 && ring.consumerPosition() != before);
    }

    private String bytes(final int offset, final int length) {
        final byte[] bytes = new byte[length];
        memory.getBytes(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String index(final int index) {
        return index > 0 ? Integer.toString(index) : "full";
    }

    private static byte[] hex(final String text) {
        return "-".equals(text) ? new byte[0] : HexFormat.of().parseHex(text);
    }
}
