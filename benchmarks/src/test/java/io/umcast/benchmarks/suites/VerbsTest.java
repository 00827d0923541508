/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.umcast.benchmarks.report.Metric;
import io.umcast.benchmarks.report.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerbsTest {
    @Test
    void readsWhatAGuestHasLeftAndPassesOverWhatFailed(@TempDir final Path directory) throws IOException {
        final Path file = directory.resolve("samples.bench-roce");
        Files.write(file, List.of("perftest\tsize=64,datagram=64,link=0\t1\trate=11548",
            "umcast\tsize=64,datagram=64,link=0\t1\trate=,lost=0", "umcast\tsize=64,data"));
        final List<Sample> samples = Verbs.read(file);
        assertEquals(2, samples.size());
        assertEquals(Map.of("size", 64, "datagram", 64, "link", 0), samples.get(0).setting());
        assertEquals(1, samples.get(0).round());
        assertEquals(11_548, samples.get(0).value(Metric.RATE));
        assertEquals(Map.of("lost", 0.0), samples.get(1).values());
    }
}
