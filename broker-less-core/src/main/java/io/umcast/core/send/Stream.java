/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import java.util.Arrays;
import java.util.List;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

import io.umcast.ConnectionListener;
import io.umcast.ReceiverInfo;
import io.umcast.Topic;
import io.umcast.core.log.Log;
import io.umcast.core.time.Pause;
import io.umcast.core.transport.PeerAddress;
import io.umcast.core.transport.Transport;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import io.umcast.core.wire.NakFrame;
import io.umcast.core.wire.QueryFrame;
import io.umcast.core.wire.StatusFrame;

/** One log, sent by one session to one group: the unit of order, repair and flow control. */
public final class Stream extends OutboundStream {
    private static final int DATA_BURST = 64;
    private static final int REPAIR_BURST = 64;
    /** What goes again in one round to who was left behind: a thirty-second of what new data may take, so that it costs the others little. */
    private static final int BEHIND_BURST = 2;
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
    /** For receivers that are not waited for any more: to each alone, and after everything else. */
    private final RepairQueue behind;
    private final ReceiverTable receivers;
    private final Announcer announcer;
    private final long bornNs;
    private final int history;
    private final int retainStep;

    private final FlowLimits limits;
    private final SlowReceivers slow;
    private final Laggards laggards;
    private final TokenBucket rate;
    private final TokenBucket repairRate;

    private boolean rateLimited;
    private long tendedNs;
    private boolean limitsStale;
    private long tendedPosition;
    private long gatesVersion = -1;
    private int announcedTopics;
    private long naksReceived;
    private long statusesReceived;
    private long repairsSent;
    private volatile long consumedPosition;
    private final long leastTimeoutNs;
    private long lookedNs;
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
        this.behind = new RepairQueue(config.repairHoldoffNs());
        this.receivers = new ReceiverTable(id, destinations, listener, config.receiverTimeoutNs(), config.flow(), sender);
        this.limits = new FlowLimits(config.flow().control());
        final boolean max = config.flow().control() == FlowControl.MAX;
        this.slow = new SlowReceivers(max ? 0 : config.flow().slowTimeoutNs(), config.mtu());
        this.rate = TokenBucket.of(config.rates().rate(), config.rates().burstNs(), config.mtu(), nowNs);
        this.repairRate = TokenBucket.of(config.rates().repairRate(), config.rates().burstNs(), config.mtu(), nowNs);
        this.announcer = new Announcer(config.announceIntervalNs(), config.heartbeatNs(), nowNs);
        this.bornNs = nowNs;
        this.tendedNs = nowNs;
        this.lookedNs = nowNs;
        this.leastTimeoutNs = Math.min(config.receiverTimeoutNs(), slow.isOn() ? slow.timeoutNs() : Long.MAX_VALUE);
        this.history = (int)(log.capacity() * config.retain()) & -BitUtil.CACHE_LINE_LENGTH;
        this.retainStep = log.capacity() / 64;
        this.laggards = max ? new Laggards(config.flow().slowTimeoutNs(), log.capacity(), history, nowNs) : null;
    }

    @Override
    public int send(final long epochNs) {
        if (limitsStale) {
            updateLimits();
        }
        final int sent = rate == null ? sender.send(limits.bytes(), limits.datagrams(), DATA_BURST, epochNs) :
            sendPaced(epochNs);
        if (sent > 0) {
            boundary(sender.walked());
        }
        return sent;
    }

    @Override
    long sentPosition() {
        return sender.sent();
    }

    @Override
    public int tend(final long nowNs, final long epochNs) {
        forgivePause(nowNs);
        tendedNs = nowNs;
        int work = 0;
        if (!repairs.isEmpty()) {
            work += sendRepairs(repairs, REPAIR_BURST, nowNs, epochNs);
        }
        if (!behind.isEmpty()) {
            work += sendRepairs(behind, BEHIND_BURST, nowNs, epochNs);
        }
        if (laggards != null && laggards.isDue(nowNs)) {
            leaveBehind(laggards.find(receivers.receivers(), log().claimed(), sender.sent(), backPressuredCount(), nowNs), epochNs);
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

    private void forgivePause(final long nowNs) {
        final long pause = nowNs - lookedNs;
        lookedNs = nowNs;
        if (Pause.forgiven(pause, leastTimeoutNs) > 0) {
            receivers.forgive(pause, slow.timeoutNs(), nowNs);
        }
    }

    /** By the time of the last round of {@link #tend}, which is at most a few rounds old: the clock is not asked for it. */
    private int sendPaced(final long epochNs) {
        final long before = sender.bytesSent();
        final long rateLimit = sender.sent() + rate.available(tendedNs);
        final int sent = sender.send(limits.bytes(), rateLimit, limits.datagrams(), DATA_BURST, epochNs);
        rate.take(sender.bytesSent() - before + (long)sent * FrameHeader.LENGTH);
        rateLimited = rateLimit < limits.bytes();
        return sent;
    }

    private int sendRepairs(final RepairQueue queue, final int burst, final long nowNs, final long epochNs) {
        final long before = sender.repairBytes();
        final int budget = repairRate == null ? burst : (int)Math.min(burst, repairRate.available(nowNs) / config.mtu());
        final int sent = queue.send(sender, datagrams, group, budget, nowNs, epochNs);
        repairsSent += sent;
        if (repairRate != null) {
            repairRate.take(sender.repairBytes() - before);
        }
        queue.confirm(writer, datagrams, group, id(), epochNs);
        return sent;
    }

    private void updateLimits() {
        limitsStale = false;
        limits.update(receivers.receivers(), datagrams);
        consumedPosition = Math.min(limits.retain(), sender.sent());
    }

    private void retain() {
        final long possible = Math.min(sender.updateCompleted(), Math.min(localPosition(), limits.retain()));
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
        if (slow.isOn()) {
            for (final Receiver receiver : receivers.receivers()) {
                dropIfTooSlow(receiver, nowNs, epochNs);
            }
        }
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
            publisher.remote(receivers.isConnected(publisher.number()));
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
     * @param epochNs the time to put into headers.
     */
    public void onStatus(final DirectBuffer frame, final int offset, final DirectBuffer sources, final int source, final long nowNs,
        final long epochNs) {
        statusesReceived++;
        forgivePause(nowNs);
        final Receiver known = slow.isOn() || laggards != null ? receivers.find(StatusFrame.receiverId(frame, offset)) : null;
        if (known != null && slow.isOn()) {
            dropIfTooSlow(known, nowNs, epochNs); // by its last status, which stood until now
        }
        final Receiver receiver = receivers.onStatus(frame, offset, sources, source, datagrams.begin(), topics().count(), nowNs);
        if (known != null && receiver == known) {
            tellWhetherFollowed(receiver, epochNs);
        }
        limitsStale = true;
        updateGates();
    }

    private void dropIfTooSlow(final Receiver receiver, final long nowNs, final long epochNs) {
        if (!receiver.dropped() && slow.isTooSlow(receiver, receivers.receivers(), log().claimed(), sender.sent(), datagrams, nowNs)) {
            leaveBehind(receiver, epochNs);
        }
    }

    private void leaveBehind(final Receiver receiver, final long epochNs) {
        if (receiver != null) {
            receivers.drop(receiver);
            writer.unavailable(receivers.destination(receiver), FrameHeader.FLAG_DROPPED, id(), datagrams.begin(), epochNs);
            limitsStale = true;
        }
    }

    /** Each status is answered as long as its sender may not have heard that it is not, or is again, waited for. */
    private void tellWhetherFollowed(final Receiver receiver, final long epochNs) {
        if (receiver.dropped() && SlowReceivers.hasCaughtUp(receiver, datagrams.begin(), sender.sent())) {
            receivers.welcome(receiver);
        }
        if (receiver.dropped()) {
            writer.unavailable(receivers.destination(receiver), FrameHeader.FLAG_DROPPED, id(), datagrams.begin(), epochNs);
        } else if (receiver.isToBeWelcomed() &&
            writer.unavailable(receivers.destination(receiver), FrameHeader.FLAG_FOLLOWED, id(), datagrams.begin(), epochNs)) {
            receiver.welcomed();
        }
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
        final Receiver receiver = receivers.find(NakFrame.receiverId(frame, offset));
        long kept = from;
        if (from < datagrams.begin()) {
            kept = receiver != null && isOutrun(receiver) ? goOnAt(receiver, from) : datagrams.begin();
            writer.unavailable(answer(frame, offset, sources, source), 0, id(), kept, epochNs);
        }
        if (kept < to) {
            final boolean leftBehind = receiver != null && receiver.dropped();
            final int target = unicast || leftBehind ? answer(frame, offset, sources, source) : group;
            (leftBehind ? behind : repairs).add(datagrams.find(kept), datagrams.find(to - 1) + 1, target, group, heard, nowNs);
        }
    }

    /** Whether the stream goes on without waiting for a receiver that has not caught up. */
    private boolean isOutrun(final Receiver receiver) {
        return receiver.dropped() || config.flow().control() != FlowControl.MIN;
    }

    private long goOnAt(final Receiver receiver, final long asked) {
        final long at = receiver.goOnAt(asked, datagrams.begin(), sender.sent());
        return at < sender.sent() ? datagrams.start(datagrams.find(at)) : at;
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
            limits.consumed() >= sent;
    }

    @Override
    public boolean isStalled() {
        return sender.stalled() && !rateLimited;
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
        return Arrays.stream(receivers.receivers()).map(receivers::info).toList();
    }

    @Override
    public long consumedPosition() {
        return consumedPosition;
    }

    @Override
    public StreamNumbers numbers() {
        return new StreamNumbers(id(), log().claimed(), sender.sent(), log().retained(), limits.bytes(), naksReceived, repairsSent,
            repairs.refused() + behind.refused(), repairs.confirmsSent(), statusesReceived, claimsUnblocked(), backPressuredCount(), 0,
            receivers.receivers().length, receivers.dropped());
    }

    @Override
    boolean isOpenToNobody() {
        return config.sendUnconnected();
    }

    @Override
    boolean needsGroup() {
        return config.flow().groupSize() > 0;
    }

    @Override
    void onNewPublisher() {
        gatesStale = true;
    }
}
