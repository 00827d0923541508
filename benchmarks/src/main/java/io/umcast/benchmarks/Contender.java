/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.ArrayList;

/**
 * Something that can be measured: how its two processes are started. The answering side starts first and ends by itself.
 *
 * @param name     as in tables.
 * @param answers  the command of the side that answers or drains.
 * @param measures the command of the side that pings or floods.
 */
record Contender(String name, List<String> answers, List<String> measures) {
    /** Where programs are found. */
    record Programs(Path java, Path options, String classPath, Path floor) {
        private List<String> java(final String mainClass, final String... arguments) {
            final List<String> command = new ArrayList<>(List.of(java.toString(), "@" + options, "-XX:+UseParallelGC", "-Xms256m",
                "-Xmx512m",
                "-XX:-UseCountedLoopSafepoints", "-cp", classPath, mainClass));
            command.addAll(List.of(arguments));
            return command;
        }

        private List<String> floor(final String... arguments) {
            final List<String> command = new ArrayList<>(List.of(floor.toString()));
            command.addAll(List.of(arguments));
            return command;
        }
    }

    private static final String FLOOR_PORT = "40471";
    private static final String UMCAST = "io.umcast.cli.Main";
    private static final String AERON = "io.umcast.benchmarks.peers.AeronPeer";

    /** Round trips, one at a time. */
    static List<Contender> rtt(final Programs programs, final int size, final int warmup, final int count) {
        final String via = "udp:interface=lo&mtu=8k&group=239.250.2.1&port=40472";
        final String total = Integer.toString(warmup + count);
        return List.of(
            new Contender("C floor", programs.floor("pong", FLOOR_PORT, total),
                programs.floor("ping", FLOOR_PORT, Integer.toString(size), Integer.toString(warmup), Integer.toString(count))),
            new Contender("umcast", programs.java(UMCAST, "pong", "--via", via, "--count", total),
                programs.java(UMCAST, "ping", "--via", via, "--size", Integer.toString(size), "--warmup", Integer.toString(warmup),
                    "--count", Integer.toString(count), "--json")),
            new Contender("Aeron", programs.java(AERON, "pong", total),
                programs.java(AERON, "ping", Integer.toString(size), Integer.toString(warmup), Integer.toString(count))));
    }

    /** As many messages as go, one way. */
    static List<Contender> throughput(final Programs programs, final int size, final int mtu, final int seconds) {
        final String via = "udp:interface=lo&mtu=" + mtu + "&group=239.250.2.1&port=40472";
        final String drainSeconds = Integer.toString(seconds + 6);
        final String datagram = Integer.toString(Math.min(mtu, Math.max(1, mtu / Math.max(1, size + 8)) * (size + 8)));
        return List.of(
            new Contender("C floor", programs.floor("drain", FLOOR_PORT, Integer.toString(seconds + 2)),
                programs.floor("flood", FLOOR_PORT, datagram, Integer.toString(seconds))),
            new Contender("umcast", programs.java(UMCAST, "drain", "--via", via, "--seconds", drainSeconds, "--json"),
                programs.java(UMCAST, "flood", "--via", via, "--size", Integer.toString(size), "--seconds", Integer.toString(seconds),
                    "--json")),
            new Contender("Aeron", programs.java(AERON, "drain", Integer.toString(mtu), drainSeconds),
                programs.java(AERON, "flood", Integer.toString(mtu), Integer.toString(size), Integer.toString(seconds))));
    }
}
