/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was measured on. */
public final class Machine {
    private Machine() {
    }

    /**
     * This machine, by what it says of itself.
     *
     * @return names and values, in the order in which they are shown.
     */
    public static Map<String, String> here() {
        final Map<String, String> machine = new LinkedHashMap<>();
        machine.put("date", ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")));
        machine.put("CPU", line(Path.of("/proc/cpuinfo"), "model name") + ", " + Runtime.getRuntime().availableProcessors() + " cores" +
            (line(Path.of("/proc/cpuinfo"), "flags").contains("hypervisor") ? ", virtual" : ""));
        machine.put("memory", line(Path.of("/proc/meminfo"), "MemTotal"));
        machine.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("JVM", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        machine.put("net.core.rmem_max", text(Path.of("/proc/sys/net/core/rmem_max")));
        machine.put("net.core.wmem_max", text(Path.of("/proc/sys/net/core/wmem_max")));
        machine.put("load before", text(Path.of("/proc/loadavg")));
        machine.put("umcast", version(io.umcast.Umcast.class));
        machine.put("Aeron", version(io.aeron.Aeron.class));
        machine.put("JeroMQ", version(org.zeromq.ZMQ.class));
        machine.put("Agrona", version(org.agrona.DirectBuffer.class));
        return machine;
    }

    private static String version(final Class<?> of) {
        final String version = of.getPackage().getImplementationVersion();
        if (version != null) {
            return version;
        }
        final String jar = Path.of(of.getProtectionDomain().getCodeSource().getLocation().getPath()).getFileName().toString();
        return jar.replaceAll("^[a-z-]*-([0-9].*)\\.jar$", "$1");
    }

    private static String line(final Path file, final String key) {
        return text(file).lines().filter(line -> line.startsWith(key)).map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst().orElse("unknown");
    }

    private static String text(final Path file) {
        // the kernel gives a value of /proc/sys whole or not at all: no byte first, as Files.readString has it
        try (InputStream in = new FileInputStream(file.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (final IOException e) {
            return "unknown";
        }
    }
}
