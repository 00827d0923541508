/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.core.receive.Feedback;
import io.umcast.core.receive.Image;
import io.umcast.core.receive.ReceiveCounters;
import io.umcast.core.receive.Subscription;
import io.umcast.core.receive.SubscriptionRegistry;
import io.umcast.core.send.OutboundStream;
import io.umcast.core.transport.PeerAddress;
import io.umcast.core.transport.RxRing;
import io.umcast.core.transport.Transport;
import io.umcast.core.wire.AnnounceFrame;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import io.umcast.core.wire.FrameValidator;
import io.umcast.core.wire.NakFrame;
import io.umcast.core.wire.QueryFrame;
import io.umcast.core.wire.StatusFrame;
import io.umcast.natives.Abi;

/** What a session hears: takes frames from the rings, gives them to the images, and delivers own streams. Owned by the data thread. */
final class ReceiveSide implements Feedback {
    private static final int DATA_BURST = 256;
    private static final int RELEASE_INTERVAL = 16;
    private static final int INBOX_LIMIT = 64;
    private static final int MAX_IMAGES = 4096;
    private static final int GOODBYES = 3;

    private final SessionConfig config;
    private final Transport transport;
    private final SubscriptionRegistry registry;
    private final Statuses statuses;
    private final FrameBox inbox;
    private final FrameBox outbox;
    private final DropCounts drops;
    private final EngineClock clock;
    private final ImageFactory factory;
    private final RawDelivery raw;
    /** Of two feeds the second, else null. */
    private final RxRing second;
    private final ReceiveCounters counters = new ReceiveCounters();
    /** Of one feed null. */
    private final Feeds feeds;
    private final MessageHandler inboxFrame = this::onInboxFrame;
    private final Long2ObjectHashMap<Image> images = new Long2ObjectHashMap<>();
    private volatile Image[] imageList = {};
    private volatile LocalDelivery[] locals = {};
    private CatchUp[] catchUps = {};
    private final SplittableRandom random;
    private final EndedStreams ended = new EndedStreams();
    private volatile long[] ownIds = {};
    private volatile boolean leaveIdle;
    private Image last;
    private int feed;
    private long nowNs;
    private long ownCopies;

    ReceiveSide(final int sessionId, final SessionConfig config, final Transport transport, final SubscriptionRegistry registry,
        final Statuses statuses, final FrameBox inbox, final FrameBox outbox, final DropCounts drops, final long seed,
        final EngineClock clock) {
        this.config = config;
        this.transport = transport;
        this.registry = registry;
        this.statuses = statuses;
        this.inbox = inbox;
        this.outbox = outbox;
        this.drops = drops;
        this.clock = clock;
        this.random = new SplittableRandom(~seed);
        this.factory = new ImageFactory(sessionId, config, registry, this, counters, new SplittableRandom(seed));
        this.second = transport.secondDataRx();
        this.feeds = second == null ? null : new Feeds(counters);
        this.raw = config.raw() ? new RawDelivery(registry, factory) : null;
    }

    /** Delivers an own stream to own subscribers. From any thread, before anything is published to it. */
    synchronized void addLocal(final OutboundStream stream) {
        final LocalDelivery[] more = Arrays.copyOf(locals, locals.length + 1);
        more[more.length - 1] = new LocalDelivery(stream, factory.ownDispatch(stream.id()));
        locals = more;
    }

    /** Ahead of adding a subscription, or a publisher of what is subscribed to; {@link #settleLocal} follows. */
    void prepareLocal(final ControlSide control) {
        control.enter();
        try {
            for (final LocalDelivery local : locals) {
                local.prepare();
            }
        } finally {
            control.exit();
        }
    }

    /** What {@link #prepareLocal} prepared for has been added, or will not be. */
    void settleLocal() {
        for (final LocalDelivery local : locals) {
            local.settle();
        }
    }

    /** Makes a stream known as own, so that its copies are not taken for another's. From any thread. */
    synchronized void addOwn(final long streamId) {
        final long[] more = Arrays.copyOf(ownIds, ownIds.length + 1);
        more[more.length - 1] = streamId;
        ownIds = more;
    }

    /** Has images that nobody wants any more say goodbye in the next cycle. From any thread. */
    void leaveIdleImages() {
        leaveIdle = true;
    }

    /** Whether something is held or missing, so that time alone may bring work soon. By the data thread. */
    boolean isWaiting() {
        for (final LocalDelivery local : locals) {
            if (local.isHeld()) {
                return true;
            }
        }
        for (final Image image : imageList) {
            if (image.isWaiting()) {
                return true;
            }
        }
        return false;
    }

    ReceiveCounters counters() {
        return counters;
    }

    /** What each of two feeds brings; null of one. */
    Feeds feeds() {
        return feeds;
    }

    long ownCopies() {
        return ownCopies;
    }

    void images(final Consumer<Image> action) {
        for (final Image image : imageList) {
            action.accept(image);
        }
    }

    /**
     * Takes what the network has brought and runs the handlers.
     *
     * @param now the time.
     * @return datagrams taken.
     */
    int receive(final long now) {
        nowNs = now;
        int received = receive(transport.dataRx());
        if (second != null) {
            feed = 1;
            received += receive(second);
            feed = 0;
        }
        return received;
    }

    /** Takes what has come by the control side, and delivers what the session has published itself. */
    int deliver(final long epochNs) {
        feed = Feeds.NEITHER;
        int work = inbox.read(inboxFrame, INBOX_LIMIT);
        feed = 0;
        for (final LocalDelivery local : locals) {
            work += local.work(epochNs);
        }
        return work;
    }

    /** What time brings. */
    int tend(final long now) {
        nowNs = now;
        int work = 0;
        for (final Image image : imageList) {
            work += image.poll(now);
            final Subscription late = image.dispatch().pollLate(); // one a round
            if (late != null) {
                catchUp(image, late);
            }
            if (image.isClosed()) {
                if (image.saidGoodbye()) {
                    ended.add(image.streamId());
                }
                forget(image);
            }
        }
        for (final CatchUp catchUp : catchUps) {
            if (catchUp.poll(now)) {
                remove(catchUp);
            }
        }
        if (feeds != null) {
            feeds.tend(now);
        }
        if (leaveIdle) {
            leaveIdle = false;
            images(this::leaveIfIdle);
        }
        return work;
    }

    private int receive(final RxRing rx) {
        final DirectBuffer records = rx.buffer();
        final UnsafeBuffer slots = rx.slots();
        int count = 0;
        try {
            int record;
            while (count < DATA_BURST && (record = rx.next()) >= 0) {
                final int offset = records.getInt(record + Abi.RX_OFFSET);
                final int length = records.getInt(record + Abi.RX_LENGTH);
                final int segment = records.getInt(record + Abi.RX_SEGMENT);
                int at = 0;
                do { // a raw datagram may be empty
                    final int part = Math.min(segment, length - at);
                    if (feeds != null) {
                        feeds.onDatagram(feed);
                    }
                    if (raw == null) {
                        onFrame(records, record, slots, offset + at, part);
                    } else {
                        raw.onDatagram(records, record, slots, offset + at, part);
                    }
                    at += segment;
                } while (at < length);
                if ((++count & RELEASE_INTERVAL - 1) == 0) {
                    rx.release();
                }
            }
        } finally {
            rx.release();
        }
        return count;
    }

    private void onInboxFrame(final int type, final DirectBuffer buffer, final int index, final int length) {
        onFrame(buffer, index, buffer, index + FrameBox.FRAME, length - FrameBox.FRAME);
    }

    private void onFrame(final DirectBuffer records, final int record, final DirectBuffer frame, final int offset, final int length) {
        final int cause = FrameValidator.validate(frame, offset, length, config.domain());
        if (cause != 0) {
            drops.count(cause);
            return;
        }
        final long streamId = FrameHeader.streamId(frame, offset);
        final Image image = last != null && last.streamId() == streamId ? last : images.get(streamId);
        if (image != null) {
            last = image;
            if (feeds != null && feed != Feeds.NEITHER) {
                onFeedFrame(image, records, record, frame, offset, length);
            } else {
                onImageFrame(image, frame, offset, length);
            }
            if (catchUps.length > 0) {
                onCatchUpFrame(streamId, frame, offset, length);
            }
        } else if (catchUps.length > 0 && onCatchUpFrame(streamId, frame, offset, length)) {
            last = null;
        } else if (isOwn(streamId)) {
            ownCopies++;
        } else if (FrameHeader.type(frame, offset) == FrameType.ANNOUNCE) {
            onNewStream(records, record, streamId, frame, offset);
        } else {
            drops.unknownStream();
        }
    }

    private boolean isOwn(final long streamId) {
        for (final long own : ownIds) {
            if (own == streamId) {
                return true;
            }
        }
        return false;
    }

    private void onFeedFrame(final Image image, final DirectBuffer records, final int record, final DirectBuffer frame, final int offset,
        final int length) {
        if (FrameHeader.type(frame, offset) == FrameType.ANNOUNCE) {
            transport.heard(feed, image.streamId(), records, record);
        }
        feeds.before();
        onImageFrame(image, frame, offset, length);
        feeds.after(feed, frame, offset, nowNs);
    }

    private void onImageFrame(final Image image, final DirectBuffer frame, final int offset, final int length) {
        final long position = FrameHeader.position(frame, offset);
        final int range = FrameHeader.length(frame, offset);
        switch (FrameHeader.type(frame, offset)) {
            case FrameType.DATA -> {
                final int flags = FrameHeader.flags(frame, offset);
                final long time = FrameHeader.sendTime(frame, offset);
                if ((flags & FrameHeader.FLAG_REPAIR) == 0) {
                    image.onPublisherTime(time);
                }
                image.onData(frame, offset + FrameHeader.LENGTH, range, position, FrameHeader.firstRecord(frame, offset), flags,
                    time, nowNs);
            }
            case FrameType.PAD -> image.onPad(position, range, nowNs);
            case FrameType.ANNOUNCE -> onAnnounce(image, frame, offset);
            case FrameType.TOPICS -> image.onTopics(frame, offset, length, nowNs);
            case FrameType.CONFIRM -> image.onConfirm(position, range, nowNs);
            case FrameType.UNAVAILABLE -> {
                image.onUnavailable(isLive(image) ? unavailable(image, position) : position, nowNs);
                factory.onFlags(image, FrameHeader.flags(frame, offset));
            }
            case FrameType.BYE -> image.onBye(position, nowNs);
            default -> drops.unknownStream();
        }
    }

    /** Begins to bring history to a subscription that has come to an open image. */
    private void catchUp(final Image image, final Subscription subscription) {
        final CatchUp catchUp = new CatchUp(image, subscription, random.nextLong(), outbox, config.domain(), factory, random.split());
        final CatchUp[] more = Arrays.copyOf(catchUps, catchUps.length + 1);
        more[catchUps.length] = catchUp;
        catchUps = more;
        statuses.addCatchUp(catchUp.image(), catchUp.receiverId());
    }

    private void remove(final CatchUp catchUp) {
        sayLeaving(catchUp.image(), catchUp.receiverId());
        statuses.remove(catchUp.image());
        catchUps = Arrays.stream(catchUps).filter(other -> other != catchUp).toArray(CatchUp[]::new);
    }

    /** Gives a frame to all who catch up in a stream; whether there are any. */
    private boolean onCatchUpFrame(final long streamId, final DirectBuffer frame, final int offset, final int length) {
        boolean any = false;
        for (final CatchUp catchUp : catchUps) {
            if (catchUp.image().streamId() == streamId) {
                any = true;
                if (FrameHeader.type(frame, offset) == FrameType.ANNOUNCE) {
                    catchUp.onEarliest(AnnounceFrame.earliest(frame, offset));
                }
                onImageFrame(catchUp.image(), frame, offset, length);
                if (catchUp.meet()) {
                    remove(catchUp);
                }
            }
        }
        return any;
    }

    private boolean isLive(final Image image) {
        return catchUps.length > 0 && images.get(image.streamId()) == image;
    }

    /** What one that catches up is told to pass over, the others may still be given. */
    private long unavailable(final Image image, final long position) {
        long result = position;
        for (final CatchUp catchUp : catchUps) {
            if (catchUp.live() == image) {
                result = catchUp.unavailableToAll(result);
            }
        }
        return result;
    }

    private void onAnnounce(final Image image, final DirectBuffer frame, final int offset) {
        image.onPublisherTime(FrameHeader.sendTime(frame, offset));
        if (!AnnounceFrame.isControl(frame, offset, image.publisher())) {
            image.publisherMoved(AnnounceFrame.control(frame, offset));
        }
        image.onAnnounce(FrameHeader.position(frame, offset), (FrameHeader.flags(frame, offset) & FrameHeader.FLAG_ALIGNED) != 0,
            AnnounceFrame.earliest(frame, offset), AnnounceFrame.age(frame, offset), AnnounceFrame.topicCount(frame, offset),
            AnnounceFrame.digest(frame, offset), AnnounceFrame.capacity(frame, offset), AnnounceFrame.interval(frame, offset), nowNs);
    }

    /** Only an announcement makes an image: it says what memory a stream needs, and whom to answer. */
    private void onNewStream(final DirectBuffer records, final int record, final long streamId, final DirectBuffer frame,
        final int offset) {
        if (registry.isEmpty() || ended.contains(streamId)) {
            return;
        }
        if (imageList.length >= MAX_IMAGES) {
            drops.imageRefused();
            return;
        }
        final PeerAddress observed = transport.heard(feed, streamId, records, record);
        final PeerAddress announced = AnnounceFrame.controlKind(frame, offset) == AnnounceFrame.CONTROL_SOURCE ? observed :
            AnnounceFrame.control(frame, offset);
        final Image image = factory.create(streamId, announced, observed, AnnounceFrame.capacity(frame, offset));
        images.put(streamId, image);
        final Image[] more = Arrays.copyOf(imageList, imageList.length + 1);
        more[more.length - 1] = image;
        imageList = more;
        statuses.add(image);
        last = image;
        onAnnounce(image, frame, offset);
    }

    private void leaveIfIdle(final Image image) {
        if (!image.hasTargets()) {
            sayLeaving(image);
            image.close();
            forget(image);
        }
    }

    private void forget(final Image image) {
        images.remove(image.streamId());
        factory.forget(image);
        if (feeds != null) {
            feeds.forget(image.streamId());
        }
        imageList = Arrays.stream(imageList).filter(other -> other != image).toArray(Image[]::new);
        statuses.remove(image);
        last = null;
    }

    static int nakFlags(final boolean unicast) {
        return FrameHeader.FLAG_HEARD | (unicast ? FrameHeader.FLAG_UNICAST : 0);
    }

    @Override
    public void nak(final Image image, final long position, final int length, final boolean unicast) {
        final int index = outbox.claim(image.publisher(), NakFrame.LENGTH);
        if (index >= 0) {
            NakFrame.write(outbox.buffer(), index, nakFlags(unicast), config.domain(), image.streamId(), position,
                image.publisherTime(), length, statuses.receiverId());
            outbox.commit();
        }
    }

    @Override
    public void query(final Image image, final int firstTopic) {
        final int index = outbox.claim(image.publisher(), QueryFrame.LENGTH);
        if (index >= 0) {
            QueryFrame.write(outbox.buffer(), index, config.domain(), image.streamId(), clock.epochNanos(nowNs), statuses.receiverId(),
                firstTopic);
            outbox.commit();
        }
    }

    /** Tells all publishers that this receiver leaves. When the data thread has ended, or by it. */
    void sayGoodbye() {
        for (int i = 0; i < GOODBYES; i++) { // nobody confirms it
            images(this::sayLeaving);
            for (final CatchUp catchUp : catchUps) {
                sayLeaving(catchUp.image(), catchUp.receiverId());
            }
        }
    }

    private void sayLeaving(final Image image) {
        if (image.isOpen()) {
            sayLeaving(image, statuses.receiverId());
        }
    }

    private void sayLeaving(final Image image, final long receiverId) {
        final byte[] name = statuses.name();
        final int index = outbox.claim(image.publisher(), StatusFrame.length(0, name.length));
        if (index >= 0) {
            final long consumed = image.consumedPosition();
            StatusFrame.write(outbox.buffer(), index, FrameHeader.FLAG_LEAVING, config.domain(), image.streamId(), consumed,
                clock.epochNanos(nowNs), receiverId, Math.max(consumed, image.receivedPosition()), 0, 0, statuses.tag());
            StatusFrame.putName(outbox.buffer(), index, name, name.length);
            outbox.commit();
        }
    }

    void close() {
        images(Image::close);
        for (final CatchUp catchUp : catchUps) {
            catchUp.image().close();
        }
        catchUps = new CatchUp[0];
        imageList = new Image[0];
        images.clear();
        last = null;
    }
}
