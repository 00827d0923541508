/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;

import org.agrona.collections.LongHashSet;

import io.umcast.ConnectionListener;
import io.umcast.ImageInfo;
import io.umcast.LossEvent;
import io.umcast.core.receive.Feedback;
import io.umcast.core.receive.Image;
import io.umcast.core.receive.ImageEvents;
import io.umcast.core.receive.ReceiveCounters;
import io.umcast.core.receive.SubscriptionRegistry;
import io.umcast.core.receive.TopicDispatch;
import io.umcast.core.transport.PeerAddress;
import io.umcast.core.wire.FrameHeader;

/** Makes a session's images, and passes on to the application what happens to them. */
final class ImageFactory implements ImageEvents {
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final int sessionId;
    private final SessionConfig config;
    private final SubscriptionRegistry registry;
    private final Feedback feedback;
    private final ReceiveCounters counters;
    private final SplittableRandom random;
    private final ConnectionListener listener;
    private final LongHashSet dropped = new LongHashSet();

    ImageFactory(final int sessionId, final SessionConfig config, final SubscriptionRegistry registry, final Feedback feedback,
        final ReceiveCounters counters, final SplittableRandom random) {
        this.sessionId = sessionId;
        this.config = config;
        this.registry = registry;
        this.feedback = feedback;
        this.counters = counters;
        this.random = random;
        this.listener = config.listener();
    }

    /** The dispatch of a stream of this session. */
    TopicDispatch ownDispatch(final long streamId) {
        return new TopicDispatch(registry, streamId, HERE, config.errorHandler());
    }

    /** The dispatch of what a sender sends to a raw endpoint. */
    TopicDispatch rawDispatch(final PeerAddress source) {
        return new TopicDispatch(registry, 0, source.toSocketAddress(), config.errorHandler());
    }

    /**
     * An image that does not know yet where to begin.
     *
     * @param streamId    of the stream.
     * @param publisher   where to send what its publisher should know.
     * @param source      where its datagrams come from.
     * @param logCapacity of its log in bytes.
     * @return the image.
     */
    Image create(final long streamId, final PeerAddress publisher, final PeerAddress source, final int logCapacity) {
        final TopicDispatch dispatch = new TopicDispatch(registry, streamId, source.toSocketAddress(), config.errorHandler());
        return new Image(config.images().forLog(logCapacity), publisher, dispatch, this, feedback, counters, random.split());
    }

    @Override
    public void available(final Image image, final long position) {
        listener.onAvailableImage(info(image, position));
    }

    /** Takes an UNAVAILABLE's flags: the publisher repeats them, the application is told of a change. */
    void onFlags(final Image image, final int flags) {
        if ((flags & FrameHeader.FLAG_DROPPED) != 0) {
            if (dropped.add(image.streamId())) {
                listener.onDropped(info(image, image.consumedPosition()), image.consumedPosition());
            }
        } else if ((flags & FrameHeader.FLAG_FOLLOWED) != 0 && dropped.remove(image.streamId())) {
            listener.onCaughtUp(info(image, image.consumedPosition()), image.consumedPosition());
        }
    }

    /** Forgets what was told of an image that is no more. */
    void forget(final Image image) {
        dropped.remove(image.streamId());
    }

    @Override
    public void unavailable(final Image image, final long position, final boolean orderly) {
        listener.onUnavailableImage(info(image, position), position, orderly);
    }

    private ImageInfo info(final Image image, final long position) {
        return new ImageInfo(sessionId, image.streamId(), image.source(), position);
    }

    @Override
    public void loss(final Image image, final long from, final long to, final LossEvent.Reason reason) {
        listener.onLoss(new LossEvent(sessionId, image.streamId(), image.source(), from, to, reason));
    }
}
