/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the process holds when nothing is open.
 *
 * @param residentKb memory in use, in KiB, of the heap what is alive.
 * @param heapKb     of the heap what is alive, in KiB.
 * @param files      open file descriptors.
 * @param threads    threads.
 */
record Vitals(long residentKb, long heapKb, long files, long threads) {
    private static final int COLLECTIONS = 3;

    static Vitals now() throws IOException, InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc(); // memory is unmapped when nothing refers to it any more
            Thread.sleep(50);
        }
        final Runtime runtime = Runtime.getRuntime();
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return new Vitals(status("VmRSS:"), (runtime.totalMemory() - runtime.freeMemory()) >> 10, files.count(), status("Threads:"));
        }
    }

    private static long status(final String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith(key))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElseThrow();
    }

    /** The median of a part of the samples. */
    static long median(final List<Vitals> samples, final int from, final int to, final ToLongFunction<Vitals> value) {
        final long[] sorted = samples.subList(from, to).stream().mapToLong(value).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
