/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import io.umcast.core.counters.CountersSnapshot;

/** A machine to look at. Files are read below a root, so that tests can lay out a machine of their own. */
public interface Host {
    /** No file that is read is larger. */
    int MOST_BYTES = 1 << 16;

    /**
     * A network interface.
     *
     * @param name      such as eth0.
     * @param up        whether it is up.
     * @param loopback  whether it is this host's own.
     * @param multicast whether it has the multicast flag.
     * @param mtu       in bytes.
     * @param addresses without the interface's name.
     */
    record Interface(String name, boolean up, boolean loopback, boolean multicast, int mtu, List<String> addresses) {
    }

    /**
     * The size of a file system in bytes.
     *
     * @param total in all.
     * @param free  for this user.
     */
    record Space(long total, long free) {
    }

    /**
     * What lies below which files are looked for.
     *
     * @return the directory that stands for /.
     */
    Path root();

    /**
     * The network interfaces.
     *
     * @return all.
     */
    List<Interface> interfaces();

    /**
     * Sends a datagram to a random group on an interface and waits for it to come back.
     *
     * @param name of the interface.
     * @return why it did not; empty if it did.
     */
    String multicastFailure(String name);

    /**
     * The size of a file system.
     *
     * @param path in it.
     * @return its size, null if it cannot be had.
     */
    Space space(String path);

    /**
     * The JVM's version.
     *
     * @return such as 17.
     */
    int javaVersion();

    /**
     * Whether the JVM was started with the flag that Agrona needs.
     *
     * @return whether the package is exported.
     */
    boolean isAgronaUsable();

    /**
     * Why the native library cannot be used.
     *
     * @return the reason; empty if it can.
     */
    String nativeFailure();

    /**
     * The connections of this user that are open.
     *
     * @return what their counters files say; none unless this is the machine that runs it.
     */
    default List<CountersSnapshot> connections() {
        return List.of();
    }

    /**
     * How many CPUs this process may use.
     *
     * @return 1 or more.
     */
    int cpus();

    /**
     * A file or directory.
     *
     * @param path from /.
     * @return where it is on this machine.
     */
    default Path file(final String path) {
        return root().resolve(path.substring(1));
    }

    /**
     * A small file's text.
     *
     * @param path from /.
     * @return stripped; empty if it cannot be read.
     */
    default String read(final String path) {
        try (InputStream in = Files.newInputStream(file(path))) {
            // by large reads: a file of /proc/sys gives all it has to the first, and no more
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
        } catch (final IOException e) {
            return "";
        }
    }

    /**
     * A small file's number.
     *
     * @param path from /.
     * @return the number, if there is one.
     */
    default OptionalLong number(final String path) {
        final String text = read(path);
        return text.matches("-?[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /**
     * The names in a directory.
     *
     * @param path from /.
     * @return sorted; none if it cannot be read.
     */
    default List<String> list(final String path) {
        final List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(file(path))) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (final IOException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    /**
     * Whether there is an RDMA device.
     *
     * @return whether the kernel knows one.
     */
    default boolean hasRdma() {
        return !list("/sys/class/infiniband").isEmpty();
    }
}
