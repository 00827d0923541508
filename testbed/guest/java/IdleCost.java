/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import io.umcast.Connection;
import io.umcast.IdleStrategies;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Two started sessions that have nothing to do, once asleep on their completion queues, once backing off: what they cost, and how long a
 * message that a thread publishes now and then takes: URI SECONDS. Prints a JSON object each.
 */
final class IdleCost {
    private static final int MESSAGES = 20;
    private static final int SETTLE_MS = 1000;
    private static final Topic TOPIC = Topic.of("idle");

    private IdleCost() {
    }

    public static void main(final String[] args) throws InterruptedException {
        final int seconds = Integer.parseInt(args[1]);
        run("event", args[0], seconds, false);
        run("backoff", args[0], seconds, true);
        System.exit(0);
    }

    private static void run(final String name, final String uri, final int seconds, final boolean backoff) throws InterruptedException {
        final BlockingQueue<Long> arrivals = new ArrayBlockingQueue<>(16);
        try (Connection connection = Umcast.connect(uri); Session from = connection.createSession(); Session to = connection.createSession()) {
            final Publisher publisher = from.createPublisher(TOPIC);
            to.subscribe(TOPIC, (buffer, offset, length, header) -> arrivals.add(System.nanoTime()));
            if (backoff) {
                from.start(IdleStrategies.backoff());
                to.start(IdleStrategies.backoff());
            } else {
                from.start();
                to.start();
            }
            final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!publisher.isConnected() && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            final long[] latencies = new long[MESSAGES];
            final UnsafeBuffer message = new UnsafeBuffer(new byte[64]);
            for (int i = 0; i < MESSAGES; i++) {
                Thread.sleep(30 + i % 7); // another phase of the announcements each time
                final long begin = System.nanoTime();
                if (publisher.offer(message, 0, 64) < 0) {
                    throw new IllegalStateException("message " + i + " was not taken");
                }
                final Long arrival = arrivals.poll(30, TimeUnit.SECONDS);
                latencies[i] = arrival == null ? Long.MAX_VALUE : arrival - begin;
            }
            Arrays.sort(latencies);
            Thread.sleep(SETTLE_MS); // the compilers have work left
            final long sessions = cpuNanos("umcast-session");
            final long conductor = cpuNanos("umcast-conductor");
            Thread.sleep(seconds * 1000L);
            System.out.printf("{\"idle\": \"%s\", \"sessions_percent\": %.2f, \"conductor_percent\": %.2f, \"p50_us\": %d, \"p90_us\": %d}%n",
                name, (cpuNanos("umcast-session") - sessions) / (seconds * 1e7), (cpuNanos("umcast-conductor") - conductor) / (seconds * 1e7),
                latencies[MESSAGES / 2] / 1000, latencies[MESSAGES * 9 / 10] / 1000);
        }
    }

    /** Of the threads of a name. */
    private static long cpuNanos(final String name) {
        final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.dumpAllThreads(false, false)).filter(thread -> thread.getThreadName().startsWith(name))
            .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId()))).sum();
    }
}
