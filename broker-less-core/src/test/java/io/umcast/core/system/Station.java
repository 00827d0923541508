/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.umcast.core.transport.NetworkNamespace;

/** A {@link StationProgram} in a network namespace, told what to do, and what the kernel there holds for it. */
final class Station implements AutoCloseable {
    static final String DONE = "done";
    private static final long LIMIT_S = 60;
    /** Nobody is given up because a machine stands still for a while. */
    private static final String PATIENT = "&image-timeout=60s&receiver-timeout=60s&loss-timeout=60s&topic-timeout=60s";

    private final NetworkNamespace namespace;
    private final Path directory;
    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    Station(final NetworkNamespace namespace) throws IOException {
        this.namespace = namespace;
        directory = Files.createTempDirectory("umcast-station");
        process = namespace.start(StationProgram.class);
        final Thread reader = new Thread(this::read, "answers");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(answers::add);
        } catch (final IOException | UncheckedIOException e) {
            answers.add(e.toString()); // it was killed
        }
    }

    /** Opens a connection; the one before must have been closed. */
    void open(final String uri) throws Exception {
        tell("open " + uri + PATIENT + "&counters=" + directory);
    }

    /** Has it do something; fails if it cannot. */
    void tell(final String command) throws Exception {
        final String answer = ask(command);
        if (!DONE.equals(answer)) {
            throw new AssertionError(command + ": " + answer);
        }
    }

    private String ask(final String command) throws Exception {
        process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        final String answer = answers.poll(LIMIT_S, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError(command + ": no answer in " + LIMIT_S + " s" + (process.isAlive() ? "" : ", it has ended"));
        }
        return answer;
    }

    long received() throws Exception {
        return Long.parseLong(ask("received"));
    }

    /** Sends messages, and waits until they have been taken. */
    void send(final long count) throws Exception {
        final long before = Long.parseLong(ask("sent"));
        tell("send " + count);
        await(count + " messages to be sent", () -> Long.parseLong(ask("sent")) - before, sent -> sent == count);
    }

    /** Waits until it has received so many messages, and no more than that. */
    void awaitReceived(final long count) throws Exception {
        await(count + " messages", this::received, received -> received >= count);
        if (received() != count) {
            throw new AssertionError("more than " + count + " messages: " + received());
        }
    }

    /** Waits, for a limited time, until something is so. */
    static <T> T await(final String what, final Callable<T> state, final Predicate<T> condition) throws Exception {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        T now = state.call();
        while (!condition.test(now)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what + ": " + now);
            }
            now = state.call();
        }
        return now;
    }

    /** Which of these groups the kernel holds here. */
    Set<String> held(final Collection<String> groups) throws IOException {
        final Set<InetAddress> all = new HashSet<>();
        for (final String line : namespace.run("cat", "/proc/net/igmp", "/proc/net/igmp6").lines().toList()) {
            final String[] words = line.strip().split("\\s+", -1);
            if (words[0].matches("[0-9A-F]{8}")) {
                all.add(InetAddress.getByAddress(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder())
                    .putInt(Integer.parseUnsignedInt(words[0], 16)).array()));
            } else if (words.length > 2 && words[2].matches("[0-9a-f]{32}")) {
                all.add(InetAddress.getByAddress(HexFormat.of().parseHex(words[2])));
            }
        }
        final Set<String> held = new TreeSet<>();
        for (final String group : groups) {
            if (all.contains(InetAddress.getByName(group))) {
                held.add(group);
            }
        }
        return held;
    }

    /** Ends it without a word: {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
