/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

import io.umcast.ConnectionListener;
import io.umcast.Header;
import io.umcast.ImageInfo;
import io.umcast.LossEvent;
import io.umcast.MessageHandler;
import io.umcast.Session;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/** Receives the numbered messages of any number of floods in place, and keeps account. All on the session's thread. */
final class Draining implements MessageHandler, ConnectionListener {
    private static final long NONE = -1;

    private final boolean verify;
    private final long seed;
    private final long count;
    private final Long2ObjectHashMap<Sequence> streams = new Long2ObjectHashMap<>();
    private final Long2LongHashMap joins = new Long2LongHashMap(NONE);
    private final AtomicLong progress = new AtomicLong();
    private Sequence current;
    private long currentStream;
    private long received;
    private long bytes;
    private long corrupt;
    private long lossEvents;
    private int goodbyes;
    private int vanished;
    private long firstNs;
    private long lastNs;

    /**
     * Nothing received yet.
     *
     * @param verify whether contents are checked.
     * @param seed   of the contents.
     * @param count  how many messages are wanted; what comes behind them is passed over.
     */
    Draining(final boolean verify, final long seed, final long count) {
        this.verify = verify;
        this.count = count;
        this.seed = seed;
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (received == count) {
            return;
        }
        final long stream = header.streamId();
        if (stream != currentStream || current == null) {
            turnTo(stream);
        }
        received++;
        bytes += length;
        if (length >= Content.SEQUENCE_LENGTH) {
            current.onNumber(buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN));
            if (verify && !Content.isWhole(buffer, offset, length, seed)) {
                corrupt++;
            }
        }
    }

    private void turnTo(final long stream) {
        current = streams.computeIfAbsent(stream, id -> new Sequence());
        currentStream = stream;
    }

    @Override
    public void onAvailableImage(final ImageInfo image) {
        joins.put(image.streamId(), image.joinPosition());
    }

    @Override
    public void onUnavailableImage(final ImageInfo image, final long position, final boolean orderly) {
        if (streams.containsKey(image.streamId())) {
            goodbyes++;
            vanished += orderly ? 0 : 1;
        }
    }

    @Override
    public void onLoss(final LossEvent loss) {
        lossEvents++;
    }

    /**
     * One duty cycle.
     *
     * @return the work done.
     */
    int poll(final Session session) {
        final long before = received;
        final long beginNs = before == 0 ? System.nanoTime() : 0;
        final int work = session.poll();
        if (received != before) {
            lastNs = System.nanoTime();
            if (before == 0) {
                firstNs = beginNs;
            }
            progress.lazySet(received);
        }
        return work;
    }

    /** Whether all that is wanted has come, or every stream that sent something has said goodbye, or fallen silent for good. */
    boolean isOver() {
        return received == count || received > 0 && goodbyes >= streams.size();
    }

    /** How many publishers went without a goodbye. */
    int vanished() {
        return vanished;
    }

    long received() {
        return received;
    }

    /** The same for other threads, a little late. */
    long progress() {
        return progress.get();
    }

    long bytes() {
        return bytes;
    }

    long corrupt() {
        return corrupt;
    }

    /** Messages that never came; where only ranges of bytes are known to be lost, the number of ranges. */
    long lost() {
        long lost = 0;
        for (final var entry : streams.entrySet()) {
            lost += entry.getValue().lost(joins.get(entry.getKey().longValue()) == 0);
        }
        return lost == 0 ? lossEvents : lost;
    }

    long duplicated() {
        return streams.values().stream().mapToLong(Sequence::duplicated).sum();
    }

    long reordered() {
        return streams.values().stream().mapToLong(Sequence::reordered).sum();
    }

    /** By the time between the first and the last message. */
    double perSecond(final long amount) {
        return lastNs > firstNs ? amount * 1e9 / (lastNs - firstNs) : 0;
    }
}
