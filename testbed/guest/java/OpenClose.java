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

import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;

/**
 * Opens and closes connections, each with a session, a publisher and a subscriber, and looks whether the process holds more and more:
 * URI ROUNDS. Many threads, since what the kernel does is mostly waiting.
 */
final class OpenClose {
    private static final int THREADS = 8;
    private static final int MOST_KB = 16_384;

    private OpenClose() {
    }

    public static void main(final String[] args) throws IOException, InterruptedException, ExecutionException {
        final int rounds = Integer.parseInt(args[1]);
        final int warmUp = rounds / 5;
        final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        final long begin = System.nanoTime();
        rounds(pool, args[0], warmUp);
        final long memory = residentKilobytes();
        final int files = openFiles();
        final int threads = Thread.activeCount();
        rounds(pool, args[0], rounds - warmUp);
        final long grown = residentKilobytes() - memory;
        final int moreFiles = openFiles() - files;
        final int moreThreads = Thread.activeCount() - threads;
        System.out.println(rounds + " rounds in " + (System.nanoTime() - begin) / 1_000_000_000L + " s; since round " + warmUp + ": " +
            grown + " KB, " + moreFiles + " files, " + moreThreads + " threads more");
        System.exit(grown < MOST_KB && moreFiles <= 0 && moreThreads <= 0 ? 0 : 1);
    }

    private static void rounds(final ExecutorService pool, final String uri, final int count) throws InterruptedException, ExecutionException {
        final List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(pool.submit(() -> round(uri)));
        }
        for (final Future<?> one : all) {
            one.get();
        }
    }

    private static void round(final String uri) {
        try (Connection connection = Umcast.connect(uri);
            Session session = connection.createSession();
            Publisher publisher = session.createPublisher(Topic.of("rounds"))) {
            session.subscribe(Topic.of("rounds"), (buffer, offset, length, header) -> { });
            session.poll();
        }
    }

    private static long residentKilobytes() throws IOException {
        System.gc(); // memory of the poller is unmapped when nothing refers to it any more
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).sum();
    }

    private static int openFiles() {
        final String[] files = Path.of("/proc/self/fd").toFile().list();
        return files == null ? 0 : files.length;
    }
}
