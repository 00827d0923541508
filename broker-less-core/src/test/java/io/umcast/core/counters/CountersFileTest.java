/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.counters;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;

import io.umcast.EndpointException;
import io.umcast.config.Config;
import io.umcast.core.wire.DropCause;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountersFileTest {
    private static final String URI = "udp:interface=lo";
    private static final long DEAD = 999_999_999L; // beyond the kernel's largest process id

    @TempDir
    private Path directory;

    @Test
    void aReaderSeesCountersAndErrors() {
        try (CountersFile file = CountersFile.create(directory, 42, URI)) {
            final AtomicCounter sent = file.newCounter(CounterType.DATAGRAMS_SENT, "session 1");
            sent.getAndAddPlain(7);
            file.errorLog().record(new IllegalStateException("seen twice"));
            file.errorLog().record(new IllegalArgumentException("seen once"));
            final CountersSnapshot snapshot = CountersSnapshot.read(file.path());
            assertEquals(ProcessHandle.current().pid(), snapshot.pid());
            assertEquals(42, snapshot.connectionId());
            assertEquals(URI, snapshot.uri());
            assertEquals(new CountersSnapshot.Counter(sent.id(), CounterType.DATAGRAMS_SENT.id(), "datagrams sent: session 1", 7),
                snapshot.counters().get(1));
            assertEquals(2, snapshot.errors().size());
            assertTrue(snapshot.errors().get(0).text().contains("seen twice"));
            assertEquals(1, snapshot.errors().get(0).count());
        }
    }

    @Test
    void closingRemovesTheFileAndCountingGoesOn() {
        final CountersFile file = CountersFile.create(directory, 1, URI);
        final AtomicCounter counter = file.newCounter(CounterType.OVERRUNS, "");
        file.close();
        file.close();
        assertFalse(Files.exists(file.path()));
        assertDoesNotThrow(() -> {
            counter.increment();
            file.newCounter(CounterType.OVERRUNS, "late").increment();
            file.free(counter);
            file.errorLog().record(new IllegalStateException("late"));
        });
        final EndpointException gone = assertThrows(EndpointException.class, () -> CountersSnapshot.read(file.path()));
        assertTrue(gone.getMessage().contains("has been closed"), gone.getMessage());
    }

    @Test
    void connectionsOfAProcessHaveAFileEach() {
        try (CountersFile first = CountersFile.create(directory, 1, URI);
            CountersFile second = CountersFile.create(directory, 2, URI)) {
            assertNotEquals(first.path(), second.path());
            assertEquals(List.of(first.path(), second.path()), CountersDirectory.list(directory));
        }
        assertEquals(List.of(), CountersDirectory.list(directory));
    }

    @Test
    void filesOfDeadProcessesAreRemovedOthersAreLeft() throws IOException {
        final Path dead = Files.createFile(directory.resolve(DEAD + "-1.umcast"));
        final Path leftByAnEarlierProcessOfOurNumber =
            Files.createFile(directory.resolve(ProcessHandle.current().pid() + "-7.umcast"));
        final Path alive = Files.createFile(directory.resolve("1-1.umcast"));
        final Path foreign = Files.createFile(directory.resolve("notes.txt"));
        try (CountersFile file = CountersFile.create(directory, 1, URI)) {
            assertFalse(Files.exists(dead));
            assertFalse(Files.exists(leftByAnEarlierProcessOfOurNumber));
            assertTrue(Files.exists(alive));
            assertTrue(Files.exists(foreign));
            assertTrue(Files.exists(file.path()));
        }
    }

    @Test
    void aFullFileCountsUnseenAndSaysSo() {
        try (CountersFile file = CountersFile.create(directory, 1, URI)) {
            final List<AtomicCounter> counters = new ArrayList<>();
            for (int i = 0; i < CountersLayout.COUNTERS; i++) {
                counters.add(file.newCounter(CounterType.IMAGE_WINDOW, "image " + i));
            }
            final AtomicCounter unseen = counters.get(counters.size() - 1);
            unseen.increment();
            assertEquals(1, unseen.get());
            assertEquals(1, hidden(file));
            file.free(unseen);
            assertEquals(0, hidden(file));
            file.free(counters.get(0));
            file.newCounter(CounterType.IMAGE_WINDOW, "in its place");
            assertEquals(0, hidden(file));
        }
    }

    @Test
    void aDirectoryThatCannotBeHadIsAClearError() throws IOException {
        final Path file = Files.createFile(directory.resolve("file"));
        final EndpointException refusal =
            assertThrows(EndpointException.class, () -> CountersFile.create(file.resolve("below"), 1, URI));
        assertTrue(refusal.getMessage().contains("counters=DIRECTORY"), refusal.getMessage());
    }

    /** /dev/full refuses every write with ENOSPC: a real full file system, without root. */
    @Test
    void aFullFileSystemIsAClearErrorThatSaysHowMuchIsMissing() throws IOException {
        final Path full = Path.of("/dev/full");
        try (FileChannel channel =
            FileChannel.open(full, StandardOpenOption.WRITE)) {
            final EndpointException refusal = assertThrows(EndpointException.class, () -> CountersFile.allocate(full, channel));
            assertEquals(28, refusal.errno());
            final String missing = CountersLayout.FILE_LENGTH + " bytes are missing in /dev";
            assertTrue(refusal.getMessage().contains(missing), refusal.getMessage());
        }
    }

    @Test
    void anythingElseIsRefusedAsCorrupt() throws IOException {
        final Path path = directory.resolve("1-1.umcast");
        Files.write(path, new byte[0]);
        assertThrows(EndpointException.class, () -> CountersSnapshot.read(path));
        Files.write(path, new byte[CountersLayout.FILE_LENGTH]);
        assertThrows(EndpointException.class, () -> CountersSnapshot.read(path));
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(100L << 20);
        }
        assertThrows(EndpointException.class, () -> CountersSnapshot.read(path));
        assertThrows(EndpointException.class, () -> CountersSnapshot.read(directory));
    }

    @Test
    void corruptBytesNeverMakeTheReaderThrowAnythingElse() throws IOException {
        final byte[] good;
        try (CountersFile file = CountersFile.create(directory, 1, URI)) {
            for (final CounterType type : CounterType.values()) {
                file.newCounter(type, "x");
            }
            file.errorLog().record(new IllegalStateException("one"));
            good = Files.readAllBytes(file.path());
        }
        final Path path = directory.resolve("1-1.umcast");
        final Random random = new Random(1);
        final int errors = CountersLayout.HEADER_LENGTH + CountersLayout.METADATA_LENGTH + CountersLayout.VALUES_LENGTH;
        final int[] begins = {0, CountersLayout.HEADER_LENGTH, errors};
        for (int i = 0; i < 300; i++) {
            final byte[] bad = good.clone();
            for (int n = 0; n < 4; n++) {
                bad[begins[random.nextInt(3)] + random.nextInt(256)] = (byte)random.nextInt();
            }
            Files.write(path, bad);
            try {
                CountersSnapshot.read(path);
            } catch (final EndpointException e) {
                assertTrue(e.getMessage().contains("not a counters file"), e.getMessage());
            }
        }
    }

    @Test
    void typeIdsAreDistinctAndDropsHaveTheirCauses() {
        final Set<Integer> ids = new HashSet<>();
        for (final CounterType type : CounterType.values()) {
            assertTrue(ids.add(type.id()), type.name());
        }
        for (int cause = 1; cause < DropCause.COUNT; cause++) {
            assertEquals("drops: " + DropCause.name(cause), CounterType.drops(cause).label());
        }
    }

    @Test
    void theOptionNamesTheDirectory() {
        assertEquals(Path.of("/tmp/x"), CountersDirectory.of(Config.resolve("udp:counters=/tmp/x", new Properties())));
        assertTrue(CountersDirectory.byDefault().getFileName().toString().startsWith("umcast-"));
        assertEquals(CountersDirectory.byDefault(), CountersDirectory.of(Config.resolve("udp:", new Properties())));
    }

    private static long hidden(final CountersFile file) {
        return CountersSnapshot.read(file.path()).counters().stream()
            .filter(counter -> counter.typeId() == CounterType.HIDDEN_COUNTERS.id()).findFirst().orElseThrow().value();
    }
}
