/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.umcast.EndpointException;
import io.umcast.core.counters.CountersDirectory;
import io.umcast.core.counters.CountersSnapshot;
import io.umcast.natives.NativeLibrary;

/** The machine that this runs on. */
public final class ThisHost implements Host {
    @Override
    public Path root() {
        return Path.of("/");
    }

    @Override
    public List<Interface> interfaces() {
        final List<Interface> interfaces = new ArrayList<>();
        try {
            for (final NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
                final List<String> addresses =
                    one.inetAddresses().map(InetAddress::getHostAddress).map(address -> address.replaceFirst("%.*", "")).toList();
                interfaces.add(
                    new Interface(one.getName(), one.isUp(), one.isLoopback(), one.supportsMulticast(), one.getMTU(), addresses));
            }
        } catch (final SocketException e) {
            return List.of(); // told as none there
        }
        return interfaces;
    }

    @Override
    public String multicastFailure(final String name) {
        return MulticastProbe.failure(name);
    }

    @Override
    public Space space(final String path) {
        try {
            final FileStore store = Files.getFileStore(file(path));
            return new Space(store.getTotalSpace(), store.getUsableSpace());
        } catch (final IOException e) {
            return null;
        }
    }

    @Override
    public int javaVersion() {
        return Runtime.version().feature();
    }

    @Override
    public boolean isAgronaUsable() {
        return Object.class.getModule().isExported("jdk.internal.misc", ThisHost.class.getModule());
    }

    @Override
    public String nativeFailure() {
        return NativeLibrary.reason();
    }

    @Override
    public List<CountersSnapshot> connections() {
        return CountersDirectory.list(CountersDirectory.byDefault()).stream().flatMap(file -> read(file).stream())
            .filter(snapshot -> ProcessHandle.of(snapshot.pid()).isPresent()).toList();
    }

    private static Optional<CountersSnapshot> read(final Path file) {
        try {
            return Optional.of(CountersSnapshot.read(file));
        } catch (final EndpointException e) {
            return Optional.empty(); // closed just now, or of another version
        }
    }

    @Override
    public int cpus() {
        return Runtime.getRuntime().availableProcessors();
    }
}
