/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.util.SplittableRandom;

import io.umcast.LossEvent;
import io.umcast.core.receive.Feedback;
import io.umcast.core.receive.Image;
import io.umcast.core.receive.ImageEvents;
import io.umcast.core.receive.Subscription;
import io.umcast.core.wire.NakFrame;
import io.umcast.core.wire.QueryFrame;

/**
 * History for a subscription that came when the session's image of a stream was open already: a second image, for it alone, and a receiver
 * by itself, so that the publisher treats it as any that joins late. When it has come to where the first image is, that one goes on for it.
 * Owned by the data thread.
 */
final class CatchUp implements Feedback, ImageEvents {
    private final Subscription subscription;
    private final Image live;
    private final Image image;
    private final long receiverId;
    private final FrameBox outbox;
    private final int domain;
    private final ImageEvents events;
    private long earliest;

    CatchUp(final Image live, final Subscription subscription, final long receiverId, final FrameBox outbox, final int domain,
        final ImageEvents events, final SplittableRandom random) {
        this.live = live;
        this.subscription = subscription;
        this.receiverId = receiverId;
        this.outbox = outbox;
        this.domain = domain;
        this.events = events;
        this.image = live.catchUp(subscription, this, this, random);
    }

    Image live() {
        return live;
    }

    Image image() {
        return image;
    }

    long receiverId() {
        return receiverId;
    }

    /** Takes note of what an announcement says is still held. */
    void onEarliest(final long position) {
        earliest = position;
    }

    /** Of a position that an UNAVAILABLE tells this receiver to go on at, what holds for the first image, too. */
    long unavailableToAll(final long position) {
        return Math.min(position, earliest);
    }

    /**
     * One round.
     *
     * @param nowNs the time.
     * @return whether it has come to its end, and is closed.
     */
    boolean poll(final long nowNs) {
        image.poll(nowNs);
        return meet();
    }

    /** Lets the first image go on where both are at the same position. Returns whether this one is closed. */
    boolean meet() {
        if (!image.isClosed() && (subscription.isClosed() || image.meets(live))) {
            image.close();
        }
        if (image.isClosed()) {
            live.dispatch().admit(subscription);
        }
        return image.isClosed();
    }

    @Override
    public void nak(final Image from, final long position, final int length, final boolean unicast) {
        final int index = outbox.claim(from.publisher(), NakFrame.LENGTH);
        if (index >= 0) {
            NakFrame.write(outbox.buffer(), index, ReceiveSide.nakFlags(unicast), domain, from.streamId(), position, from.publisherTime(),
                length, receiverId);
            outbox.commit();
        }
    }

    @Override
    public void query(final Image from, final int firstTopic) {
        final int index = outbox.claim(from.publisher(), QueryFrame.LENGTH);
        if (index >= 0) {
            QueryFrame.write(outbox.buffer(), index, domain, from.streamId(), from.publisherTime(), receiverId, firstTopic);
            outbox.commit();
        }
    }

    @Override
    public void available(final Image opened, final long position) {
        // the application knows the stream
    }

    @Override
    public void unavailable(final Image ended, final long position, final boolean orderly) {
        // the first image tells it
    }

    @Override
    public void loss(final Image losing, final long from, final long to, final LossEvent.Reason reason) {
        events.loss(losing, from, to, reason);
    }
}
