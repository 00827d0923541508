/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.counters;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.umcast.EndpointException;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.status.CountersReader;

/**
 * What a counters file says at one moment. The file is read, not mapped: whatever its owner does to it, the reader lives on.
 *
 * @param path         of the file.
 * @param pid          of the owner, as the owner sees it.
 * @param startTimeMs  when the connection was opened, in milliseconds since 1970-01-01 UTC.
 * @param connectionId of the connection.
 * @param uri          of the connection.
 * @param counters     in the order of their ids.
 * @param errors       in the order of their first occurrence.
 */
public record CountersSnapshot(Path path, long pid, long startTimeMs, long connectionId, String uri, List<Counter> counters,
    List<ErrorEntry> errors) {
    private static final long MAX_FILE_LENGTH = 64 << 20;

    /**
     * A counter.
     *
     * @param id     its number in the file.
     * @param typeId one of {@link CounterType#id()}, or of a newer version.
     * @param label  what is counted.
     * @param value  the count or position.
     */
    public record Counter(int id, int typeId, String label, long value) {
    }

    /**
     * A distinct error.
     *
     * @param count   how often it occurred.
     * @param firstMs when it did first, in milliseconds since 1970-01-01 UTC.
     * @param lastMs  when it did last.
     * @param text    the exception with its stack trace.
     */
    public record ErrorEntry(int count, long firstMs, long lastMs, String text) {
    }

    /**
     * Reads a counters file.
     *
     * @param path of the file.
     * @return what it says.
     * @throws EndpointException if it has vanished, cannot be read, or is no counters file of this version.
     */
    public static CountersSnapshot read(final Path path) {
        final byte[] bytes;
        try {
            if (Files.size(path) > MAX_FILE_LENGTH) {
                throw corrupt(path, "it is longer than any");
            }
            bytes = Files.readAllBytes(path);
        } catch (final NoSuchFileException e) {
            throw new EndpointException("read " + path, 2, "No such file", "its connection has been closed");
        } catch (final IOException e) {
            throw new EndpointException("read " + path, 0, e.toString(), "");
        }
        return parse(path, new UnsafeBuffer(bytes));
    }

    private static CountersSnapshot parse(final Path path, final UnsafeBuffer file) {
        if (file.capacity() < CountersLayout.HEADER_LENGTH ||
            file.getLong(CountersLayout.MAGIC_OFFSET, LITTLE_ENDIAN) != CountersLayout.MAGIC) {
            throw corrupt(path, "it lacks the mark of a counters file (or is being made just now)");
        }
        final int version = file.getInt(CountersLayout.VERSION_OFFSET, LITTLE_ENDIAN);
        if (version != CountersLayout.VERSION) {
            throw corrupt(path, "it is of version " + version + ", not " + CountersLayout.VERSION);
        }
        final int uriLength = file.getInt(CountersLayout.URI_LENGTH_OFFSET, LITTLE_ENDIAN);
        final int metaData = file.getInt(CountersLayout.METADATA_LENGTH_OFFSET, LITTLE_ENDIAN);
        final int values = file.getInt(CountersLayout.VALUES_LENGTH_OFFSET, LITTLE_ENDIAN);
        final int errors = file.getInt(CountersLayout.ERRORS_LENGTH_OFFSET, LITTLE_ENDIAN);
        final long length = (long)CountersLayout.HEADER_LENGTH + metaData + values + errors;
        if (uriLength < 0 || uriLength > CountersLayout.HEADER_LENGTH - CountersLayout.URI_OFFSET || metaData < 0 || values < 0 ||
            errors < 0 || length > file.capacity() ||
            metaData / CountersReader.METADATA_LENGTH > values / CountersReader.COUNTER_LENGTH) {
            throw corrupt(path, "the lengths of its sections contradict its size of " + file.capacity() + " bytes");
        }
        final int valuesOffset = CountersLayout.HEADER_LENGTH + metaData;
        return new CountersSnapshot(path, file.getLong(CountersLayout.PID_OFFSET, LITTLE_ENDIAN),
            file.getLong(CountersLayout.START_TIME_OFFSET, LITTLE_ENDIAN),
            file.getLong(CountersLayout.CONNECTION_ID_OFFSET, LITTLE_ENDIAN), text(file, CountersLayout.URI_OFFSET, uriLength),
            counters(path, file, metaData, valuesOffset), errors(path, file, valuesOffset + values, errors));
    }

    private static List<Counter> counters(final Path path, final UnsafeBuffer file, final int metaDataLength,
        final int valuesOffset) {
        final List<Counter> counters = new ArrayList<>();
        for (int id = 0; id < metaDataLength / CountersReader.METADATA_LENGTH; id++) {
            final int metaData = CountersLayout.HEADER_LENGTH + CountersReader.metaDataOffset(id);
            final int state = file.getInt(metaData, LITTLE_ENDIAN);
            if (state == CountersReader.RECORD_UNUSED) {
                break;
            }
            if (state == CountersReader.RECORD_ALLOCATED) {
                final int labelLength = file.getInt(metaData + CountersReader.LABEL_OFFSET, LITTLE_ENDIAN);
                if (labelLength < 0 || labelLength > CountersReader.MAX_LABEL_LENGTH) {
                    throw corrupt(path, "counter " + id + " has a label of " + labelLength + " bytes");
                }
                counters.add(new Counter(id, file.getInt(metaData + CountersReader.TYPE_ID_OFFSET, LITTLE_ENDIAN),
                    text(file, metaData + CountersReader.LABEL_OFFSET + Integer.BYTES, labelLength),
                    file.getLong(valuesOffset + CountersReader.counterOffset(id), LITTLE_ENDIAN)));
            }
        }
        return List.copyOf(counters);
    }

    private static List<ErrorEntry> errors(final Path path, final UnsafeBuffer file, final int begin, final int length) {
        final List<ErrorEntry> errors = new ArrayList<>();
        int offset = begin;
        while (offset <= begin + length - DistinctErrorLog.ENCODED_ERROR_OFFSET) {
            final int entryLength = file.getInt(offset + DistinctErrorLog.LENGTH_OFFSET, LITTLE_ENDIAN);
            if (entryLength == 0) {
                break;
            }
            if (entryLength < DistinctErrorLog.ENCODED_ERROR_OFFSET || entryLength > begin + length - offset) {
                throw corrupt(path, "its error log has an entry of " + entryLength + " bytes");
            }
            errors.add(new ErrorEntry(file.getInt(offset + DistinctErrorLog.OBSERVATION_COUNT_OFFSET, LITTLE_ENDIAN),
                file.getLong(offset + DistinctErrorLog.FIRST_OBSERVATION_TIMESTAMP_OFFSET, LITTLE_ENDIAN),
                file.getLong(offset + DistinctErrorLog.LAST_OBSERVATION_TIMESTAMP_OFFSET, LITTLE_ENDIAN),
                text(file, offset + DistinctErrorLog.ENCODED_ERROR_OFFSET, entryLength - DistinctErrorLog.ENCODED_ERROR_OFFSET)));
            offset += entryLength + DistinctErrorLog.RECORD_ALIGNMENT - 1 & -DistinctErrorLog.RECORD_ALIGNMENT;
        }
        return List.copyOf(errors);
    }

    private static String text(final UnsafeBuffer file, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        file.getBytes(offset, bytes);
        return new String(bytes, UTF_8);
    }

    private static EndpointException corrupt(final Path path, final String why) {
        return new EndpointException("read " + path, 0, "not a counters file that can be used: " + why, "");
    }
}
