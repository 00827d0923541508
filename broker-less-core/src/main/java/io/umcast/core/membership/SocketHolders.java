/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which processes have UDP sockets that a group's datagrams go to: by /proc/net/udp and /proc/net/udp6 ({@code udp4_format_sock} of
 * net/ipv4/udp.c), and the file descriptors below /proc/PID/fd. Of other users' processes only root sees those.
 */
final class SocketHolders {
    /** Slot, local address and port, the rest up to the inode, which is the tenth column. */
    private static final Pattern LINE = Pattern.compile("\\s*[0-9]+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) (?:\\S+\\s+){7}([0-9]+) .*");
    private static final Pattern PROCESS = Pattern.compile("[0-9]{1,9}");

    private final Path root;
    private final ByteOrder order;

    SocketHolders(final Path root, final ByteOrder order) {
        this.root = root;
        this.order = order;
    }

    /** For people: who has a socket bound to the group, or to its port and any address; empty if nobody. */
    String describe(final InetAddress group, final int port) {
        final Map<String, String> sockets = new LinkedHashMap<>();
        for (final String file : List.of("proc/net/udp", "proc/net/udp6")) {
            for (final String line : text(file).lines().toList()) {
                final Matcher matcher = LINE.matcher(line);
                if (matcher.matches() && Integer.parseInt(matcher.group(2), 16) == port) {
                    final InetAddress local = address(matcher.group(1));
                    if (local.equals(group) || local.isAnyLocalAddress()) {
                        sockets.put(matcher.group(3), local.equals(group) ? "bound to the group" : "bound to port " + port);
                    }
                }
            }
        }
        if (sockets.isEmpty()) {
            return "";
        }
        final Map<String, String> owners = owners(sockets.keySet());
        return sockets.entrySet().stream().map(socket -> owners.getOrDefault(socket.getKey(), "a process that /proc does not show") +
            " has a socket " + socket.getValue()).distinct().collect(Collectors.joining("; "));
    }

    private InetAddress address(final String hex) {
        final ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(hex)); // each word as if it were a number of the machine's
        final ByteBuffer bytes = ByteBuffer.allocate(words.capacity()).order(order);
        while (words.hasRemaining()) {
            bytes.putInt(words.getInt());
        }
        try {
            return InetAddress.getByAddress(bytes.array());
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e); // never: the length is right
        }
    }

    private Map<String, String> owners(final Iterable<String> inodes) {
        final Map<String, String> owners = new LinkedHashMap<>();
        final Map<String, String> links = new LinkedHashMap<>();
        inodes.forEach(inode -> links.put("socket:[" + inode + "]", inode));
        for (final Path process : list(root.resolve("proc"))) {
            if (PROCESS.matcher(process.getFileName().toString()).matches()) {
                for (final Path descriptor : list(process.resolve("fd"))) {
                    final String inode = links.get(link(descriptor));
                    if (inode != null) {
                        owners.putIfAbsent(inode, name(process));
                    }
                }
            }
        }
        return owners;
    }

    private String name(final Path process) {
        final String pid = process.getFileName().toString();
        final String own = Long.toString(ProcessHandle.current().pid());
        return pid.equals(own) ? "this process" : "process " + pid + " (" + text("proc/" + pid + "/comm").strip() + ")";
    }

    private static String link(final Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (final IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static List<Path> list(final Path directory) {
        final List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(found::add);
        } catch (final IOException | java.nio.file.DirectoryIteratorException e) {
            return found; // another user's, or gone
        }
        return found;
    }

    private String text(final String path) {
        try {
            return Files.readString(root.resolve(path), StandardCharsets.US_ASCII);
        } catch (final IOException e) {
            return "";
        }
    }
}
