/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import org.agrona.MutableDirectBuffer;

/** PAD: a range of the log that holds nothing: it is skipped. */
public final class PadFrame {
    /** The frame's length in bytes. */
    public static final int LENGTH = FrameHeader.LENGTH;

    private PadFrame() {
    }

    /**
     * Writes the frame.
     *
     * @param buffer   to write to.
     * @param offset   where the frame begins.
     * @param flags    0 or {@link FrameHeader#FLAG_REPAIR}.
     * @param domain   of the system.
     * @param streamId of the stream.
     * @param position of the range's begin.
     * @param sendTime nanoseconds since 1970-01-01 UTC.
     * @param length   of the range in bytes, a multiple of 8.
     * @return the frame's length in bytes.
     */
    public static int write(final MutableDirectBuffer buffer, final int offset, final int flags, final int domain,
        final long streamId, final long position, final long sendTime, final int length) {
        FrameHeader.write(buffer, offset, FrameType.PAD, flags, 0, domain, length, streamId, position, sendTime);
        return LENGTH;
    }
}
