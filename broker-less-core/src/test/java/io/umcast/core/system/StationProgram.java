/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Subscriber;
import io.umcast.Topic;
import io.umcast.TopicPattern;
import io.umcast.Umcast;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A program for a {@link Station} that does what it reads, a line each, and answers with a line: {@code open URI}, {@code close},
 * {@code subscribe PATTERN}, {@code unsubscribe} (the latest), {@code publish TOPIC}, {@code send COUNT} (by and by), {@code sent},
 * {@code received}. It ends with its input.
 */
final class StationProgram {
    /** Of a message: more than half of a datagram, so that each has one to itself. */
    static final int LENGTH = 1000;
    private static final long PAUSE_NS = 200_000;
    private static final int BURST = 8;

    private final ConcurrentLinkedQueue<String> commands = new ConcurrentLinkedQueue<>();
    private final Deque<Subscriber> subscribers = new ArrayDeque<>();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[LENGTH]);
    private volatile boolean ended;
    private Connection connection;
    private Session session;
    private Publisher publisher;
    private long target;
    private long sent;
    private long received;

    private StationProgram() {
    }

    /**
     * Runs it.
     *
     * @param args none.
     */
    public static void main(final String[] args) {
        final StationProgram program = new StationProgram();
        final Thread reader = new Thread(program::read, "commands");
        reader.setDaemon(true);
        reader.start();
        program.run();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            lines.lines().forEach(commands::add);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ended = true;
        }
    }

    private void run() {
        while (!ended) {
            final String command = commands.poll();
            if (command != null) {
                System.out.println(answer(command.split(" ", 2)));
            }
            if (session != null) {
                send();
                session.poll();
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        close();
    }

    private String answer(final String[] command) {
        try {
            return switch (command[0]) {
                case "sent" -> Long.toString(sent);
                case "received" -> Long.toString(received);
                default -> obey(command);
            };
        } catch (final RuntimeException e) {
            return e.toString().replace('\n', ' ');
        }
    }

    private String obey(final String[] command) {
        switch (command[0]) {
            case "open" -> open(command[1]);
            case "close" -> close();
            case "subscribe" -> subscribers.push(
                session.subscribe(TopicPattern.of(command[1]), (buffer, offset, length, header) -> received++));
            case "unsubscribe" -> subscribers.pop().close();
            case "publish" -> publisher = session.createPublisher(Topic.of(command[1]));
            case "send" -> target += Long.parseLong(command[1]);
            default -> throw new IllegalArgumentException(command[0]);
        }
        return Station.DONE;
    }

    private void open(final String uri) {
        connection = Umcast.connect(uri);
        session = connection.createSession();
    }

    /** Sends a few of what is left to send, as far as they are taken. */
    private void send() {
        for (int i = 0; i < BURST && sent < target; i++) {
            if (publisher.offer(message, 0, LENGTH) < 0) {
                return;
            }
            sent++;
        }
    }

    private void close() {
        if (connection != null) {
            connection.close();
        }
        connection = null;
        session = null;
        publisher = null;
        subscribers.clear();
        target = 0;
        sent = 0;
        received = 0;
    }
}
