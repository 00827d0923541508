/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.net.InetSocketAddress;
import java.util.SplittableRandom;

import org.agrona.DirectBuffer;

import io.umcast.core.time.Pause;
import io.umcast.core.transport.PeerAddress;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.RecordHeader;

/**
 * One stream as a session receives it. Frames come in as they arrive, validated; messages go out in order, each once; what is
 * missing is asked for, and told as a loss when it cannot be had. All methods are the data thread's, except those that say
 * otherwise.
 */
public final class Image {
    private static final int OPENING = 0;
    private static final int OPEN = 1;
    private static final int CLOSED = 2;

    private final long streamId;
    private volatile PeerAddress publisher;
    private final ImageConfig config;
    private final TopicDispatch dispatch;
    private final ReceiveCounters counters;
    private final TopicNames names;
    private final ImageOpening opening;
    private final ImageReporter reporter;
    private final GapList gaps;
    private final NakScheduler naks;
    private final Reception reception;
    private boolean bye;
    private long finalPosition;
    private long byeNs;
    private boolean heard;
    private long heardNs;
    private long polledNs;
    private long publisherTime;
    private volatile int state = OPENING;

    /**
     * An image that does not know yet where to begin.
     *
     * @param config    for the stream's log, see {@link ImageConfig#forLog}.
     * @param publisher where to send what the stream's publisher should know.
     * @param dispatch  of the stream, without topics.
     * @param events    told what happens.
     * @param feedback  takes what the publisher should know.
     * @param counters  of the session.
     * @param random    seeded; not shared with another thread.
     */
    public Image(final ImageConfig config, final PeerAddress publisher, final TopicDispatch dispatch, final ImageEvents events,
        final Feedback feedback, final ReceiveCounters counters, final SplittableRandom random) {
        this.streamId = dispatch.streamId();
        this.publisher = publisher;
        this.config = config;
        this.dispatch = dispatch;
        this.counters = counters;
        this.names = new TopicNames(this, dispatch, feedback, counters, config, random);
        this.opening = new ImageOpening(dispatch, names);
        this.reporter = new ImageReporter(this, dispatch, names, events, counters);
        this.gaps = new GapList(new NakBackoff(config.nakBackoffNs(), config.nakGroupSize(), random),
            new RepairTimer(config.nakRetryNs(), config.nakGroupSize()));
        this.naks = new NakScheduler(this, gaps, feedback, counters, config);
        this.reception = new Reception(config, dispatch, names, reporter, counters, gaps);
    }

    /**
     * A DATA frame.
     *
     * @param buffer      that holds it.
     * @param offset      where its payload begins.
     * @param length      of the payload in bytes, a multiple of 8, more than 0.
     * @param position    of the payload, a multiple of 8.
     * @param firstRecord where the first record begins in it, in units of 8 bytes, or {@link FrameHeader#NO_RECORD}.
     * @param flags       of the frame.
     * @param time        of its sending, in nanoseconds since 1970-01-01 UTC.
     * @param nowNs       the time.
     */
    public void onData(final DirectBuffer buffer, final int offset, final int length, final long position, final int firstRecord,
        final int flags, final long time, final long nowNs) {
        hear(nowNs);
        counters.dataFrames++;
        counters.dataBytes += length;
        if (reception.isInOrder(position, length)) {
            reception.inOrder(buffer, offset, length, position, time, nowNs);
        } else if (isAnchored(firstRecord, position, flags) &&
            reception.keep(buffer, offset, length, position, firstRecord, time, nowNs)) {
            onKept(nowNs);
        }
    }

    /** While opening, data is kept from the first record boundary on. */
    private boolean isAnchored(final int firstRecord, final long position, final int flags) {
        if (state == OPENING && opening.anchor() < 0) {
            if (firstRecord == FrameHeader.NO_RECORD || (flags & FrameHeader.FLAG_REPAIR) != 0) {
                counters.unanchored++;
                return false;
            }
            anchor(position + firstRecord * (long)RecordHeader.LENGTH);
        }
        return state != CLOSED;
    }

    private void anchor(final long position) {
        opening.anchor(position);
        reception.anchor(position);
    }

    private void onKept(final long nowNs) {
        if (state == OPENING) {
            tryOpen(nowNs);
        } else {
            reception.settle(nowNs);
        }
    }

    /**
     * A PAD frame: a range without bytes.
     *
     * @param position of the range.
     * @param length   of the range in bytes.
     * @param nowNs    the time.
     */
    public void onPad(final long position, final int length, final long nowNs) {
        hear(nowNs);
        if (isAnchored(FrameHeader.NO_RECORD, position, 0) && reception.keepPad(position, length, nowNs)) {
            onKept(nowNs);
        }
    }

    /**
     * An ANNOUNCE frame.
     *
     * @param sentPosition       up to where the stream was sent.
     * @param aligned            whether a record begins there.
     * @param earliest           the position from which on the publisher can repeat.
     * @param ageNs              of the stream in nanoseconds.
     * @param topicCount         of the stream.
     * @param digest             of its topics' definitions.
     * @param logCapacity        in bytes.
     * @param announceIntervalUs in microseconds.
     * @param nowNs              the time.
     */
    public void onAnnounce(final long sentPosition, final boolean aligned, final long earliest, final long ageNs, final int topicCount,
        final long digest, final int logCapacity, final int announceIntervalUs, final long nowNs) {
        hear(nowNs);
        if (ImageConfig.maxRecordLength(logCapacity) != config.maxRecordLength() || state == CLOSED) {
            counters.badAnnounces++;
            return;
        }
        names.onTotal(topicCount, digest, nowNs);
        reception.onSent(sentPosition, aligned);
        if (state == OPENING) {
            opening.onAnnounce(sentPosition, earliest, ageNs, nowNs);
            if (aligned && opening.anchor() < 0) {
                anchor(sentPosition);
            }
            tryOpen(nowNs);
        } else {
            reception.extend(nowNs);
            if (reception.isSeeking() || reception.isWaiting()) {
                reception.settle(nowNs);
            }
        }
    }

    private void tryOpen(final long nowNs) {
        dispatch.refresh();
        final long join = opening.decide();
        if (join >= 0) {
            dispatch.startCounting();
            try {
                reception.open(join, opening.isKnownBegin(), opening.anchor(), opening.isYoung(), nowNs);
            } finally {
                state = OPEN;
            }
        }
    }

    /**
     * A TOPICS frame.
     *
     * @param frame  that holds it.
     * @param offset where it begins.
     * @param length of it in bytes.
     * @param nowNs  the time.
     */
    public void onTopics(final DirectBuffer frame, final int offset, final int length, final long nowNs) {
        hear(nowNs);
        if (state == CLOSED) {
            return;
        }
        names.onTopics(frame, offset, nowNs);
        if (state == OPENING) {
            tryOpen(nowNs);
        } else if (reception.isWaiting()) {
            reception.settle(nowNs);
        }
    }

    /**
     * A CONFIRM frame: somebody's NAK is heard.
     *
     * @param position of the range.
     * @param length   of the range in bytes.
     * @param nowNs    the time.
     */
    public void onConfirm(final long position, final int length, final long nowNs) {
        hear(nowNs);
        naks.onConfirm(position, position + length, nowNs);
    }

    /**
     * An UNAVAILABLE frame.
     *
     * @param earliest the position from which on the publisher can repeat.
     * @param nowNs    the time.
     */
    public void onUnavailable(final long earliest, final long nowNs) {
        hear(nowNs);
        reception.onUnavailable(earliest);
    }

    /**
     * A BYE frame.
     *
     * @param position the stream's end.
     * @param nowNs    the time.
     */
    public void onBye(final long position, final long nowNs) {
        hear(nowNs);
        if (!bye) {
            bye = true;
            byeNs = nowNs;
            finalPosition = position;
            reception.onSent(position, false);
            if (state == OPEN) {
                reception.extend(nowNs);
            }
        }
    }

    /**
     * A frame to the group that is no repair was heard: what was sent before it has come, or will not.
     *
     * @param time of its sending, by the publisher's clock, in nanoseconds since 1970-01-01 UTC.
     */
    public void onPublisherTime(final long time) {
        publisherTime = time;
    }

    /**
     * The publisher's time as last heard, see {@link #onPublisherTime}.
     *
     * @return nanoseconds since 1970-01-01 UTC, or 0.
     */
    public long publisherTime() {
        return publisherTime;
    }

    private void hear(final long nowNs) {
        if (!heard) {
            heard = true;
            polledNs = nowNs;
        }
        heardNs = nowNs;
    }

    /**
     * What time brings: NAKs, queries, losses, held deliveries, the end.
     *
     * @param nowNs the time.
     * @return the work done.
     */
    public int poll(final long nowNs) {
        if (state == CLOSED) {
            return 0;
        }
        forgivePause(nowNs);
        dispatch.refresh();
        final int work = names.poll(nowNs);
        return state == OPENING ? work + pollOpening(nowNs) : work + pollOpen(nowNs);
    }

    private int pollOpening(final long nowNs) {
        tryOpen(nowNs);
        if (state == OPENING && (isSilent(nowNs) || bye && finalPosition <= opening.anchor())) {
            close();
        }
        return 0;
    }

    private int pollOpen(final long nowNs) {
        int work = 0;
        reception.extend(nowNs);
        if (reception.isWaiting()) {
            work += reception.retryHeld(nowNs);
        }
        if (reception.hasGaps()) {
            work += reception.giveUpGaps(nowNs);
            if (reception.isReliable()) {
                work += naks.poll(nowNs, opening.historyEnd());
            }
        }
        if (bye) {
            if (reception.isDone(finalPosition) || nowNs - byeNs >= config.lossTimeoutNs() || isSilent(nowNs)) {
                end(nowNs, true);
            }
        } else if (isSilent(nowNs)) {
            end(nowNs, false);
        }
        return work;
    }

    /** Time in which nobody listened, since a handler had the thread or the machine stood still, is neither silence nor lateness. */
    private void forgivePause(final long nowNs) {
        if (!heard) {
            hear(nowNs);
        }
        final long pause = nowNs - polledNs;
        polledNs = nowNs;
        if (config.isPause(pause)) {
            heardNs = Pause.moved(heardNs, pause, config.imageTimeoutNs(), nowNs);
            byeNs = Pause.moved(byeNs, pause, config.lossTimeoutNs(), nowNs);
            gaps.forgive(Pause.forgiven(pause, config.lossTimeoutNs()), nowNs);
            names.forgive(Pause.forgiven(pause, config.topicTimeoutNs()));
        }
    }

    private boolean isSilent(final long nowNs) {
        return nowNs - heardNs > config.imageTimeoutNs();
    }

    private void end(final long nowNs, final boolean orderly) {
        if (reception.abandon(nowNs)) {
            final long delivered = reception.next();
            close();
            reporter.unavailable(delivered, orderly);
        }
    }

    /** Ends the image without a word: its session leaves. */
    public void close() {
        if (state != CLOSED) {
            state = CLOSED;
            reception.close();
            dispatch.stopCounting();
        }
    }

    /**
     * A second image of the same stream, for one subscription alone, which this one leaves out until it is admitted.
     *
     * @param subscription as {@link TopicDispatch#pollLate} told it.
     * @param events       told what happens to it.
     * @param feedback     takes what the publisher should know.
     * @param random       seeded; not shared with another thread.
     * @return an image that does not know yet where to begin.
     */
    public Image catchUp(final Subscription subscription, final ImageEvents events, final Feedback feedback, final SplittableRandom random) {
        return new Image(config, publisher, dispatch.catchUp(subscription), events, feedback, counters, random);
    }

    /**
     * Whether both have delivered the same, and neither looks for a record's begin or holds one back.
     *
     * @param other image of the same stream.
     * @return whether either may go on for the other.
     */
    public boolean meets(final Image other) {
        return state == OPEN && other.state == OPEN && reception.next() == other.reception.next() && reception.isAtRest() &&
            other.reception.isAtRest();
    }

    /**
     * Where its messages go.
     *
     * @return the dispatch.
     */
    public TopicDispatch dispatch() {
        return dispatch;
    }

    /**
     * The stream's id. From any thread.
     *
     * @return the id.
     */
    public long streamId() {
        return streamId;
    }

    /**
     * Where to send what the stream's publisher should know. From any thread.
     *
     * @return the address.
     */
    public PeerAddress publisher() {
        return publisher;
    }

    /**
     * The publisher announces another address: a queue pair's changes with its port's LID or GID. By the data thread.
     *
     * @param address from now on.
     */
    public void publisherMoved(final PeerAddress address) {
        publisher = address;
    }

    /**
     * Where the stream's datagrams come from. From any thread.
     *
     * @return the address that messages' headers tell.
     */
    public InetSocketAddress source() {
        return dispatch.source();
    }

    /**
     * Whether it is known where the stream is joined, and it has not ended. From any thread.
     *
     * @return whether positions have a meaning.
     */
    public boolean isOpen() {
        return state == OPEN;
    }

    /**
     * Whether its publisher said goodbye: it will not come back.
     *
     * @return whether it did.
     */
    public boolean saidGoodbye() {
        return bye;
    }

    /**
     * Whether something is missing, or held back by a subscriber, or it is not known yet where to begin. By the data thread.
     *
     * @return whether time alone may bring work soon.
     */
    public boolean isWaiting() {
        return state == OPENING || reception.isWaiting() || reception.hasGaps();
    }

    /**
     * Whether it has ended. From any thread.
     *
     * @return whether it can be forgotten.
     */
    public boolean isClosed() {
        return state == CLOSED;
    }

    /**
     * Whether a subscription wants any of the stream's topics, or may turn out to when their names are known.
     *
     * @return whether there is a reason to receive it.
     */
    public boolean hasTargets() {
        dispatch.refresh();
        return dispatch.hasTargets() || names.mayBeMissing();
    }

    /**
     * The position behind the last record delivered; what is held back, and a gap, keep it back. From any thread.
     *
     * @return the position in bytes.
     */
    public long consumedPosition() {
        return reception.consumedPosition();
    }

    /**
     * The highest position seen, at most a window ahead of the consumed one. From any thread.
     *
     * @return the position in bytes.
     */
    public long receivedPosition() {
        return reception.receivedPosition();
    }

    /**
     * How far the stream may run ahead of what is consumed. From any thread.
     *
     * @return bytes.
     */
    public int windowBytes() {
        return config.windowBytes();
    }
}
