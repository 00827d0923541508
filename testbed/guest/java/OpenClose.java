/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;

/** Opens and closes connections, each with a publisher and a subscriber, and looks whether the process holds more and more: URI ROUNDS. */
final class OpenClose {
    private static final int WARM_UP = 10;

    private OpenClose() {
    }

    public static void main(final String[] args) throws IOException {
        final int rounds = Integer.parseInt(args[1]);
        long memory = 0;
        int files = 0;
        int threads = 0;
        for (int round = 0; round < rounds; round++) {
            if (round == WARM_UP) {
                memory = mappedKilobytes();
                files = openFiles();
                threads = Thread.activeCount();
            }
            round(args[0]);
        }
        final long grown = mappedKilobytes() - memory;
        final int moreFiles = openFiles() - files;
        final int moreThreads = Thread.activeCount() - threads;
        System.out.println(rounds + " rounds; since round " + WARM_UP + ": " + grown + " KB, " + moreFiles + " files, " + moreThreads +
            " threads more");
        System.exit(grown < 32_768 && moreFiles <= 0 && moreThreads <= 0 ? 0 : 1);
    }

    private static void round(final String uri) {
        try (Connection connection = Umcast.connect(uri);
            Session session = connection.createSession();
            Publisher publisher = session.createPublisher(Topic.of("rounds"))) {
            session.subscribe(Topic.of("rounds"), (buffer, offset, length, header) -> { });
            session.poll();
        }
        System.gc(); // memory of the poller is unmapped when nothing refers to it any more
    }

    private static long mappedKilobytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).sum();
    }

    private static int openFiles() {
        final String[] files = Path.of("/proc/self/fd").toFile().list();
        return files == null ? 0 : files.length;
    }
}
