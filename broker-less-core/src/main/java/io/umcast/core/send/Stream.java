/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import java.util.List;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

import io.umcast.ConnectionListener;
import io.umcast.ReceiverInfo;
import io.umcast.Topic;
import io.umcast.core.log.Log;
import io.umcast.core.transport.PeerAddress;
import io.umcast.core.transport.Transport;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import io.umcast.core.wire.NakFrame;
import io.umcast.core.wire.QueryFrame;

/** One log, sent by one session to one group: the unit of order, repair and flow control. */
public final class Stream extends OutboundStream {
    private static final int DATA_BURST = 64;
    private static final int REPAIR_BURST = 64;
    private static final int MAX_TRACKED_DATAGRAMS = 1 << 16;
    private static final int BYES = 3;

    private final StreamConfig config;
    private final int group;
    private final Transport transport;
    private final ControlWriter writer;
    private final Destinations destinations;
    private final DatagramTable datagrams;
    private final StreamSender sender;
    private final RepairQueue repairs;
    private final ReceiverTable receivers;
    private final Announcer announcer;
    private final long bornNs;
    private final int history;
    private final int retainStep;

    private long byteLimit = Long.MAX_VALUE;
    private long datagramLimit = Long.MAX_VALUE;
    private boolean limitsStale;
    private long tendedPosition;
    private long gatesVersion = -1;
    private int announcedTopics;
    private long naksReceived;
    private long statusesReceived;
    private long repairsSent;
    private volatile long consumedPosition;
    private volatile boolean gatesStale;

    /**
     * A stream at position 0.
     *
     * @param config       of the session's streams.
     * @param id           random, 64 bits.
     * @param group        the group's destination.
     * @param log          fresh.
     * @param transport    of the session.
     * @param destinations of the session's peers.
     * @param listener     told of receivers.
     * @param nowNs        the time.
     */
    public Stream(final StreamConfig config, final long id, final int group, final Log log, final Transport transport,
        final Destinations destinations, final ConnectionListener listener, final long nowNs) {
        super(id, log, config.claimTimeoutNs());
        this.config = config;
        this.group = group;
        this.transport = transport;
        this.destinations = destinations;
        this.writer = new ControlWriter(transport.tx(), config.domain());
        this.datagrams = new DatagramTable(Math.max(1024, Math.min(MAX_TRACKED_DATAGRAMS, log.capacity() / 64)));
        this.sender = new StreamSender(log, transport.tx(), datagrams, id, config.domain(), group, config.mtu());
        this.repairs = new RepairQueue(config.repairHoldoffNs());
        this.receivers = new ReceiverTable(id, destinations, listener, config.receiverTimeoutNs());
        this.announcer = new Announcer(config.announceIntervalNs(), config.heartbeatNs(), nowNs);
        this.bornNs = nowNs;
        this.history = (int)(log.capacity() * config.retain()) & -BitUtil.CACHE_LINE_LENGTH;
        this.retainStep = log.capacity() / 64;
    }

    @Override
    public int send(final long epochNs) {
        if (limitsStale) {
            updateLimits();
        }
        final int sent = sender.send(byteLimit, datagramLimit, DATA_BURST, epochNs);
        if (sent > 0) {
            boundary(sender.walked());
        }
        return sent;
    }

    @Override
    public int tend(final long nowNs, final long epochNs) {
        int work = 0;
        if (!repairs.isEmpty()) {
            work += sendRepairs(nowNs, epochNs);
        }
        if (sender.sent() != tendedPosition) {
            tendedPosition = sender.sent();
            announcer.onData(nowNs);
        } else if (!sender.stalled() && tendedPosition != log().claimed()) {
            checkStuckClaim(sender.walked(), nowNs);
        }
        retain();
        if (topics().count() != announcedTopics) {
            announcer.onChange(nowNs);
        }
        if (announcer.isDue(nowNs)) {
            onTimer(nowNs, epochNs);
        }
        updateGates();
        return work;
    }

    private int sendRepairs(final long nowNs, final long epochNs) {
        final int sent = repairs.send(sender, datagrams, group, REPAIR_BURST, nowNs, epochNs);
        repairsSent += sent;
        repairs.confirm(writer, datagrams, group, id(), epochNs);
        return sent;
    }

    private void updateLimits() {
        limitsStale = false;
        final List<Receiver> all = receivers.receivers();
        byteLimit = config.flowControl().byteLimit(all);
        datagramLimit = config.flowControl().datagramLimit(all, datagrams);
        consumedPosition = Math.min(config.flowControl().retainLimit(all), sender.sent());
    }

    private void retain() {
        final long possible = Math.min(sender.updateCompleted(),
            Math.min(localPosition(), config.flowControl().retainLimit(receivers.receivers())));
        final long wanted = datagrams.isFull() ? possible : Math.min(possible, sender.sent() - history);
        if (wanted - log().retained() >= retainStep || datagrams.isFull()) {
            final long begin = datagrams.forget(wanted);
            if (begin > log().retained()) {
                log().retain(begin);
            }
        }
    }

    private void onTimer(final long nowNs, final long epochNs) {
        receivers.expire(nowNs);
        limitsStale = true;
        final int count = topics().count();
        final boolean aligned = sender.walked() == sender.sent();
        if (writer.announce(group, id(), sender.sent(), aligned, datagrams.begin(), nowNs - bornNs, topics().digest(), count,
            config.mtu(), log().capacity(), (int)Math.min(Integer.MAX_VALUE, config.announceIntervalNs() / 1000), config.connectionId(),
            transport.controlAddress(), epochNs)) {
            announcer.onAnnounced(nowNs);
            announcedTopics = count;
        }
    }

    private void updateGates() {
        if (!gatesStale && gatesVersion == receivers.interestVersion()) {
            return;
        }
        gatesStale = false;
        gatesVersion = receivers.interestVersion();
        for (final StreamPublisher publisher : publishers()) {
            publisher.remote(receivers.interestedIn(publisher.number()) > 0);
        }
    }

    /**
     * Takes a validated STATUS.
     *
     * @param frame   that holds it.
     * @param offset  where it begins.
     * @param sources the rx ring's memory.
     * @param source  the rx record.
     * @param nowNs   the time.
     */
    public void onStatus(final DirectBuffer frame, final int offset, final DirectBuffer sources, final int source, final long nowNs) {
        statusesReceived++;
        receivers.onStatus(frame, offset, sources, source, datagrams.begin(), topics().count(), nowNs);
        limitsStale = true;
        updateGates();
    }

    /**
     * Takes a validated NAK.
     *
     * @param frame   that holds it.
     * @param offset  where it begins.
     * @param sources the rx ring's memory.
     * @param source  the rx record.
     * @param nowNs   the time.
     * @param epochNs the time to put into headers.
     */
    public void onNak(final DirectBuffer frame, final int offset, final DirectBuffer sources, final int source, final long nowNs,
        final long epochNs) {
        naksReceived++;
        final long from = FrameHeader.position(frame, offset);
        final long to = Math.min(from + FrameHeader.length(frame, offset), sender.sent());
        final int flags = FrameHeader.flags(frame, offset);
        final boolean unicast = (flags & FrameHeader.FLAG_UNICAST) != 0;
        final long heard = (flags & FrameHeader.FLAG_HEARD) != 0 ? FrameHeader.sendTime(frame, offset) : 0;
        if (heard != 0) {
            repairs.onHeardAgo(epochNs - heard, nowNs);
        }
        if (from < datagrams.begin()) {
            writer.plain(answer(frame, offset, sources, source), FrameType.UNAVAILABLE, id(), datagrams.begin(), 0, epochNs);
        }
        final long kept = Math.max(from, datagrams.begin());
        if (kept < to) {
            final int target = unicast ? answer(frame, offset, sources, source) : group;
            repairs.add(datagrams.find(kept), datagrams.find(to - 1) + 1, target, group, heard, nowNs);
        }
    }

    private int answer(final DirectBuffer frame, final int offset, final DirectBuffer sources, final int source) {
        final Receiver receiver = receivers.find(NakFrame.receiverId(frame, offset));
        return receiver != null ? receivers.destination(receiver) : destinations.of(PeerAddress.read(sources, source));
    }

    /**
     * Takes a validated QUERY.
     *
     * @param frame   that holds it.
     * @param offset  where it begins.
     * @param sources the rx ring's memory.
     * @param source  the rx record.
     * @param epochNs the time to put into headers.
     */
    public void onQuery(final DirectBuffer frame, final int offset, final DirectBuffer sources, final int source, final long epochNs) {
        final int from = QueryFrame.firstNumber(frame, offset);
        if (from >= 1 && from <= topics().count()) {
            writer.topics(destinations.of(PeerAddress.read(sources, source)), id(), topics(), from, epochNs);
        }
    }

    @Override
    public boolean isDrained() {
        updateLimits();
        final long sent = sender.sent();
        return sent == log().claimed() && sender.updateCompleted() >= sent &&
            FlowControl.MIN.retainLimit(receivers.receivers()) >= sent;
    }

    @Override
    public boolean isStalled() {
        return sender.stalled();
    }

    /** Says goodbye, a few times, since nobody confirms it. */
    @Override
    public void bye(final long epochNs) {
        for (int i = 0; i < BYES; i++) {
            writer.plain(group, FrameType.BYE, id(), sender.sent(), 0, epochNs);
        }
    }

    @Override
    public int subscriberCount(final Topic topic) {
        final int number = topics().find(topic);
        return number == 0 ? 0 : receivers.interestedIn(number);
    }

    @Override
    public List<ReceiverInfo> receivers() {
        return receivers.receivers().stream().map(receiver -> receiver.info(id())).toList();
    }

    @Override
    public long consumedPosition() {
        return consumedPosition;
    }

    @Override
    public StreamNumbers numbers() {
        return new StreamNumbers(id(), log().claimed(), sender.sent(), log().retained(), byteLimit, naksReceived, repairsSent,
            repairs.confirmsSent(), statusesReceived, claimsUnblocked(), backPressuredCount(), 0, receivers.receivers().size());
    }

    @Override
    boolean isOpenToNobody() {
        return config.sendUnconnected();
    }

    @Override
    void onNewPublisher() {
        gatesStale = true;
    }
}
