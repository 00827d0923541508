/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import org.agrona.DirectBuffer;

import io.umcast.Header;
import io.umcast.LossEvent.Reason;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import io.umcast.TopicPattern;
import io.umcast.core.receive.SentStream.Sent;
import io.umcast.core.transport.PeerAddress;
import io.umcast.core.wire.RecordHeader;
import io.umcast.core.wire.TopicDigest;

/** An image with everything around it, and a note of all that it does. Its clock is moved by the test. */
final class Reader implements Feedback, ImageEvents {
    static final long MS = 1_000_000;
    static final ImageConfig CONFIG = new ImageConfig(0, 0, 200_000, 5 * MS, 10, 1 << 18, 500 * MS, 1_000 * MS, 100 * MS);
    static final Topic A = Topic.of("a");
    static final Topic B = Topic.of("b");
    private static final long STREAM = 0x51;
    private static final InetSocketAddress SOURCE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);

    record Nak(long from, long to, boolean unicast) {
    }

    record Loss(long from, long to, Reason reason) {
    }

    record Message(Topic topic, long position, int length) {
        long from() {
            return position - RecordHeader.alignedLength(RecordHeader.LENGTH + length);
        }
    }

    final SentStream stream;
    final SubscriptionRegistry registry = new SubscriptionRegistry();
    final ReceiveCounters counters = new ReceiveCounters();
    final List<Message> messages = new ArrayList<>();
    final List<Nak> naks = new ArrayList<>();
    final List<Integer> queries = new ArrayList<>();
    final List<Loss> losses = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final List<Throwable> errors = new ArrayList<>();
    final ImageConfig config;
    final TopicDispatch dispatch;
    final Image image;
    long joined = -1;
    long now = 1_000 * MS;

    Reader(final SentStream stream) {
        this(stream, CONFIG);
    }

    Reader(final SentStream stream, final ImageConfig config) {
        this.stream = stream;
        this.config = config.forLog(SentStream.LOG_CAPACITY);
        this.dispatch = new TopicDispatch(registry, STREAM, SOURCE, errors::add);
        this.image = new Image(this.config, PeerAddress.of(SOURCE), dispatch, this, this, counters, new SplittableRandom(7));
    }

    Reader subscribe(final Topic topic) {
        return subscribe(topic, SubscriberOptions.DEFAULT);
    }

    Reader subscribe(final Topic topic, final SubscriberOptions options) {
        registry.add(new HandlerSubscription(TopicPattern.of(topic), options, this::onMessage, registry::remove), now);
        return this;
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        assertEquals(STREAM, header.streamId());
        assertEquals(SOURCE, header.source());
        final Message message = new Message(header.topic(), header.position(), length);
        for (int i = 0; i < length; i++) {
            assertEquals(SentStream.contentAt(message.from(), i), buffer.getByte(offset + i), "byte " + i + " of " + message);
        }
        messages.add(message);
    }

    /** The datagram of a range, or the frame of a pad. */
    Reader data(final long from, final long to) {
        return data(from, to, 0);
    }

    Reader data(final long from, final long to, final int flags) {
        final Sent first = stream.recordAt(from);
        if (first != null && first.pad()) {
            image.onPad(from, first.aligned(), now);
        } else {
            image.onData(stream.bytes(), (int)from, (int)(to - from), from, stream.firstRecord(from, to), flags, from + 1, now);
        }
        return this;
    }

    /** An announcement of a stream born at a time before now. */
    Reader announce(final long sent, final boolean aligned, final long earliest, final long ageNs, final String... topics) {
        image.onAnnounce(sent, aligned, earliest, ageNs, topics.length, digest(topics), SentStream.LOG_CAPACITY, 100_000, now);
        return this;
    }

    static long digest(final String... topics) {
        long digest = TopicDigest.EMPTY;
        for (int i = 0; i < topics.length; i++) {
            digest = TopicDigest.add(digest, i + 1, topics[i].getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return digest;
    }

    Reader later(final long ns) {
        now += ns;
        image.poll(now);
        return this;
    }

    /** The positions that messages began at. */
    List<Long> begins() {
        return messages.stream().map(Message::from).collect(Collectors.toList());
    }

    /** What was delivered and what was told as lost is the stream from the join on: no hole, no overlap, in order. */
    void checkAddsUp(final long end) {
        final List<Message> delivered = new ArrayList<>(messages);
        long lostTo = 0;
        for (final Loss loss : losses) {
            assertTrue(loss.from() >= lostTo && loss.from() < loss.to(), () -> "losses " + losses);
            lostTo = loss.to();
        }
        for (final Sent record : stream.records()) {
            if (record.isMessage() && record.position() >= joined && record.end() <= end) {
                final List<Loss> hits = losses.stream()
                    .filter(loss -> loss.from() < record.end() && record.position() < loss.to()).toList();
                if (hits.isEmpty()) {
                    assertTrue(!delivered.isEmpty(), () -> record + " is missing; losses " + losses);
                    assertEquals(record.position(), delivered.remove(0).from(), () -> "losses " + losses);
                } else {
                    assertTrue(hits.stream().anyMatch(loss -> loss.from() <= record.position()), () -> record + " is lost in part " + hits);
                }
            }
        }
        assertTrue(delivered.isEmpty(), () -> "too many: " + delivered);
        assertEquals(List.of(), errors);
    }

    @Override
    public void nak(final Image from, final long position, final int length, final boolean unicast) {
        assertTrue(length > 0 && length % 8 == 0, () -> "length " + length);
        naks.add(new Nak(position, position + length, unicast));
    }

    @Override
    public void query(final Image from, final int firstTopic) {
        queries.add(firstTopic);
    }

    @Override
    public void available(final Image from, final long position) {
        joined = position;
        events.add("available " + position);
    }

    @Override
    public void unavailable(final Image from, final long position, final boolean orderly) {
        events.add("unavailable " + position + (orderly ? " orderly" : " silent"));
    }

    @Override
    public void loss(final Image from, final long begin, final long end, final Reason reason) {
        losses.add(new Loss(begin, end, reason));
    }

}
