/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import org.agrona.MutableDirectBuffer;

/** DATA: the header, then a range of the log as it lies there. */
public final class DataFrame {
    /** Where the range begins, from the frame's begin. */
    public static final int RANGE_OFFSET = FrameHeader.LENGTH;

    private DataFrame() {
    }

    /**
     * Writes the header; the range follows it.
     *
     * @param buffer      to write to.
     * @param offset      where the frame begins.
     * @param flags       0 or {@link FrameHeader#FLAG_REPAIR}.
     * @param firstRecord units of 8 bytes from the range's begin, or {@link FrameHeader#NO_RECORD}.
     * @param domain      of the system.
     * @param streamId    of the stream.
     * @param position    of the range's begin.
     * @param sendTime    nanoseconds since 1970-01-01 UTC.
     * @param length      of the range in bytes, a multiple of 8.
     * @return the frame's length in bytes, range included.
     */
    public static int write(final MutableDirectBuffer buffer, final int offset, final int flags, final int firstRecord,
        final int domain, final long streamId, final long position, final long sendTime, final int length) {
        FrameHeader.write(buffer, offset, FrameType.DATA, flags, firstRecord, domain, length, streamId, position, sendTime);
        return RANGE_OFFSET + length;
    }
}
