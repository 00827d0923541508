/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import java.time.Duration;
import java.util.Random;
import java.util.zip.CRC32C;

import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends blobs of 1 MB. A message may have an eighth of the log, so the log is made larger. */
public final class LargeMessages {
    private static final Topic TOPIC = Topic.of("blobs");
    private static final int LENGTH = 1_000_000;

    private LargeMessages() {
    }

    /**
     * Sends blobs and checks them.
     *
     * @param args how many (20); a URI to connect with (loopback, with a log of 16 MB).
     */
    public static void main(final String[] args) {
        final int count = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        final String uri = args.length > 1 ? args[1] : "udp:interface=lo&log=16m";
        final long[] received = new long[2];
        try (Connection connection = Umcast.connect(uri);
             Session receiving = connection.createSession();
             Session sending = connection.createSession();
             Publisher publisher = sending.createPublisher(TOPIC)) {
            final byte[] copy = new byte[LENGTH];
            receiving.subscribe(TOPIC, (buffer, offset, length, header) -> {
                buffer.getBytes(offset, copy);
                received[0]++;
                received[1] ^= checksum(copy) * received[0];
            });
            final Random random = new Random(1);
            final byte[] blob = new byte[LENGTH];
            long expected = 0;
            final long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            for (int i = 1; i <= count; i++) {
                random.nextBytes(blob);
                expected ^= checksum(blob) * i;
                while (publisher.offer(new UnsafeBuffer(blob), 0, LENGTH) < 0 && System.nanoTime() < deadline) {
                    sending.poll();
                    receiving.poll();
                }
            }
            while (received[0] < count && System.nanoTime() < deadline) {
                sending.poll();
                receiving.poll();
            }
            if (received[0] != count || received[1] != expected) {
                throw new IllegalStateException(received[0] + " of " + count + " blobs arrived, or not as they were sent");
            }
        }
        System.out.println(received[0] + " blobs of " + LENGTH + " bytes arrived as they were sent");
    }

    private static long checksum(final byte[] bytes) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }
}
