/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.ThreadMXBean;
import io.umcast.Claim;
import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not disturb a stream: slow handlers, hostile datagrams, garbage collection. */
@Timeout(120)
class ResilienceTest {
    private static final Topic TOPIC = Topic.of("resilience");

    private final Peers peers = new Peers();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[1024]);

    @AfterEach
    void close() {
        peers.close();
    }

    /** The receiver's handler stalls for longer than the publisher's receiver timeout; the conductor's statuses keep it in. */
    @Test
    void keepsAReceiverWhoseHandlerTakesLong() throws InterruptedException {
        final String options = "receiver-timeout=3s&image-timeout=3s&announce-interval=50ms";
        final CountDownLatch stalled = new CountDownLatch(1);
        final CountDownLatch resume = new CountDownLatch(1);
        final AtomicInteger count = new AtomicInteger();
        final Session receiving = peers.connect(options).createSession();
        receiving.subscribe(TOPIC, (buffer, offset, length, header) -> {
            if (count.incrementAndGet() == 1) {
                stalled.countDown();
                await(resume);
            }
        });
        receiving.start(new BackoffIdleStrategy());
        final Publisher publisher = peers.session(options).createPublisher(TOPIC);
        peers.await("the subscriber", publisher::isConnected);
        peers.publish(publisher, message, 100);
        peers.await("the handler to stall", () -> stalled.getCount() == 0);
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
        int published = 1;
        while (System.nanoTime() < end) {
            if (publisher.offer(message, 0, 100) > 0) {
                published++;
            }
            peers.poll();
        }
        assertTrue(publisher.isConnected());
        assertFalse(peers.events.contains("receiver left silently"));
        resume.countDown();
        final int expected = published;
        peers.await("all that was published", () -> count.get() == expected);
        assertTrue(peers.losses.isEmpty());
    }

    /** The publisher's own handler stalls; the conductor sends what another thread publishes, and announces. */
    @Test
    void keepsSendingWhileAHandlerOfThePublishingSessionTakesLong() throws InterruptedException {
        final String options = "image-timeout=3s&announce-interval=50ms";
        final long[] count = new long[1];
        peers.session(options).subscribe(TOPIC, (buffer, offset, length, header) -> count[0]++);
        final Session publishing = peers.connect(options).createSession();
        final CountDownLatch stalled = new CountDownLatch(1);
        final CountDownLatch resume = new CountDownLatch(1);
        publishing.subscribe(Topic.of("stall"), (buffer, offset, length, header) -> {
            stalled.countDown();
            await(resume);
        });
        final Publisher publisher = publishing.createPublisher(TOPIC);
        final Publisher stall = publishing.createPublisher(Topic.of("stall"));
        publishing.start(new BackoffIdleStrategy());
        peers.await("the subscriber", publisher::isConnected);
        stall.offer(message, 0, 8);
        peers.await("the handler to stall", () -> stalled.getCount() == 0);
        for (int i = 0; i < 100; i++) {
            peers.publish(publisher, message, 100);
        }
        peers.await("what was published meanwhile", () -> count[0] == 100);
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(6);
        peers.await("twice the time after which who is silent is gone", () -> System.nanoTime() > end);
        assertFalse(peers.events.contains("silent"));
        resume.countDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "native=off"})
    void countsHostileDatagramsAndHarmsNoGoodStream(final String options) throws IOException {
        final String one = "group=239.77.1.1" + (options.isEmpty() ? "" : "&" + options);
        final long[] next = new long[2];
        peers.session(one).subscribe(TOPIC, (buffer, offset, length, header) -> {
            next[1] += buffer.getLong(offset) == next[0] ? 0 : 1;
            next[0]++;
        });
        final Publisher publisher = peers.session(one).createPublisher(TOPIC);
        peers.await("the subscriber", publisher::isConnected);
        final SplittableRandom random = new SplittableRandom(20261121);
        final int hostile = Integer.getInteger("umcast.fuzz.datagrams", 50_000);
        int good = 0;
        try (DatagramSocket attacker = new DatagramSocket()) {
            attacker.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName("lo"));
            final InetSocketAddress group = new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte)239, 77, 1, 1}), peers.port());
            for (int i = 0; i < hostile; i++) {
                final byte[] bytes = hostile(random);
                attacker.send(new DatagramPacket(bytes, bytes.length, group));
                if (i % 10 == 0) {
                    message.putLong(0, good++);
                    peers.publish(publisher, message, 8 + i % 900);
                    peers.poll();
                }
            }
        }
        final int expected = good;
        peers.await("all that is good", () -> next[0] == expected);
        assertEquals(0, next[1]);
        assertTrue(peers.errors.isEmpty(), peers.errors::toString);
        assertTrue(peers.losses.isEmpty());
    }

    /** Random bytes, or a frame of a foreign stream with a good header and anything behind it. */
    private static byte[] hostile(final SplittableRandom random) {
        final byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 200 : 1400)];
        random.nextBytes(bytes);
        if (bytes.length >= FrameHeader.LENGTH && random.nextInt(4) > 0) {
            final UnsafeBuffer frame = new UnsafeBuffer(bytes);
            final int type = 1 + random.nextInt(FrameType.LAST + 1);
            final int length = type == FrameType.DATA ? bytes.length - FrameHeader.LENGTH & -8 : random.nextInt(5000) & -8;
            FrameHeader.write(frame, 0, type, random.nextInt(4), random.nextInt(20), 0, length, random.nextLong(16),
                random.nextLong(1L << random.nextInt(1, 62)) & -8, random.nextLong());
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mtu=1472"})
    void allocatesNothingPerMessage(final String options) {
        final ThreadMXBean threads = (ThreadMXBean)java.lang.management.ManagementFactory.getThreadMXBean();
        final long[] count = new long[1];
        peers.session(options).subscribe(TOPIC, (buffer, offset, length, header) ->
            count[0] += header.topic().name().isEmpty() ? 0 : header.position() > 0 && header.publishTimeNs() > 0 ? 1 : 0);
        final Session session = peers.session(options);
        final Publisher publisher = session.createPublisher(TOPIC);
        peers.await("the subscriber", publisher::isConnected);
        final Claim claim = publisher.newClaim();
        final int messages = 300_000;
        final long[] allocated = new long[8];
        for (int round = 0; round < allocated.length; round++) {
            final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            exchange(publisher, claim, count, messages);
            allocated[round] = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        }
        // Timers and rare control frames may cost a little; a single byte a message would be 300,000. The compiler may be late on a busy
        // machine; but what allocates per message does so in every round.
        assertTrue(Arrays.stream(allocated).min().orElseThrow() < messages / 10,
            () -> "bytes for " + messages + " messages, by round: " + Arrays.toString(allocated));
    }

    private void exchange(final Publisher publisher, final Claim claim, final long[] count, final int messages) {
        final long target = count[0] + messages;
        int sent = 0;
        while (count[0] < target) {
            for (int i = 0; i < 64 && sent < messages; i++) {
                if (publisher.tryClaim(64, claim) < 0) {
                    break;
                }
                claim.buffer().putLong(claim.offset(), i);
                claim.commit();
                sent++;
            }
            peers.poll();
        }
    }

    @Test
    void talksToPlainSocketsInRawMode() throws IOException {
        final List<String> received = new ArrayList<>();
        final Session session = peers.session("raw=on&group=239.77.2.2&local=off");
        session.subscribe(TOPIC, (buffer, offset, length, header) -> received.add(buffer.getStringWithoutLengthAscii(offset, length)));
        final Publisher publisher = session.createPublisher(TOPIC);
        final InetSocketAddress group = new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte)239, 77, 2, 2}), peers.port());
        try (MulticastSocket plain = new MulticastSocket(peers.port())) {
            final NetworkInterface lo = NetworkInterface.getByName("lo");
            plain.setOption(StandardSocketOptions.IP_MULTICAST_IF, lo);
            plain.joinGroup(group, lo);
            plain.setSoTimeout(60_000);
            plain.send(new DatagramPacket("from plain".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 10, group));
            peers.await("the plain datagram", () -> received.contains("from plain"));
            message.putStringWithoutLengthAscii(0, "from umcast");
            peers.publish(publisher, message, 11);
            session.poll();
            final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            do {
                plain.receive(packet);
            } while (packet.getLength() == 10);
            assertEquals("from umcast", new String(packet.getData(), 0, packet.getLength(), java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    @Test
    void opensAndClosesManyTimesWithoutLeavingThreadsOrFiles() throws IOException {
        final int threadsBefore = Thread.activeCount();
        cycle(20);
        final long filesBefore = openFiles();
        cycle(100);
        assertTrue(openFiles() <= filesBefore + 2, openFiles() + " open files after, " + filesBefore + " before");
        assertTrue(Thread.activeCount() <= threadsBefore + 1);
    }

    private void cycle(final int times) {
        for (int i = 0; i < times; i++) {
            try (Connection connection = peers.connect("")) {
                final Session session = connection.createSession();
                session.subscribe(TOPIC, (buffer, offset, length, header) -> { });
                final Publisher publisher = session.createPublisher(TOPIC);
                publisher.offer(message, 0, 8);
                session.poll();
            }
        }
    }

    private static long openFiles() throws IOException {
        try (java.util.stream.Stream<java.nio.file.Path> files = java.nio.file.Files.list(java.nio.file.Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await(100, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
