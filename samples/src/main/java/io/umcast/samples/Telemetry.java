/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Fans this host's own figures out: load, memory and network counters from {@code /proc}, one topic each, to as many dashboards as listen.
 * Each dashboard here is a session of its own; in life it would be a process on another host, with the same lines.
 */
public final class Telemetry {
    private static final List<String> SOURCES = List.of("loadavg", "meminfo", "net/dev");
    private static final int DASHBOARDS = 3;

    private Telemetry() {
    }

    /**
     * Publishes figures.
     *
     * @param args how many rounds (10); a URI to connect with (loopback).
     * @throws IOException if {@code /proc} cannot be read.
     */
    public static void main(final String[] args) throws IOException {
        final int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        final String uri = args.length > 1 ? args[1] : "udp:interface=lo";
        final AtomicLong received = new AtomicLong();
        try (Connection dashboards = Umcast.connect(uri); Connection host = Umcast.connect(uri)) {
            for (int i = 1; i <= DASHBOARDS; i++) {
                dashboard(dashboards, i, received);
            }
            final Session session = host.createSession().start();
            final List<Publisher> publishers = SOURCES.stream().map(Telemetry::topic).map(session::createPublisher).toList();
            for (final String source : SOURCES) {
                host.awaitSubscribers(topic(source), DASHBOARDS, Duration.ofSeconds(10));
            }
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < publishers.size(); i++) {
                    publish(publishers.get(i), Files.readAllBytes(Path.of("/proc", SOURCES.get(i))));
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            while (received.get() < (long)rounds * SOURCES.size() * DASHBOARDS) {
                Thread.onSpinWait();
            }
        }
        System.out.println("all " + received.get() + " figures arrived at " + DASHBOARDS + " dashboards");
    }

    private static Topic topic(final String source) {
        return Topic.of("host." + source.replace('/', '.'));
    }

    private static void publish(final Publisher publisher, final byte[] figures) {
        while (publisher.offer(new UnsafeBuffer(figures), 0, figures.length) == Publisher.BACK_PRESSURED) {
            Thread.onSpinWait();
        }
    }

    private static void dashboard(final Connection connection, final int number, final AtomicLong received) {
        final Session session = connection.createSession();
        for (final String source : SOURCES) {
            session.subscribe(topic(source), (buffer, offset, length, header) -> {
                received.incrementAndGet();
                if (number == 1 && "loadavg".equals(source)) {
                    System.out.print(header.topic() + ": " + buffer.getStringWithoutLengthAscii(offset, length));
                }
            });
        }
        session.start();
    }

}
