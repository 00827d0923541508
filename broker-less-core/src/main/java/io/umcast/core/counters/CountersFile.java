/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.counters;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import io.umcast.EndpointException;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * A connection's counters and its log of distinct errors, in a mapped file PID-N.umcast that lives as long as the connection.
 * <p>
 * Counters are made and freed from any thread; each is then written by one. When the file is full, further counters count
 * unseen, and {@link CounterType#HIDDEN_COUNTERS} says how many.
 */
public final class CountersFile implements AutoCloseable {
    private static final int ENOSPC = 28;
    private static final long PID = ProcessHandle.current().pid();

    private final Path path;
    private final FileChannel channel;
    private final CountersManager counters;
    private final DistinctErrorLog errorLog;
    private final AtomicCounter hiddenCounters;
    private final Set<AtomicCounter> hidden = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean closed;

    // the mapping is never undone by hand: a thread that still counts after close must not crash
    private CountersFile(final Path path, final FileChannel channel, final UnsafeBuffer file) {
        this.path = path;
        this.channel = channel;
        int offset = CountersLayout.HEADER_LENGTH;
        final UnsafeBuffer metaData = new UnsafeBuffer(file, offset, CountersLayout.METADATA_LENGTH);
        offset += CountersLayout.METADATA_LENGTH;
        final UnsafeBuffer values = new UnsafeBuffer(file, offset, CountersLayout.VALUES_LENGTH);
        offset += CountersLayout.VALUES_LENGTH;
        counters = new CountersManager(metaData, values, UTF_8);
        errorLog = new DistinctErrorLog(new UnsafeBuffer(file, offset, CountersLayout.ERRORS_LENGTH), SystemEpochClock.INSTANCE,
            UTF_8);
        hiddenCounters = newCounter(CounterType.HIDDEN_COUNTERS, "");
    }

    /**
     * Makes a counters file, and removes those of processes of the same user that have died. All of its memory is taken at once,
     * so that a file system that fills up later cannot kill the process.
     *
     * @param directory    where; made when it is not there, for this user alone.
     * @param connectionId of the connection.
     * @param uri          of the connection.
     * @return the file.
     * @throws EndpointException if the directory or the file cannot be had; when room is lacking it says how much.
     */
    public static CountersFile create(final Path directory, final long connectionId, final String uri) {
        CountersDirectory.prepare(directory);
        for (int n = 1;; n++) {
            final Path path = directory.resolve(PID + "-" + n + CountersLayout.SUFFIX);
            if (CountersDirectory.claim(path)) {
                try {
                    return make(path, connectionId, uri);
                } catch (final FileAlreadyExistsException e) {
                    // another PID namespace has a process of this number: try the next name
                    CountersDirectory.release(path);
                } catch (final IOException e) {
                    CountersDirectory.release(path);
                    throw new EndpointException("create " + path, 0, e.toString(), "give another directory: counters=DIRECTORY");
                }
            }
        }
    }

    private static CountersFile make(final Path path, final long connectionId, final String uri) throws IOException {
        final FileChannel channel = CountersDirectory.open(path);
        try {
            if (channel.tryLock() == null) { // held until close: it tells others that this file is in use
                throw new IOException("somebody else has locked it");
            }
            allocate(path, channel);
            final UnsafeBuffer file =
                new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, CountersLayout.FILE_LENGTH));
            final CountersFile result = new CountersFile(path, channel, file);
            writeHeader(file, connectionId, uri);
            return result;
        } catch (final IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            channel.close();
            CountersDirectory.release(path);
            throw e;
        }
    }

    static void allocate(final Path path, final FileChannel channel) throws IOException {
        final ByteBuffer zeros = ByteBuffer.allocate(64 << 10);
        long written = 0;
        while (written < CountersLayout.FILE_LENGTH) {
            zeros.clear().limit((int)Math.min(zeros.capacity(), CountersLayout.FILE_LENGTH - written));
            try {
                written += channel.write(zeros, written);
            } catch (final IOException e) {
                final long missing = CountersLayout.FILE_LENGTH - written;
                throw new EndpointException("write " + path + " {bytes=" + CountersLayout.FILE_LENGTH + "}", ENOSPC,
                    e.getMessage(),
                    missing + " bytes are missing in " + path.getParent() +
                    ": remove what fills it (df -h), or give another directory: counters=DIRECTORY");
            }
        }
    }

    private static void writeHeader(final UnsafeBuffer file, final long connectionId, final String uri) {
        final byte[] text = uri.getBytes(UTF_8);
        final int length = Math.min(text.length, CountersLayout.HEADER_LENGTH - CountersLayout.URI_OFFSET);
        file.putInt(CountersLayout.VERSION_OFFSET, CountersLayout.VERSION, LITTLE_ENDIAN);
        file.putInt(CountersLayout.URI_LENGTH_OFFSET, length, LITTLE_ENDIAN);
        file.putLong(CountersLayout.PID_OFFSET, PID, LITTLE_ENDIAN);
        file.putLong(CountersLayout.START_TIME_OFFSET, System.currentTimeMillis(), LITTLE_ENDIAN);
        file.putLong(CountersLayout.CONNECTION_ID_OFFSET, connectionId, LITTLE_ENDIAN);
        file.putInt(CountersLayout.METADATA_LENGTH_OFFSET, CountersLayout.METADATA_LENGTH, LITTLE_ENDIAN);
        file.putInt(CountersLayout.VALUES_LENGTH_OFFSET, CountersLayout.VALUES_LENGTH, LITTLE_ENDIAN);
        file.putInt(CountersLayout.ERRORS_LENGTH_OFFSET, CountersLayout.ERRORS_LENGTH, LITTLE_ENDIAN);
        file.putBytes(CountersLayout.URI_OFFSET, text, 0, length);
        file.putLongRelease(CountersLayout.MAGIC_OFFSET, CountersLayout.MAGIC);
    }

    /**
     * A new counter, at 0.
     *
     * @param type  what is counted.
     * @param about what of, such as {@code session 1} or {@code stream 1f0c group 239.192.0.3}; may be empty.
     * @return the counter; to be given back with {@link #free}.
     */
    public synchronized AtomicCounter newCounter(final CounterType type, final String about) {
        if (!closed && counters.available() > 0) {
            final int id = counters.allocate(about.isEmpty() ? type.label() : type.label() + ": " + about, type.id());
            return new AtomicCounter(counters.valuesBuffer(), id);
        }
        final AtomicCounter counter = new AtomicCounter(new UnsafeBuffer(new byte[CountersReader.COUNTER_LENGTH]), 0);
        hidden.add(counter);
        hiddenCounters.incrementRelease();
        return counter;
    }

    /**
     * Gives a counter back; nobody may count with it any more.
     *
     * @param counter of this file.
     */
    public synchronized void free(final AtomicCounter counter) {
        if (hidden.remove(counter)) {
            hiddenCounters.decrementRelease();
        } else if (!closed) {
            counters.free(counter.id());
        }
    }

    /**
     * The log of distinct errors. From any thread, also after {@link #close}.
     *
     * @return the log.
     */
    public DistinctErrorLog errorLog() {
        return errorLog;
    }

    /**
     * Where the file is.
     *
     * @return its path.
     */
    public Path path() {
        return path;
    }

    /** Removes the file. Counters go on counting, unseen. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Files.deleteIfExists(path);
            channel.close();
        } catch (final IOException e) {
            errorLog.record(e);
        } finally {
            CountersDirectory.release(path);
        }
    }
}
