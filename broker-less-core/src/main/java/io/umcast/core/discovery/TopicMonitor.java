/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.discovery;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.umcast.core.membership.SessionGroups;
import io.umcast.core.session.EngineClock;
import io.umcast.core.transport.Group;
import io.umcast.core.transport.PeerAddress;
import io.umcast.core.transport.RxRing;
import io.umcast.core.transport.Transport;
import io.umcast.core.transport.TxRing;
import io.umcast.core.wire.AnnounceFrame;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import io.umcast.core.wire.FrameValidator;
import io.umcast.core.wire.QueryFrame;
import io.umcast.natives.Abi;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Listens to all groups for what is published there. It asks publishers for names, which they answer to it alone, and tells them nothing
 * else: it is no receiver, nobody waits for it, and it repairs nothing. One thread polls it and looks at it.
 */
public final class TopicMonitor implements AutoCloseable {
    private static final int BURST = 256;
    private static final int MOST_STREAMS = 4096;
    private static final long SERVICE_INTERVAL_NS = 20_000_000L;

    private final Transport transport;
    private final SessionGroups memberships;
    private final List<Group> groups;
    private final int domain;
    private final long timeoutNs;
    private final long listenerId;
    private final Function<String, InetAddress> groupOf;
    private final EngineClock clock;
    private final Long2ObjectHashMap<LiveStream> streams = new Long2ObjectHashMap<>();
    private final Map<PeerAddress, Integer> destinations = new HashMap<>();
    private int feed;
    private long nowNs;
    private long serviceNs;
    private boolean closed;

    /**
     * Listens from now on.
     *
     * @param transport   of its own; closed with it.
     * @param memberships by which the transport's groups are joined and left.
     * @param domain      of the system.
     * @param groups      to listen to.
     * @param groupOf     which group a topic goes to.
     * @param timeoutNs   after what silence a stream is gone.
     * @param listenerId  random, for queries.
     * @param clock       the time.
     * @throws io.umcast.EndpointException if a group cannot be joined.
     */
    public TopicMonitor(final Transport transport, final SessionGroups memberships, final int domain, final List<Group> groups,
        final Function<String, InetAddress> groupOf, final long timeoutNs, final long listenerId, final EngineClock clock) {
        this.transport = transport;
        this.memberships = memberships;
        this.groups = List.copyOf(groups);
        this.domain = domain;
        this.groupOf = groupOf;
        this.timeoutNs = timeoutNs;
        this.listenerId = listenerId;
        this.clock = clock;
        this.serviceNs = clock.nanoTime();
        groups.forEach(memberships::join);
    }

    /**
     * Takes what has come, and asks what is not known.
     *
     * @return the work done: 0 when there was nothing to do.
     */
    public int poll() {
        nowNs = clock.nanoTime();
        if (nowNs - serviceNs >= SERVICE_INTERVAL_NS) {
            serviceNs = nowNs;
            transport.service((kind, group, receiving, detail) -> memberships.onEvent(kind, group, receiving));
        }
        int work = transport.poll(Abi.POLL_SEND | Abi.POLL_DATA | Abi.POLL_CONTROL);
        work += read(transport.dataRx(), 0);
        if (transport.secondDataRx() != null) {
            work += read(transport.secondDataRx(), 1);
        }
        work += read(transport.controlRx(), 0);
        streams.values().removeIf(stream -> stream.isSilent(nowNs, timeoutNs));
        for (final LiveStream stream : streams.values()) {
            final int first = stream.query(nowNs);
            if (first > 0) {
                ask(stream, first);
                work++;
            }
        }
        return work;
    }

    private int read(final RxRing rx, final int from) {
        final DirectBuffer records = rx.buffer();
        int count = 0;
        feed = from;
        for (int record = rx.next(); record >= 0; record = ++count < BURST ? rx.next() : -1) {
            final int offset = records.getInt(record + Abi.RX_OFFSET);
            final int length = records.getInt(record + Abi.RX_LENGTH);
            final int segment = Math.max(1, records.getInt(record + Abi.RX_SEGMENT));
            for (int at = 0; at < length; at += segment) {
                onFrame(records, record, rx.slots(), offset + at, Math.min(segment, length - at));
            }
        }
        rx.release();
        return count;
    }

    private void onFrame(final DirectBuffer records, final int record, final DirectBuffer frame, final int offset, final int length) {
        if (FrameValidator.validate(frame, offset, length, domain) != 0) {
            return;
        }
        final long id = FrameHeader.streamId(frame, offset);
        final int type = FrameHeader.type(frame, offset);
        LiveStream stream = streams.get(id);
        if (type == FrameType.ANNOUNCE) {
            final PeerAddress source = transport.heard(feed, id, records, record);
            if (stream == null && streams.size() < MOST_STREAMS) {
                stream = new LiveStream(id, source, AnnounceFrame.controlKind(frame, offset) == AnnounceFrame.CONTROL_SOURCE ? source :
                    AnnounceFrame.control(frame, offset));
                streams.put(id, stream);
            }
            if (stream != null) {
                stream.onAnnounce(frame, offset, nowNs);
            }
        } else if (stream != null) {
            switch (type) {
                case FrameType.DATA -> stream.onData(frame, offset);
                case FrameType.TOPICS -> stream.onTopics(frame, offset);
                case FrameType.BYE -> streams.remove(id);
                default -> {
                    // what publishers and receivers have to settle is none of ours
                }
            }
        }
    }

    private void ask(final LiveStream stream, final int first) {
        final TxRing tx = transport.tx();
        final int destination = destinations.computeIfAbsent(stream.control(), transport::openDestination);
        final int index = tx.claim(destination, 0, 0, 0, QueryFrame.LENGTH);
        if (index != TxRing.FULL) {
            QueryFrame.write(tx.buffer(), index, domain, stream.id(), clock.epochNanos(nowNs), listenerId, first);
            tx.commit();
        }
    }

    /**
     * What is published now, as far as its name is known.
     *
     * @return a snapshot, a topic once for each stream that carries it.
     */
    public List<LiveTopic> topics() {
        final List<LiveTopic> topics = new ArrayList<>();
        for (final LiveStream stream : streams.values()) {
            for (int number = 1; number <= stream.topicCount(); number++) {
                topics.add(stream.topic(number, groupOf.apply(stream.name(number))));
            }
        }
        return topics;
    }

    /**
     * How many streams are live.
     *
     * @return the number.
     */
    public int streamCount() {
        return streams.size();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                groups.forEach(memberships::leave);
            } finally {
                transport.close();
            }
        }
    }
}
