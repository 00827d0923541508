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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.umcast.core.transport.NetworkNamespace;

/**
 * Three subnets, a host in each, and between them a multicast router: pimd, which forwards by the kernel's multicast routing. It asks
 * the second subnet by IGMPv2 and the third by IGMPv3: by that pimd 2.3 understands who leaves a source, not who leaves a group.
 */
final class RoutedNetwork implements AutoCloseable {
    static final int SOURCE = 0;
    static final int IGMP_V2 = 1;
    static final int IGMP_V3 = 2;
    private static final String PIMD = "pimd";
    private static final String UNPACKED = ".cache/umcast-tools/usr/sbin/pimd";
    private static final String RENDEZVOUS_POINT = "New RP candidate";
    private static final long LIMIT_S = 120;

    private final Subnets subnets = new Subnets(IGMP_V3 + 1, RoutedNetwork::address, "/24");
    private final Path configuration = Files.createTempFile("umcast-pimd", ".conf");
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Process process;

    RoutedNetwork() throws IOException {
        subnets.router().set("net/ipv4/ip_forward", "1");
        final String own = address(SOURCE, Subnets.ROUTER);
        Files.writeString(configuration, "phyint " + Subnets.name(IGMP_V2) + " enable igmpv2\nphyint " + Subnets.name(IGMP_V3) +
            " enable igmpv3\nbsr-candidate " + own + " priority 5\nrp-candidate " + own + " time 10 priority 20\nigmp-query-interval 5\n");
        // its process id goes to a file of a fixed name below /run
        process = subnets.router().start("sh", "-c", "mount -t tmpfs none /run && exec " + program() + " -f -dpim_cand_rp -s debug -c " +
            configuration);
        final Thread reader = new Thread(this::read, PIMD);
        reader.setDaemon(true);
        reader.start();
    }

    /** An address in a subnet: hosts have 1 and 2, the router 254. */
    static String address(final int subnet, final int number) {
        return "10.89." + subnet + "." + number;
    }

    /** What keeps this host from having one, or null. */
    static String missing() {
        if (!Files.exists(Path.of("/proc/net/ip_mr_vif"))) {
            return "the kernel has no multicast routing (CONFIG_IP_MROUTE, CONFIG_IP_PIMSM_V2)";
        }
        return program() == null ? "`pimd` is missing: bin/setup --test unpacks Debian's" : null;
    }

    private static String program() {
        final Path unpacked = Path.of(System.getenv().getOrDefault("HOME", "/root"), UNPACKED); // as bin/setup
        return Files.isExecutable(unpacked) ? unpacked.toString() : NetworkNamespace.hasCommand(PIMD) ? PIMD : null;
    }

    private void read() {
        final StringBuilder output = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                if (line.contains(RENDEZVOUS_POINT)) {
                    ready.complete(null);
                }
            }
            ready.completeExceptionally(new IOException("pimd ended: " + output));
        } catch (final IOException e) {
            ready.completeExceptionally(e); // closed
        }
    }

    /** Waits until the router has elected itself the rendezvous point, which it needs for groups of any source. */
    void awaitReady() throws Exception {
        ready.get(LIMIT_S, TimeUnit.SECONDS);
    }

    Subnets subnets() {
        return subnets;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        subnets.close();
        Files.delete(configuration);
    }
}
