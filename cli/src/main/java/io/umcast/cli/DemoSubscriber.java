/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

import io.umcast.Connection;
import io.umcast.ConnectionListener;
import io.umcast.Header;
import io.umcast.ImageInfo;
import io.umcast.LossEvent;
import io.umcast.MessageHandler;
import io.umcast.Session;
import io.umcast.Topic;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import picocli.CommandLine.Command;

/** A subscriber of the demo: counts, looks at the order, measures the time from publishing to handling. */
@Command(name = "demo-subscriber", hidden = true, description = "A part of the demo.")
final class DemoSubscriber extends DemoProcess implements MessageHandler, ConnectionListener {
    private final Histogram latency = Percentiles.newHistogram();
    private final Sequence sequence = new Sequence();
    private long received;
    private long flooded;
    private long floodBeginNs;
    private long floodEndNs;
    private long losses;
    private boolean over;

    DemoSubscriber(final Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        watchParent();
        try (Connection connection = via().connect(terminal(), this); Session session = connection.createSession()) {
            session.subscribe(Topic.of(TOPIC), this);
            final IdleStrategy idle = idle();
            while (!over && !terminal().isStopping()) {
                final long before = flooded;
                final int work = session.poll();
                final long nowNs = System.nanoTime();
                if (flooded != before) {
                    floodBeginNs = before == 0 ? nowNs : floodBeginNs;
                    floodEndNs = nowNs;
                }
                if (isReportDue(nowNs)) {
                    report(status());
                }
                idle.idle(work);
            }
        }
        report(status().put("final", true).put("flood_rate", floodRate()).put("latency", encoded(latency)));
        return over ? SUCCESS : FAILURE;
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        received++;
        sequence.onNumber(buffer.getLong(offset + SEQUENCE_OFFSET, ByteOrder.LITTLE_ENDIAN));
        final int phase = buffer.getInt(offset + PHASE_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (phase == Phase.LATENCY.ordinal()) {
            Percentiles.record(latency, System.nanoTime() - buffer.getLong(offset + TIME_OFFSET, ByteOrder.LITTLE_ENDIAN));
        } else if (phase == Phase.THROUGHPUT.ordinal()) {
            flooded++;
        }
    }

    @Override
    public void onUnavailableImage(final ImageInfo image, final long position, final boolean orderly) {
        over = received > 0;
    }

    @Override
    public void onLoss(final LossEvent loss) {
        losses++;
    }

    private double floodRate() {
        return floodEndNs > floodBeginNs ? flooded * 1e9 / (floodEndNs - floodBeginNs) : 0;
    }

    private Json status() {
        return new Json().put("messages", received).put("bytes", received * MESSAGE_LENGTH).put("time_ns", System.nanoTime())
            .put("lost", Math.max(losses, sequence.lost(true))).put("duplicated", sequence.duplicated())
            .put("reordered", sequence.reordered());
    }

    static String encoded(final Histogram histogram) {
        final ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(bytes.array(), length));
    }
}
