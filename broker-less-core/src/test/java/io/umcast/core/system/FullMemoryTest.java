/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.umcast.core.transport.NetworkNamespace;

/** A small /dev/shm of a child's own, in a mount namespace, that is full or becomes so. */
@Timeout(180)
final class FullMemoryTest {
    @Test
    void refusesToConnectWhereCountersFindNoRoomAndNamesTheWayOut() throws Exception {
        final String said = withSharedMemoryOf("64k");
        assertTrue(said.contains(FullMemoryProgram.REFUSED) && said.contains("No space left") && said.contains("counters=DIRECTORY"), said);
    }

    /** All of the counters file is there from the begin: a write to it cannot become a SIGBUS later. */
    @Test
    void goesOnWhenSharedMemoryFillsUpLater() throws Exception {
        final String said = withSharedMemoryOf("4m");
        assertTrue(said.contains("No space left") && said.contains(FullMemoryProgram.DELIVERED + 100_000), said);
    }

    private static String withSharedMemoryOf(final String size) throws IOException, InterruptedException {
        final String missing = NetworkNamespace.missing();
        assumeTrue(missing == null, missing); // who may make one kind of namespace may make the other
        final List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c",
            "mount -t tmpfs -o size=" + size + " tmpfs /dev/shm && exec \"$@\"", "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-XX:-UsePerfData"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--") || argument.startsWith("-XX:+Ignore"))
            .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            FullMemoryProgram.class.getName(), "udp:interface=lo"));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said + " (exit status " + process.waitFor() + ")";
        } finally {
            process.destroyForcibly();
        }
    }
}
