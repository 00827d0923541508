/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.membership;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.umcast.ConfigException;
import io.umcast.EndpointException;
import io.umcast.config.Config;
import io.umcast.config.Options;
import io.umcast.config.PortSpace;
import io.umcast.config.Scheme;
import io.umcast.core.counters.CountersDirectory;
import io.umcast.core.counters.CountersSnapshot;
import io.umcast.core.group.GroupMapper;
import io.umcast.core.membership.Held;

/**
 * A running connection that may hold groups: the kernel does not say which process holds one, but a connection's URI says which
 * interface and groups are its.
 *
 * @param pid        of its process.
 * @param uri        of the connection.
 * @param interfaces as the URI names them: by name or address, first the first feed's; for verbs without one, empty.
 * @param groups     that its topics may use.
 * @param device     the RDMA device that a verbs URI names instead of an interface; empty if it names none.
 * @param ipoib      whether it is a verbs connection of ps=ipoib.
 * @param held       its memberships, if it tells; null if it does not.
 */
public record User(long pid, String uri, List<String> interfaces, Set<InetAddress> groups, String device, boolean ipoib,
    List<Held> held) {
    /**
     * The connections of this user that run in this network namespace.
     *
     * @param directory where the counters files are.
     * @return in the order of the files; those whose file or URI cannot be read are left out.
     */
    public static List<User> running(final Path directory) {
        return CountersDirectory.list(directory).stream().flatMap(file -> read(file).stream()).toList();
    }

    private static Optional<User> read(final Path file) {
        try {
            final CountersSnapshot snapshot = CountersSnapshot.read(file);
            return ProcessHandle.of(snapshot.pid()).isPresent() && isOfThisNetwork(snapshot.pid()) ?
                Optional.of(of(snapshot.pid(), snapshot.uri()).holding(Held.of(snapshot))) : Optional.empty();
        } catch (final EndpointException | ConfigException e) {
            return Optional.empty(); // closed just now, or of another version: stat tells
        }
    }

    /**
     * What a connection may hold.
     *
     * @param pid of its process.
     * @param uri of the connection; what its process has set otherwise (system properties) is not known.
     * @return what it may hold.
     * @throws ConfigException if the URI is none.
     */
    public static User of(final long pid, final String uri) {
        final Config config = Config.resolve(uri, new Properties());
        final boolean verbs = config.scheme() == Scheme.VERBS;
        final List<String> interfaces = new ArrayList<>();
        final List<InetAddress> range = GroupMapper.of(config).all();
        final Set<InetAddress> groups = new HashSet<>(range);
        if (!verbs || config.isSet(Options.INTERFACE)) {
            interfaces.add(config.get(Options.INTERFACE));
        }
        if (!verbs && !config.get(Options.FEED_B).isEmpty()) {
            interfaces.add(config.get(Options.FEED_B));
            final UnaryOperator<InetAddress> second = GroupMapper.secondFeed(config);
            range.forEach(group -> groups.add(second.apply(group)));
        }
        return new User(pid, uri, interfaces, groups, verbs && interfaces.isEmpty() ? config.get(Options.DEVICE) : "",
            verbs && config.get(Options.PORT_SPACE) == PortSpace.IPOIB, null);
    }

    /**
     * The same connection, which tells what it holds.
     *
     * @param told what it holds.
     * @return the connection with that.
     */
    public User holding(final List<Held> told) {
        return new User(pid, uri, interfaces, groups, device, ipoib, List.copyOf(told));
    }

    /**
     * Whether it may be one of those who have the kernel hold a group.
     *
     * @param networkInterface on which.
     * @param group            which.
     * @param infiniBand       whether the interface is InfiniBand's, where {@code ps=udp} has groups of its own.
     * @return whether it holds it, or, if it does not tell, has it in its range.
     */
    public boolean holds(final String networkInterface, final InetAddress group, final boolean infiniBand) {
        return held == null ? groups.contains(group) : held.stream().anyMatch(one -> one.networkInterface().equals(networkInterface) &&
            one.group().equals(group) && !(infiniBand && one.portSpace().equals("udp")));
    }

    /** What cannot be told (another user's process) counts as this one's. */
    private static boolean isOfThisNetwork(final long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net")).equals(Files.readSymbolicLink(Path.of("/proc/self/ns/net")));
        } catch (final IOException e) {
            return true;
        }
    }
}
