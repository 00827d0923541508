/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.counters;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.umcast.EndpointException;
import io.umcast.config.Config;
import io.umcast.config.Option;
import io.umcast.config.Options;

/** Where counters files lie, and which of them are alive. */
public final class CountersDirectory {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})-\\d+\\" + CountersLayout.SUFFIX);
    // opening and closing an own file would give up the lock that tells others it is in use
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private CountersDirectory() {
    }

    /**
     * The directory that a config names.
     *
     * @param config with the option counters.
     * @return the directory; it need not exist.
     */
    public static Path of(final Config config) {
        final String text = config.get(Options.COUNTERS);
        return Option.AUTO.equals(text) ? byDefault() : Path.of(text);
    }

    /**
     * The directory that is used when none is named: {@code /dev/shm/umcast-USER}, or the same in the directory of temporary
     * files where there is no /dev/shm.
     *
     * @return the directory; it need not exist.
     */
    public static Path byDefault() {
        final Path parent = Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        return parent.resolve("umcast-" + System.getProperty("user.name").replaceAll("[^\\w.-]", "_"));
    }

    /**
     * The counters files in a directory, those of dead processes too.
     *
     * @param directory to list; need not exist.
     * @return paths, sorted by name.
     * @throws EndpointException if the directory cannot be read.
     */
    public static List<Path> list(final Path directory) {
        final List<Path> paths = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                files.forEach(file -> {
                    if (NAME.matcher(file.getFileName().toString()).matches()) {
                        paths.add(file);
                    }
                });
            } catch (final IOException | DirectoryIteratorException e) {
                throw new EndpointException("list " + directory, 0, e.toString(), "");
            }
        }
        paths.sort(null);
        return paths;
    }

    static boolean claim(final Path path) {
        return OWN.add(path.toAbsolutePath());
    }

    static void release(final Path path) {
        OWN.remove(path.toAbsolutePath());
    }

    static FileChannel open(final Path path) throws IOException {
        return FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            permissions("rw-------"));
    }

    static void prepare(final Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, permissions("rwx------"));
            }
            final boolean foreign = directory.equals(byDefault()) && !isOwn(directory);
            if (foreign || !Files.isWritable(directory)) {
                throw new EndpointException("open " + directory, 0, "it is not this user's to write in",
                    "remove it, or give another directory: counters=DIRECTORY");
            }
        } catch (final IOException e) {
            throw new EndpointException("create " + directory, 0, e.toString(), "give another directory: counters=DIRECTORY");
        }
        list(directory).forEach(CountersDirectory::removeIfDead);
    }

    // in a directory that everybody may write to, somebody else could have laid a trap under this user's name
    private static boolean isOwn(final Path directory) throws IOException {
        return Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS)
            .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static FileAttribute<?> permissions(final String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }

    /**
     * A file is dead when no process has it locked and none of its number runs, or the number is our own (it was another
     * process's before). The lock alone tells for processes of other PID namespaces.
     */
    private static void removeIfDead(final Path path) {
        final Matcher matcher = NAME.matcher(path.getFileName().toString());
        if (!matcher.matches() || !claim(path)) {
            return;
        }
        final long pid = Long.parseLong(matcher.group(1));
        try {
            if ((pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty()) && !isLocked(path)) {
                Files.deleteIfExists(path);
            }
        } catch (final IOException e) {
            return; // another process's to clean up, or gone already
        } finally {
            release(path);
        }
    }

    private static boolean isLocked(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }
}
