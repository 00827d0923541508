/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.nio.ByteBuffer;

import io.umcast.EndpointException;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** The regions of a transport whose memory is Java's. Changed by one thread at a time, read by the sender. */
public final class RegionTable {
    /** What memory is aligned to, in bytes. */
    public static final int PAGE = 4096;

    private static final int MAX_REGIONS = 4096;
    private static final int MAX_BYTES = 1 << 30;

    private volatile UnsafeBuffer[] regions = new UnsafeBuffer[MAX_REGIONS];

    /**
     * A new region.
     *
     * @param bytes its size, 1 to 1 GiB.
     * @return the region, zeroed, page aligned.
     * @throws EndpointException if there is no memory, or no number left.
     */
    public Region allocate(final int bytes) {
        if (bytes < 1 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("a region has 1 byte to 1 GiB, not " + bytes);
        }
        for (int id = 1; id < MAX_REGIONS; id++) {
            if (regions[id] == null) {
                final UnsafeBuffer buffer = new UnsafeBuffer(memory(bytes));
                put(id, buffer);
                return new Region(id, buffer);
            }
        }
        throw new EndpointException("allocate a region", Errno.ENOSPC, "No space left on device",
            "a transport has at most 4095 regions: close publishers");
    }

    /**
     * Forgets a region.
     *
     * @param id of it.
     * @throws EndpointException if there is none.
     */
    public void release(final int id) {
        if (id < 1 || id >= MAX_REGIONS || regions[id] == null) {
            throw new EndpointException("release {region=" + id + "}", Errno.EINVAL, "Invalid argument", "no such region");
        }
        put(id, null);
    }

    /**
     * Finds the memory of a range.
     *
     * @param id     of the region.
     * @param offset of the range.
     * @param length of the range.
     * @return the region's memory, or null if the range is not within a region.
     */
    public UnsafeBuffer range(final int id, final long offset, final int length) {
        if (id < 1 || id >= MAX_REGIONS || length < 0) {
            return null;
        }
        final UnsafeBuffer region = regions[id];
        return region == null || offset < 0 || offset > region.capacity() - (long)length ? null : region;
    }

    private void put(final int id, final UnsafeBuffer buffer) {
        final UnsafeBuffer[] next = regions;
        next[id] = buffer;
        regions = next; // the volatile write publishes the element
    }

    private static ByteBuffer memory(final int bytes) {
        try {
            return BufferUtil.allocateDirectAligned(bytes, PAGE);
        } catch (final OutOfMemoryError e) {
            throw new EndpointException("allocate {bytes=" + bytes + "}", 0, String.valueOf(e.getMessage()),
                "raise -XX:MaxDirectMemorySize, or use smaller logs");
        }
    }
}
