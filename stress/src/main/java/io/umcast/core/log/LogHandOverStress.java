/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.log;

import java.nio.ByteBuffer;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

import io.umcast.core.transport.Region;

/** One thread publishes two records, the other walks the log: it sees none, the first, or both, and of each all or nothing. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "nothing is committed yet")
@Outcome(id = "1, 7, 0", expect = Expect.ACCEPTABLE, desc = "the first")
@Outcome(id = "2, 7, 9", expect = Expect.ACCEPTABLE, desc = "both")
@Outcome(expect = Expect.FORBIDDEN, desc = "a record in parts, or out of order")
@State
public class LogHandOverStress {
    private static final int CAPACITY = 1024;
    private static final int TYPE = 1;

    private final Log log =
        new Log(new Region(1, new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + Log.TRAILER_LENGTH))), false);

    /** Claims, writes and commits. */
    @Actor
    public void publish() {
        put(7);
        put(9);
    }

    private void put(final int value) {
        final RingBuffer ring = log.ring();
        final int index = ring.tryClaim(TYPE, Integer.BYTES);
        ring.buffer().putInt(index, value);
        ring.commit(index);
    }

    /**
     * Walks.
     *
     * @param result how many records were seen, and what they hold.
     */
    @Actor
    public void walk(final III_Result result) {
        long position = 0;
        final int first = log.committedLength(position);
        if (first > 0) {
            result.r1 = 1;
            result.r2 = log.buffer().getInt(log.index(position) + Log.RECORD_HEADER_LENGTH);
            position += first;
            if (log.committedLength(position) > 0) {
                result.r1 = 2;
                result.r3 = log.buffer().getInt(log.index(position) + Log.RECORD_HEADER_LENGTH);
            }
        }
    }
}
