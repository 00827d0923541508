/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import org.agrona.MutableDirectBuffer;

import io.umcast.Claim;
import io.umcast.core.log.Log;

/** A claim in a stream's log; reusable. */
final class LogClaim implements Claim {
    private static final int NONE = -1;

    private final Log log;
    private int offset = NONE;
    private int length;

    LogClaim(final Log log) {
        this.log = log;
    }

    boolean isOf(final Log other) {
        return log == other;
    }

    boolean isHeld() {
        return offset != NONE;
    }

    void hold(final int payloadOffset, final int payloadLength) {
        offset = payloadOffset;
        length = payloadLength;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return log.buffer();
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void commit() {
        log.commit(take());
    }

    @Override
    public void abort() {
        log.ring().abort(take());
    }

    private int take() {
        if (offset == NONE) {
            throw new IllegalStateException("nothing is claimed: call tryClaim first");
        }
        final int taken = offset;
        offset = NONE;
        return taken;
    }
}
