/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * What an interface's umcast attribute was before umcast set it, shared by all processes of the host: a file in {@code /run/umcast} that
 * holds the old value for as long as it is to be restored. Each process holds a shared lock on it, which the kernel takes back however the
 * process ends; who can have it exclusively is the last, and restores.
 */
final class UmcastRecord {
    private static final long MUTEX = 1L << 40;
    private static final long USERS = MUTEX + 1;
    /** One channel a file in a process: closing any would drop the locks of all (fcntl(2)). */
    private static final Map<Path, UmcastRecord> OPEN = new HashMap<>();

    private final Path file;
    private final Path attribute;
    private final FileChannel channel;
    private FileLock using;
    private int users;

    private UmcastRecord(final Path file, final Path attribute, final FileChannel channel) {
        this.file = file;
        this.attribute = attribute;
        this.channel = channel;
    }

    /** Makes the attribute 1, and remembers what it was unless an earlier user, alive or not, has. */
    static UmcastRecord use(final Path root, final String networkInterface, final Path attribute) throws IOException {
        synchronized (OPEN) {
            final Path file = file(root, networkInterface);
            UmcastRecord record = OPEN.get(file);
            if (record == null) {
                Files.createDirectories(file.getParent());
                record = new UmcastRecord(file, attribute, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE));
            }
            try {
                record.begin();
            } catch (final IOException e) {
                if (record.users == 0) {
                    record.channel.close();
                }
                throw e;
            }
            OPEN.put(file, record);
            return record;
        }
    }

    /** Interfaces of the same name in other network namespaces are others. */
    private static Path file(final Path root, final String networkInterface) throws IOException {
        final Path namespace = root.resolve("proc/self/ns/net");
        final String number = Files.isSymbolicLink(namespace) ? Files.readSymbolicLink(namespace).toString().replaceAll("[^0-9]", "") : "0";
        return root.resolve("run/umcast").resolve(networkInterface + "-" + number + ".umcast");
    }

    private void begin() throws IOException {
        final FileLock mutex = channel.lock(MUTEX, 1, false);
        try {
            final String now = UmcastFlag.read(attribute);
            if (!now.equals("1")) {
                if (channel.size() == 0) {
                    channel.write(ByteBuffer.wrap(now.getBytes(StandardCharsets.US_ASCII)), 0); // first: a crash then leaves a record
                }
                write("1");
            }
            if (using == null) {
                using = channel.lock(USERS, 1, true);
            }
            users++;
        } finally {
            mutex.release();
        }
    }

    /** Ends one use; the last on the host restores. */
    void release() {
        synchronized (OPEN) {
            if (--users > 0) {
                return;
            }
            OPEN.remove(file);
            try (channel) {
                channel.lock(MUTEX, 1, false);
                using.release();
                if (channel.size() > 0 && channel.tryLock(USERS, 1, false) != null) {
                    final ByteBuffer old = ByteBuffer.allocate((int)channel.size());
                    channel.read(old, 0);
                    write(new String(old.array(), StandardCharsets.US_ASCII));
                    channel.truncate(0);
                }
            } catch (final IOException e) {
                System.getLogger("io.umcast").log(System.Logger.Level.WARNING, "{0} was not restored: {1}", attribute, e);
            }
        }
    }

    private void write(final String value) throws IOException {
        Files.writeString(attribute, value, StandardCharsets.US_ASCII, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }
}
