/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.jmh;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.umcast.LossEvent;
import io.umcast.MessageHandler;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import io.umcast.TopicPattern;
import io.umcast.core.receive.Feedback;
import io.umcast.core.receive.HandlerSubscription;
import io.umcast.core.receive.Image;
import io.umcast.core.receive.ImageConfig;
import io.umcast.core.receive.ImageEvents;
import io.umcast.core.receive.ReceiveCounters;
import io.umcast.core.receive.SubscriptionRegistry;
import io.umcast.core.receive.TopicDispatch;
import io.umcast.core.transport.PeerAddress;
import io.umcast.core.wire.DropCause;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import io.umcast.core.wire.FrameValidator;
import io.umcast.core.wire.RecordHeader;
import io.umcast.core.wire.RecordType;
import io.umcast.core.wire.TopicDefinition;
import io.umcast.core.wire.TopicDigest;

/**
 * A datagram of 113 messages of 64 B is received: validated, its image advanced, every message handed to a handler. In order; and in pairs
 * whose first one comes late, so that the second is kept in the reorder buffer, the gap told, and closed by the repair.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReceptionBenchmark {
    private static final int MESSAGES = 113;
    private static final int LENGTH = 64;
    private static final int RECORD = RecordHeader.LENGTH + LENGTH;
    private static final int RANGE = MESSAGES * RECORD;
    private static final int LOG = 4 << 20;
    private static final int TOPIC = 1;
    private static final long STREAM = 0x5157_1234L;
    private static final long MS = 1_000_000;

    private final UnsafeBuffer datagram = new UnsafeBuffer(ByteBuffer.allocateDirect(FrameHeader.LENGTH + RANGE));
    private Image image;
    private long position;
    private long nowNs = MS;
    private long received;
    private long told;

    /** Opens an image of a stream that has one topic. */
    @Setup(Level.Trial)
    public void open() {
        final Topic topic = Topic.of("reception");
        final SubscriptionRegistry registry = new SubscriptionRegistry();
        final MessageHandler handler = (buffer, offset, length, header) -> received += buffer.getLong(offset);
        registry.add(new HandlerSubscription(TopicPattern.of(topic), SubscriberOptions.DEFAULT, handler, registry::remove), nowNs);
        final InetSocketAddress source = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        final TopicDispatch dispatch = new TopicDispatch(registry, STREAM, source, error -> {
            throw new IllegalStateException(error);
        });
        final ImageConfig config = new ImageConfig(0, 0, MS / 5, 5 * MS, 10, LOG, 5_000 * MS, 5_000 * MS, 1_000 * MS).forLog(LOG);
        image = new Image(config, PeerAddress.of(source), dispatch, new Unheard(), new Counting(), new ReceiveCounters(),
            new SplittableRandom(1));
        nowNs += MS;
        final byte[] name = topic.name().getBytes(StandardCharsets.UTF_8);
        image.onAnnounce(0, true, 0, 0, 1, TopicDigest.add(TopicDigest.EMPTY, TOPIC, name), LOG, 100_000, nowNs);
        define(name);
        for (int i = 0; i < MESSAGES; i++) {
            RecordHeader.write(datagram, FrameHeader.LENGTH + i * RECORD, TOPIC, RecordHeader.LENGTH + LENGTH);
            datagram.putLong(FrameHeader.LENGTH + i * RECORD + RecordHeader.LENGTH, 1);
        }
        receive(position);
        position += RANGE;
        if (received != MESSAGES) {
            throw new IllegalStateException(received + " messages of a datagram of " + MESSAGES);
        }
    }

    /** The stream begins with the topic's definition. */
    private void define(final byte[] name) {
        final int length = RecordHeader.LENGTH + TopicDefinition.write(datagram, RecordHeader.LENGTH, TOPIC, name);
        RecordHeader.write(datagram, 0, RecordType.TOPIC_DEFINITION, length);
        image.onData(datagram, 0, RecordHeader.alignedLength(length), 0, 0, 0, 0, nowNs);
        position = RecordHeader.alignedLength(length);
        told = 0; // it asks for names before it knows them
    }

    /**
     * Each datagram where the last one ended.
     *
     * @return what the handler has added up.
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long inOrder() {
        nowNs += 100;
        receive(position);
        image.poll(nowNs);
        position += RANGE;
        return received;
    }

    /**
     * Of two datagrams the second first.
     *
     * @return what the handler has added up.
     */
    @Benchmark
    @OperationsPerInvocation(2 * MESSAGES)
    public long withLoss() {
        nowNs += 100;
        receive(position + RANGE);
        image.poll(nowNs);
        nowNs += MS; // the gap is told
        image.poll(nowNs);
        receive(position);
        image.poll(nowNs);
        position += 2L * RANGE;
        return received + told;
    }

    private void receive(final long at) {
        FrameHeader.write(datagram, 0, FrameType.DATA, 0, 0, 0, RANGE, STREAM, at, nowNs);
        if (FrameValidator.validate(datagram, 0, FrameHeader.LENGTH + RANGE, 0) != DropCause.NONE) {
            throw new IllegalStateException("a bad datagram");
        }
        image.onData(datagram, FrameHeader.LENGTH, RANGE, at, FrameHeader.firstRecord(datagram, 0), FrameHeader.flags(datagram, 0),
            FrameHeader.sendTime(datagram, 0), nowNs);
    }

    private final class Counting implements Feedback {
        @Override
        public void nak(final Image of, final long from, final int length, final boolean unicast) {
            told++;
        }

        @Override
        public void query(final Image of, final int firstTopic) {
            told++;
        }
    }

    private static final class Unheard implements ImageEvents {
        @Override
        public void available(final Image of, final long from) {
        }

        @Override
        public void unavailable(final Image of, final long end, final boolean orderly) {
        }

        @Override
        public void loss(final Image of, final long from, final long to, final LossEvent.Reason reason) {
            throw new IllegalStateException("lost " + from + " to " + to);
        }
    }
}
