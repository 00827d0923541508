/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import org.agrona.MutableDirectBuffer;

/**
 * UNAVAILABLE: the publisher no longer has what was asked for. The header's position is the earliest that it still has.
 */
public final class UnavailableFrame {
    /** The frame's length in bytes. */
    public static final int LENGTH = FrameHeader.LENGTH;

    private UnavailableFrame() {
    }

    /**
     * Writes the frame.
     *
     * @param buffer   to write to.
     * @param offset   where the frame begins.
     * @param domain   of the system.
     * @param streamId of the stream.
     * @param position the earliest that is still held.
     * @param sendTime nanoseconds since 1970-01-01 UTC.
     * @return the frame's length in bytes.
     */
    public static int write(final MutableDirectBuffer buffer, final int offset, final int domain, final long streamId,
        final long position, final long sendTime) {
        FrameHeader.write(buffer, offset, FrameType.UNAVAILABLE, 0, 0, domain, 0, streamId, position, sendTime);
        return LENGTH;
    }
}
