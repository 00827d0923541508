/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.log;

import java.nio.ByteBuffer;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

import io.umcast.core.transport.Region;

/** Two threads publish to a concurrent log, and one of them walks it: it sees whole records only, and in the end both are there. */
@JCStressTest
@Outcome(id = "0, 7, 9", expect = Expect.ACCEPTABLE, desc = "the other has claimed first and not committed yet")
@Outcome(id = {"7, 7, 9", "9, 9, 7"}, expect = Expect.ACCEPTABLE, desc = "the walk saw the first record")
@Outcome(expect = Expect.FORBIDDEN, desc = "a record is lost, doubled or in parts")
@State
public class ConcurrentLogStress {
    private static final int CAPACITY = 1024;
    private static final int TYPE = 1;

    private final Log log =
        new Log(new Region(1, new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + Log.TRAILER_LENGTH))), true);

    /** Publishes. */
    @Actor
    public void one() {
        put(7);
    }

    /**
     * Publishes, too, and walks.
     *
     * @param result what the first record holds, 0 if it is not committed.
     */
    @Actor
    public void other(final III_Result result) {
        put(9);
        result.r1 = value(0);
    }

    private void put(final int value) {
        final RingBuffer ring = log.ring();
        final int index = ring.tryClaim(TYPE, Integer.BYTES);
        ring.buffer().putInt(index, value);
        ring.commit(index);
    }

    private int value(final long position) {
        return log.committedLength(position) > 0 ? log.buffer().getInt(log.index(position) + Log.RECORD_HEADER_LENGTH) : 0;
    }

    /**
     * Looks when all is done.
     *
     * @param result what both records hold.
     */
    @Arbiter
    public void end(final III_Result result) {
        result.r2 = value(0);
        result.r3 = value(log.committedLength(0));
    }
}
