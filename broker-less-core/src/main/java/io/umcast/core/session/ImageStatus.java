/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import io.umcast.core.receive.Image;
import io.umcast.core.send.ControlWriter;

/** What was last told of an image to its publisher, and when it has to be told again. Owned by the control side. */
final class ImageStatus {
    private static final int MAX_WORDS = 16;

    private static final long[] NO_INTEREST = {};

    private final Image image;
    private final long receiverId;
    private final boolean interested;
    private long toldConsumed = -1;
    private long toldReceived = -1;
    private long toldInterest = -1;
    private long tellingInterest = -1;
    private long toldNs;
    private int nextWord;
    private long activeReceived;
    private boolean active;

    /**
     * Nothing told yet.
     *
     * @param image      to tell of.
     * @param receiverId that tells it.
     * @param interested whether it tells what is subscribed to; what catches up does not, since another tells it already.
     */
    ImageStatus(final Image image, final long receiverId, final boolean interested) {
        this.image = image;
        this.receiverId = receiverId;
        this.interested = interested;
    }

    Image image() {
        return image;
    }

    /** Whether anything has come since this was last asked. */
    boolean updateActive() {
        final long received = image.receivedPosition();
        active = received != activeReceived;
        activeReceived = received;
        return active;
    }

    boolean isActive() {
        return active;
    }

    /**
     * Whether it is time to tell.
     *
     * @param nowNs      the time.
     * @param intervalNs the longest time between two statuses.
     * @param budget     what the socket can hold for this image, in bytes.
     * @return whether a quarter of what was granted is used up, or the time is, or there is something else to tell.
     */
    boolean isDue(final long nowNs, final long intervalNs, final int budget) {
        if (!image.isOpen()) {
            return false;
        }
        final int step = Math.min(image.windowBytes(), budget) >> 2;
        return image.consumedPosition() - toldConsumed >= step || image.receivedPosition() - toldReceived >= step ||
            nowNs - toldNs >= intervalNs || image.dispatch().interestVersion() != toldInterest || toldConsumed < 0;
    }

    /**
     * Tells the publisher.
     *
     * @param writer      to tell with.
     * @param destination the publisher's.
     * @param budget      what the socket can hold for this image, in bytes.
     * @param datagrams   what the socket can hold for this image, in datagrams.
     * @param tag         of the receiver.
     * @param name        of the receiver.
     * @param nowNs       the time.
     * @param epochNs     the time to put into the header.
     * @return whether there was room.
     */
    boolean tell(final ControlWriter writer, final int destination, final int budget, final int datagrams,
        final long tag, final byte[] name, final long nowNs, final long epochNs) {
        final long interestVersion = image.dispatch().interestVersion();
        final long[] interest = interested ? image.dispatch().interestWords() : NO_INTEREST;
        final long consumed = image.consumedPosition();
        final long received = Math.max(consumed, image.receivedPosition());
        final long limit = Math.min(consumed + image.windowBytes(), received + budget);
        if (interestVersion != tellingInterest || nextWord >= interest.length) {
            tellingInterest = interestVersion;
            nextWord = 0;
        }
        final int firstWord = nextWord;
        final int words = Math.min(MAX_WORDS, interest.length - firstWord);
        if (!writer.status(destination, image.streamId(), consumed, false, receiverId, received, (int)(limit - consumed), datagrams, tag,
            interest, firstWord, words, name, epochNs)) {
            return false;
        }
        // a longer bitmap goes in turns: at once until it has been told, then with each status
        nextWord = firstWord + words;
        if (nextWord >= interest.length) {
            toldInterest = tellingInterest;
        }
        toldConsumed = consumed;
        toldReceived = received;
        toldNs = nowNs;
        return true;
    }
}
