/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.net.InetSocketAddress;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJI_Result;

import io.umcast.ConnectionListener;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import io.umcast.TopicPattern;

/** The data thread puts two messages into a queue, another thread polls it: what it gets is whole, with its header, and in order. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "nothing yet")
@Outcome(id = "1, 107, 7", expect = Expect.ACCEPTABLE, desc = "the first")
@Outcome(id = "2, 216, 79", expect = Expect.ACCEPTABLE, desc = "both")
@Outcome(expect = Expect.FORBIDDEN, desc = "a message in parts, out of order, or with another's header")
@State
public class QueueHandOverStress {
    private static final Topic TOPIC = Topic.of("stress");
    private static final InetSocketAddress SOURCE = InetSocketAddress.createUnresolved("source", 1);
    private static final ConnectionListener SILENT = new ConnectionListener() {
    };

    private final QueueSubscription queue =
        new QueueSubscription(TopicPattern.of(TOPIC), SubscriberOptions.DEFAULT.queueBytes(4096), SILENT, subscription -> {
        });

    /** Delivers. */
    @Actor
    public void deliver() {
        put(7);
        put(9);
    }

    private void put(final int value) {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[Integer.BYTES]);
        message.putInt(0, value);
        final MessageHeader header = new MessageHeader(1, SOURCE);
        header.set(TOPIC, 100 + value, 0);
        queue.onMessage(message, 0, Integer.BYTES, header);
    }

    /**
     * Polls.
     *
     * @param result how many came, the sum of their positions, and their values as digits.
     */
    @Actor
    public void poll(final IJI_Result result) {
        result.r1 = queue.poll((buffer, offset, length, header) -> {
            result.r2 += header.position() + (SOURCE.equals(header.source()) ? 0 : 1000);
            result.r3 = 10 * result.r3 + buffer.getInt(offset);
        }, 2);
    }
}
