/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.util.concurrent.TimeUnit;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import org.HdrHistogram.Histogram;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.BusySpinIdleStrategy;

/**
 * Aeron over UDP multicast on loopback, its media driver run by the very thread that publishes or polls (invoker mode), which is the
 * faster way for one stream on two cores.
 * <pre>
 * AeronPeer pong COUNT
 * AeronPeer ping SIZE WARMUP COUNT
 * AeronPeer flood MTU SIZE SECONDS
 * AeronPeer drain MTU SECONDS
 * </pre>
 */
public final class AeronPeer {
    private static final String PING = "aeron:udp?endpoint=239.250.1.1:40461|interface=127.0.0.1";
    private static final String PONG = "aeron:udp?endpoint=239.250.1.3:40461|interface=127.0.0.1";
    private static final int STREAM = 1001;
    private static final int RTT_MTU = 8192;
    private static final int BUFFER = 4 << 20;
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final MediaDriver driver;
    private final Aeron aeron;
    private final AgentInvoker driverInvoker;

    private AeronPeer(final int mtu) {
        driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName("/dev/shm/umcast-bench-aeron-" + ProcessHandle.current().pid())
            .threadingMode(ThreadingMode.INVOKER).dirDeleteOnStart(true).dirDeleteOnShutdown(true)
            .mtuLength(mtu).socketSndbufLength(BUFFER).socketRcvbufLength(BUFFER).initialWindowLength(BUFFER / 2)
            .publicationTermBufferLength(1 << 24));
        driverInvoker = driver.sharedAgentInvoker();
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()).driverAgentInvoker(driverInvoker)
            .useConductorAgentInvoker(true).idleStrategy(new BusySpinIdleStrategy()));
    }

    /**
     * Runs one side.
     *
     * @param args the mode and its arguments.
     */
    public static void main(final String[] args) {
        switch (args[0]) {
            case "pong" -> new AeronPeer(RTT_MTU).pong(Long.parseLong(args[1]));
            case "ping" -> new AeronPeer(RTT_MTU).ping(Integer.parseInt(args[1]), Long.parseLong(args[2]), Long.parseLong(args[3]));
            case "flood" -> new AeronPeer(Integer.parseInt(args[1])).flood(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "drain" -> new AeronPeer(Integer.parseInt(args[1])).drain(Integer.parseInt(args[2]));
            default -> throw new IllegalArgumentException("pong, ping, flood or drain, not " + args[0]);
        }
    }

    private void invoke() {
        driverInvoker.invoke();
        aeron.conductorAgentInvoker().invoke();
    }

    private void pong(final long count) {
        final Subscription subscription = aeron.addSubscription(PING, STREAM);
        final ExclusivePublication publication = aeron.addExclusivePublication(PONG, STREAM);
        final BufferClaim claim = new BufferClaim();
        final long[] answered = new long[1];
        final FragmentHandler handler = (buffer, offset, length, header) -> {
            while (publication.tryClaim(length, claim) < 0) {
                invoke();
            }
            claim.buffer().putBytes(claim.offset(), buffer, offset, length);
            claim.commit();
            answered[0]++;
        };
        long last = System.nanoTime();
        while (answered[0] < count && System.nanoTime() - last < 2 * SILENCE_NS) {
            invoke();
            if (subscription.poll(handler, 10) > 0) {
                last = System.nanoTime();
            }
        }
        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
        while (System.nanoTime() < end) {
            invoke();
        }
        close();
    }

    private void ping(final int size, final long warmup, final long count) {
        final Subscription subscription = aeron.addSubscription(PONG, STREAM);
        final ExclusivePublication publication = aeron.addExclusivePublication(PING, STREAM);
        final BufferClaim claim = new BufferClaim();
        final Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
        final long[] received = new long[1];
        final FragmentHandler handler = (buffer, offset, length, header) -> received[0]++;
        final long deadline = System.nanoTime() + SILENCE_NS;
        while (!publication.isConnected() || !subscription.isConnected()) {
            invoke();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no pong");
            }
        }
        for (long i = -warmup; i < count; i++) {
            final long expected = received[0] + 1;
            final long begin = System.nanoTime();
            while (publication.tryClaim(size, claim) < 0) {
                invoke();
            }
            claim.commit();
            while (received[0] < expected) {
                invoke();
                subscription.poll(handler, 10);
            }
            if (i >= 0) {
                histogram.recordValue(System.nanoTime() - begin);
            }
        }
        System.out.printf("{\"size\":%d,\"count\":%d,\"lost\":0,\"rtt_ns\":" +
            "{\"min\":%d,\"p50\":%d,\"p90\":%d,\"p99\":%d,\"p99.9\":%d,\"max\":%d}}%n",
            size, count, histogram.getMinValue(), histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(90),
            histogram.getValueAtPercentile(99), histogram.getValueAtPercentile(99.9), histogram.getMaxValue());
        close();
    }

    private void flood(final int size, final int seconds) {
        final ExclusivePublication publication = aeron.addExclusivePublication(PING, STREAM);
        final BufferClaim claim = new BufferClaim();
        while (!publication.isConnected()) {
            invoke();
        }
        final long begin = System.nanoTime();
        final long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        long sent = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 256; i++) {
                if (publication.tryClaim(size, claim) < 0) {
                    break;
                }
                if (size >= Long.BYTES) {
                    claim.buffer().putLong(claim.offset(), sent);
                }
                claim.commit();
                sent++;
            }
            invoke();
        }
        final long quiet = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (System.nanoTime() < quiet) {
            invoke();
        }
        System.out.printf("{\"sent\":%d,\"rate\":%.0f}%n", sent, sent * 1e9 / (end - begin));
        close();
    }

    private void drain(final int seconds) {
        final Subscription subscription = aeron.addSubscription(PING, STREAM);
        final long[] counts = new long[4]; // received, bytes, next expected, lost
        final FragmentHandler handler = (buffer, offset, length, header) -> {
            counts[0]++;
            counts[1] += length;
            if (length >= Long.BYTES) {
                final long sequence = buffer.getLong(offset);
                counts[3] += sequence - counts[2];
                counts[2] = sequence + 1;
            }
        };
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long first = 0;
        long last = 0;
        while (System.nanoTime() < end && (last == 0 || System.nanoTime() - last < TimeUnit.SECONDS.toNanos(2))) {
            invoke();
            if (subscription.poll(handler, 256) > 0) {
                last = System.nanoTime();
                first = first == 0 ? last : first;
            }
        }
        System.out.printf("{\"received\":%d,\"lost\":%d,\"rate\":%.0f,\"bytes\":%d}%n", counts[0], counts[3],
            counts[0] * 1e9 / Math.max(1, last - first), counts[1]);
        close();
    }

    private void close() {
        CloseHelper.closeAll(aeron, driver);
    }
}
