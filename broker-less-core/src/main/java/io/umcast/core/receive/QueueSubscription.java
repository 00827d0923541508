/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Object2IntHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import io.umcast.ConnectionListener;
import io.umcast.Header;
import io.umcast.MessageHandler;
import io.umcast.QueueSubscriber;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import io.umcast.TopicPattern;

/**
 * A queue that the data thread copies messages into and one other thread polls. A message of more than an eighth of it never
 * fits.
 */
public final class QueueSubscription extends Subscription implements QueueSubscriber {
    private static final int MESSAGE = 1;
    private static final int STREAM_ID_OFFSET = 0;
    private static final int POSITION_OFFSET = 8;
    private static final int PUBLISH_TIME_OFFSET = 16;
    private static final int SOURCE_OFFSET = 24;
    private static final int TOPIC_OFFSET = 28;
    private static final int PAYLOAD_OFFSET = 32;
    private static final int NO_SOURCE = -1;
    private static final int NO_TOPIC = -1;

    private final OneToOneRingBuffer ring;
    private final int maxLength;
    private final boolean hold;
    private final ConnectionListener listener;
    private final QueuedHeader header = new QueuedHeader();
    private final org.agrona.concurrent.MessageHandler queued = this::onQueued;
    private volatile InetSocketAddress[] sources = {};
    private volatile long overruns;
    private long dropped;
    private InetSocketAddress lastSource;
    private int lastSourceIndex = NO_SOURCE;
    /** The topics of a pattern that messages have come of; an element is set before the record that names it is committed. */
    private volatile Topic[] topics = new Topic[16];
    private final Object2IntHashMap<Topic> topicNumbers = new Object2IntHashMap<>(NO_TOPIC);
    private MessageHandler polling;

    /**
     * A subscription; the registry makes it live.
     *
     * @param pattern  of the topics subscribed to.
     * @param options  asked for.
     * @param listener told of overruns, by the data thread.
     * @param onClose  told once, by the closing thread: has to take it out of the registry.
     */
    public QueueSubscription(final TopicPattern pattern, final SubscriberOptions options, final ConnectionListener listener,
        final Consumer<Subscription> onClose) {
        super(pattern, options, onClose);
        this.listener = Objects.requireNonNull(listener, "listener");
        this.ring = new OneToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(options.queueBytes() + RingBufferDescriptor.TRAILER_LENGTH)));
        this.maxLength = ring.maxMsgLength() - PAYLOAD_OFFSET;
        this.hold = options.holdOnOverrun();
    }

    @Override
    void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header from) {
        if (isClosed()) {
            return;
        }
        final int index = length > maxLength ? -1 : ring.tryClaim(MESSAGE, PAYLOAD_OFFSET + length);
        if (index < 0) {
            overruns = ++dropped;
            listener.onOverrun(from.topic(), from.streamId(), from.position());
            return;
        }
        final MutableDirectBuffer queue = ring.buffer();
        queue.putLong(index + STREAM_ID_OFFSET, from.streamId());
        queue.putLong(index + POSITION_OFFSET, from.position());
        queue.putLong(index + PUBLISH_TIME_OFFSET, from.publishTimeNs());
        queue.putInt(index + SOURCE_OFFSET, sourceIndex(from.source()));
        queue.putInt(index + TOPIC_OFFSET, topic() == null ? topicIndex(from.topic()) : NO_TOPIC);
        queue.putBytes(index + PAYLOAD_OFFSET, buffer, offset, length);
        ring.commit(index);
    }

    @SuppressWarnings("ReferenceEquality") // a stream's source is one object; another equal one is found by the search
    private int sourceIndex(final InetSocketAddress source) {
        if (source != lastSource) {
            lastSource = source;
            lastSourceIndex = source == null ? NO_SOURCE : findSource(source);
        }
        return lastSourceIndex;
    }

    private int findSource(final InetSocketAddress source) {
        final InetSocketAddress[] known = sources;
        for (int i = 0; i < known.length; i++) {
            if (known[i].equals(source)) {
                return i;
            }
        }
        final InetSocketAddress[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = source;
        sources = more;
        return known.length;
    }

    private int topicIndex(final Topic topic) {
        final int known = topicNumbers.getValue(topic);
        if (known != NO_TOPIC) {
            return known;
        }
        final int number = topicNumbers.size();
        Topic[] all = topics;
        if (number == all.length) {
            all = Arrays.copyOf(all, 2 * number);
        }
        all[number] = topic;
        topics = all;
        topicNumbers.put(topic, number);
        return number;
    }

    @Override
    boolean holdsBack() {
        return hold;
    }

    /** Safe rather than exact: twice the record covers the ring's wrap. A message that never fits is accepted, to be dropped. */
    @Override
    boolean accepts(final int length) {
        if (isClosed() || length > maxLength) {
            return true;
        }
        final int record = BitUtil.align(RecordDescriptor.HEADER_LENGTH + PAYLOAD_OFFSET + length, RecordDescriptor.ALIGNMENT);
        return ring.capacity() - ring.size() >= 2 * (record + RecordDescriptor.HEADER_LENGTH);
    }

    @Override
    public int poll(final MessageHandler handler, final int limit) {
        polling = handler;
        final int handled = ring.read(queued, limit); // up to the ring's wrap at most
        return handled == limit ? limit : handled + ring.read(queued, limit - handled);
    }

    private void onQueued(final int type, final DirectBuffer buffer, final int index, final int length) {
        header.buffer = buffer;
        header.index = index;
        polling.onMessage(buffer, index + PAYLOAD_OFFSET, length - PAYLOAD_OFFSET, header);
    }

    @Override
    public long overruns() {
        return overruns;
    }

    @Override
    public long backlogBytes() {
        return ring.size();
    }

    /** The polling thread's view of a queued message. */
    private final class QueuedHeader implements Header {
        private DirectBuffer buffer;
        private int index;

        @Override
        public Topic topic() {
            final Topic one = QueueSubscription.this.topic();
            return one != null ? one : topics[buffer.getInt(index + TOPIC_OFFSET)];
        }

        @Override
        public long streamId() {
            return buffer.getLong(index + STREAM_ID_OFFSET);
        }

        @Override
        public long position() {
            return buffer.getLong(index + POSITION_OFFSET);
        }

        @Override
        public long publishTimeNs() {
            return buffer.getLong(index + PUBLISH_TIME_OFFSET);
        }

        @Override
        public InetSocketAddress source() {
            final int source = buffer.getInt(index + SOURCE_OFFSET);
            return source == NO_SOURCE ? null : sources[source];
        }
    }
}
