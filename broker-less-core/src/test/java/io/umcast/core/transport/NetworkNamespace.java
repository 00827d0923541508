/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace of this test's own, gone when closed; and programs run in it. */
public final class NetworkNamespace implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final long LIMIT_SECONDS = 120;

    private final String name = "umcast-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();

    public NetworkNamespace() throws IOException {
        if (Files.exists(Path.of("/run/netns", name))) {
            close(); // of an earlier process of our number, which was killed
        }
        run(List.of("ip", "netns", "add", name));
    }

    /** What keeps this host from having one, or null. */
    public static String missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "network namespaces need root: run the tests as root for this one";
        }
        try {
            run(List.of("ip", "-V"));
        } catch (final IOException e) {
            return "`ip` is missing: apt-get install iproute2";
        }
        final String probe = "umcast-probe-" + ProcessHandle.current().pid();
        try {
            run(List.of("ip", "netns", "add", probe));
            run(List.of("ip", "netns", "delete", probe));
            return null;
        } catch (final IOException e) {
            return "network namespaces cannot be made here (CAP_SYS_ADMIN is needed): " + e.getMessage();
        }
    }

    public void ip(final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(Arrays.asList(arguments));
        run(command);
    }

    /** Waits until an interface that was set up is running: the kernel (linkwatch) may take a second to say so. */
    public void awaitUp(final String networkInterface) throws IOException {
        final String wait = "until [ \"$(cat /sys/class/net/" + networkInterface + "/operstate)\" = up ]; do sleep 0.01; done";
        run("timeout", Long.toString(LIMIT_SECONDS), "sh", "-c", wait);
    }

    public String name() {
        return name;
    }

    /** Runs a command in it; returns what it printed. */
    public String run(final String... command) throws IOException {
        return run(inside(List.of(command)));
    }

    /** Sets what has a file below /proc/sys. */
    public void set(final String file, final String value) throws IOException {
        run("sh", "-c", "echo " + value + " > /proc/sys/" + file);
    }

    /** The same, where the kernel has it for each namespace. */
    public void setIfThere(final String file, final String value) throws IOException {
        run("sh", "-c", "[ ! -e /proc/sys/" + file + " ] || echo " + value + " > /proc/sys/" + file);
    }

    /**
     * A new address is good at once, also for MLD reports.
     *
     * @throws IOException if that cannot be set.
     */
    public void withoutAddressDetection() throws IOException {
        setIfThere("net/ipv6/conf/all/accept_dad", "0");
        setIfThere("net/ipv6/conf/default/accept_dad", "0");
    }

    /** Runs a class of the class path in a JVM like this one; returns what it printed. */
    String java(final Class<?> main, final String... arguments) throws IOException {
        return run(javaCommand(main, arguments));
    }

    /** Starts a class of the class path in a JVM like this one. */
    public Process start(final Class<?> main, final String... arguments) throws IOException {
        return new ProcessBuilder(javaCommand(main, arguments)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Starts a command in it, what it says as errors among its output. */
    public Process start(final String... command) throws IOException {
        return new ProcessBuilder(inside(List.of(command))).redirectErrorStream(true).start();
    }

    /** Whether this host has a command, where root looks for it. */
    public static boolean hasCommand(final String name) {
        return List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }

    private List<String> inside(final List<String> command) {
        final List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(command);
        return all;
    }

    private List<String> javaCommand(final Class<?> main, final String... arguments) {
        final List<String> command = new ArrayList<>(inside(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(NetworkNamespace::isWanted)
            .forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    @Override
    public void close() throws IOException {
        run(List.of("ip", "netns", "delete", name));
    }

    /** The flags of jvm.options, and which transport to test; not the agents of a build. */
    private static boolean isWanted(final String argument) {
        return argument.startsWith("--") || argument.startsWith("-Dumcast") || argument.startsWith("-XX:+Ignore");
    }

    private static String run(final List<String> command) throws IOException {
        final Path output = Files.createTempFile("umcast", ".out");
        try {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " took more than " + LIMIT_SECONDS + " s");
            }
            final String text = Files.readString(output, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": exit status " + process.exitValue() + ": " + text);
            }
            return text;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(command + " was interrupted");
        } finally {
            Files.delete(output);
        }
    }
}
