/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;

/**
 * Opens and closes sessions, each with a publisher and a subscriber, and looks whether the process holds more and more: URI ROUNDS. Some
 * threads, since what the kernel does is waiting, too.
 */
final class OpenClose {
    private static final int THREADS = 4;
    private static final int MOST_KB = 24_576;
    private static final int SETTLE_MS = 200;

    private OpenClose() {
    }

    public static void main(final String[] args) throws IOException, InterruptedException, ExecutionException {
        final int rounds = Integer.parseInt(args[1]);
        final int warmUp = rounds / 5;
        final long begin = System.nanoTime();
        try (Connection connection = Umcast.connect(args[0])) {
            rounds(connection, warmUp);
            final long memory = residentKilobytes();
            final int files = openFiles();
            final int threads = Thread.activeCount();
            rounds(connection, rounds - warmUp);
            final long grown = residentKilobytes() - memory;
            final int moreFiles = openFiles() - files;
            final int moreThreads = Thread.activeCount() - threads;
            System.out.println(rounds + " rounds in " + (System.nanoTime() - begin) / 1_000_000_000L + " s; since round " + warmUp + ": " +
                grown + " KB, " + moreFiles + " files, " + moreThreads + " threads more");
            System.exit(grown < MOST_KB && moreFiles <= 0 && moreThreads <= 0 ? 0 : 1);
        }
    }

    /** By threads that end, so that none of their frames keeps a session. */
    private static void rounds(final Connection connection, final int count) throws InterruptedException, ExecutionException {
        final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        final List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final boolean collects = i % 32 == 0;
            all.add(pool.submit(() -> {
                round(connection);
                if (collects) {
                    System.gc(); // memory of the poller is unmapped when nothing refers to it any more
                }
            }));
        }
        for (final Future<?> one : all) {
            one.get();
        }
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.MINUTES);
    }

    private static void round(final Connection connection) {
        try (Session session = connection.createSession(); Publisher publisher = session.createPublisher(Topic.of("rounds"))) {
            session.subscribe(Topic.of("rounds"), (buffer, offset, length, header) -> { });
            session.poll();
        }
    }

    /** When it shrinks no more: what is unreachable is unmapped by a thread, a little later. */
    private static long residentKilobytes() throws IOException, InterruptedException {
        long least = Long.MAX_VALUE;
        for (int steady = 0; steady < 5;) {
            System.gc();
            Thread.sleep(SETTLE_MS);
            final long now = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).sum();
            steady = now < least ? 0 : steady + 1;
            least = Math.min(least, now);
        }
        return least;
    }

    private static int openFiles() {
        final String[] files = Path.of("/proc/self/fd").toFile().list();
        return files == null ? 0 : files.length;
    }
}
