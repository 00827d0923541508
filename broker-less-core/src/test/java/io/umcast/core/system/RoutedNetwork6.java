/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.umcast.core.transport.NetworkNamespace;

/**
 * Two subnets, a host in each, and between them an IPv6 multicast router: a program of the tests' own, {@code src/test/c/mld_router.c}, which
 * tells the kernel's multicast routing what hosts ask for by MLD. No IPv6 multicast router that goes by MLD is among Debian 12's packages.
 */
final class RoutedNetwork6 implements AutoCloseable {
    static final int SOURCE = 0;
    static final int MEMBER = 1;
    private static final Path PROGRAM_SOURCE = Path.of("src/test/c/mld_router.c");
    private static final String COMPILER = "gcc";
    private static final long LIMIT_S = 60;

    private final Subnets subnets;
    private final Path directory;
    private final Process process;
    private final List<String> output = new ArrayList<>();

    RoutedNetwork6() throws Exception {
        directory = Files.createTempDirectory("umcast-mld-router");
        final String program = directory.resolve("mld_router").toString();
        final Process compiler = new ProcessBuilder(COMPILER, "-std=c11", "-D_GNU_SOURCE", "-O1", "-Wall", "-Wextra", "-Werror", "-o", program,
            PROGRAM_SOURCE.toString()).redirectErrorStream(true).start();
        final String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (compiler.waitFor() != 0) {
            throw new IOException(PROGRAM_SOURCE + ": " + said);
        }
        subnets = new Subnets(MEMBER + 1, RoutedNetwork6::address, "/64");
        subnets.router().set("net/ipv6/conf/all/forwarding", "1");
        process = subnets.router().start(program, Subnets.name(SOURCE), Subnets.name(MEMBER));
        final Thread reader = new Thread(this::read, "mld_router");
        reader.setDaemon(true);
        reader.start();
    }

    /** An address in a subnet: hosts have 1 and 2, the router 254. */
    static String address(final int subnet, final int number) {
        return "fd89:" + subnet + "::" + Integer.toHexString(number);
    }

    /** What keeps this host from having one, or null. */
    static String missing() {
        if (!Files.exists(Path.of("/proc/net/ip6_mr_vif"))) {
            return "the kernel has no IPv6 multicast routing (CONFIG_IPV6_MROUTE)";
        }
        return NetworkNamespace.hasCommand(COMPILER) ? null : "`gcc` is missing, which the tests' IPv6 multicast router is compiled with";
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                says(line);
            }
            says("it has ended");
        } catch (final IOException e) {
            says(e.toString()); // closed
        }
    }

    private void says(final String line) {
        synchronized (output) {
            output.add(line);
            output.notifyAll();
        }
    }

    /** Waits until the router has asked the hosts so many times more. A membership that is not renewed ends after ten. */
    void awaitQueries(final int count) throws Exception {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        synchronized (output) {
            final long wanted = queries() + count;
            while (queries() < wanted) {
                final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (leftMs <= 0 || !process.isAlive()) {
                    throw new AssertionError("the router does not ask: " + output);
                }
                output.wait(leftMs);
            }
        }
    }

    private long queries() {
        return output.stream().filter(line -> line.startsWith("query")).count();
    }

    Subnets subnets() {
        return subnets;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        subnets.close();
        Files.delete(directory.resolve("mld_router"));
        Files.delete(directory);
    }
}
