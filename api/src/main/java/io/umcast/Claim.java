/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import org.agrona.MutableDirectBuffer;

/**
 * Room for one message in the log, to be written in place. Reusable: make one per thread with {@link Publisher#newClaim()},
 * pass it to {@link Publisher#tryClaim}, write, then {@link #commit()} or {@link #abort()}, within the stream's claim timeout.
 */
public interface Claim {
    /**
     * The memory to write to.
     *
     * @return the log's memory; write only from {@link #offset()} for {@link #length()} bytes.
     */
    MutableDirectBuffer buffer();

    /**
     * Where the message begins.
     *
     * @return the offset in {@link #buffer()}, in bytes.
     */
    int offset();

    /**
     * How long the message is.
     *
     * @return its length in bytes, as claimed.
     */
    int length();

    /**
     * Publishes what was written.
     *
     * @throws IllegalStateException if nothing is claimed, or the claim timed out and was given up.
     */
    void commit();

    /**
     * Gives the room back unpublished; receivers skip it.
     *
     * @throws IllegalStateException if nothing is claimed, or the claim timed out and was given up.
     */
    void abort();
}
