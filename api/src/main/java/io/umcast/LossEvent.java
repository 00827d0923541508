/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.net.InetSocketAddress;

/**
 * A part of a stream that will never be delivered.
 *
 * @param sessionId the receiving session.
 * @param streamId  the stream.
 * @param source    where its datagrams come from.
 * @param from      the first lost position, in bytes.
 * @param to        the position behind the last lost byte.
 * @param reason    why it cannot be repaired.
 */
public record LossEvent(int sessionId, long streamId, InetSocketAddress source, long from, long to, Reason reason) {
    /** Why a loss stands. */
    public enum Reason {
        /** The publisher no longer has it. */
        UNAVAILABLE,
        /** The quality asked for does not repair. */
        BEST_EFFORT,
        /** No repair came within the time allowed. */
        TIMEOUT,
        /** What came in its place was not a record. */
        MALFORMED,
        /** The publisher went away before it was repaired. */
        PUBLISHER_GONE
    }
}
