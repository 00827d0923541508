/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import java.util.Arrays;

import io.umcast.ReceiverInfo;
import io.umcast.core.time.Pause;
import io.umcast.core.transport.PeerAddress;

/** A receiving session as one stream knows it. */
final class Receiver {
    private static final int MAX_SKIPS = 3;

    private final long id;
    private final PeerAddress address;
    private final String name;
    private final long tag;
    private long consumed;
    private long received;
    private int windowBytes;
    private int windowDatagrams;
    private long lastHeardNs;
    private long datagram;
    private boolean followed;
    private boolean dropped;
    private int welcomes;
    private boolean inTheWay;
    private boolean keepsBack;
    private long stillSinceNs;
    private long stillAt;
    private long keepsBackSinceNs;
    private long chargedNs;
    private long goneUpTo = Long.MIN_VALUE / 2;
    private long goesOnAt;
    private int skips;
    private long[] interest = new long[1];

    Receiver(final long id, final PeerAddress address, final String name, final long tag) {
        this.id = id;
        this.address = address;
        this.name = name;
        this.tag = tag;
    }

    /** Takes a status; an older one than the last known is told by its position and changes nothing but the time. */
    void update(final long consumed, final long received, final int windowBytes, final int windowDatagrams, final long nowNs) {
        lastHeardNs = nowNs;
        if (consumed >= this.consumed && received >= this.received) {
            this.consumed = consumed;
            this.received = received;
            this.windowBytes = windowBytes;
            this.windowDatagrams = windowDatagrams;
        }
    }

    /**
     * Takes a word of the interest bitmap.
     *
     * @param word  its index: topics 1 + 64 * word and the next 63.
     * @param bits  what the receiver subscribes to.
     * @return the bits that have changed.
     */
    long interest(final int word, final long bits) {
        if (word >= interest.length) {
            if (bits == 0) {
                return 0;
            }
            interest = Arrays.copyOf(interest, Math.max(word + 1, interest.length * 2));
        }
        final long changed = interest[word] ^ bits;
        interest[word] = bits;
        return changed;
    }

    boolean isInterestedIn(final int topicNumber) {
        final int bit = topicNumber - 1;
        return bit >> 6 < interest.length && (interest[bit >> 6] >>> bit & 1) != 0;
    }

    /** Up to where it lets the stream be sent, in bytes. */
    long byteLimit() {
        return consumed + windowBytes;
    }

    /** Up to which datagram it lets the stream be sent. */
    long datagramLimit(final DatagramTable datagrams) {
        datagram = datagrams.findFrom(received, datagram);
        return datagram + windowDatagrams;
    }

    long id() {
        return id;
    }

    PeerAddress address() {
        return address;
    }

    String name() {
        return name;
    }

    long tag() {
        return tag;
    }

    long consumed() {
        return consumed;
    }

    long lastHeardNs() {
        return lastHeardNs;
    }

    /** Whether flow control follows it: it has what it needs, or can still be given it. */
    boolean followed() {
        return followed;
    }

    void followed(final boolean value) {
        followed = value;
    }

    int windowBytes() {
        return windowBytes;
    }

    /** Whether it was too slow, and has not caught up since. */
    boolean dropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
        followed = false;
        inTheWay = false;
        keepsBack = false;
    }

    /** It has caught up; it is told so a few times, since nobody confirms it. */
    void welcome(final int times) {
        dropped = false;
        welcomes = times;
    }

    boolean isToBeWelcomed() {
        return welcomes > 0;
    }

    void welcomed() {
        welcomes--;
    }

    /**
     * The publisher has not looked for a while, and may not have taken what came meanwhile.
     *
     * @param pauseNs   for how long it has not looked.
     * @param timeoutNs after which a silent receiver is dropped.
     * @param slowNs    after which a slow one is; 0 for never.
     * @param nowNs     the time.
     */
    void forgive(final long pauseNs, final long timeoutNs, final long slowNs, final long nowNs) {
        lastHeardNs = Pause.moved(lastHeardNs, pauseNs, timeoutNs, nowNs);
        stillSinceNs = Pause.moved(stillSinceNs, pauseNs, slowNs, nowNs);
        keepsBackSinceNs = Pause.moved(keepsBackSinceNs, pauseNs, slowNs, nowNs);
    }

    /**
     * Notes whether it keeps the stream back.
     *
     * @param nowInTheWay  whether its window does.
     * @param nowKeepsBack whether it does so to others.
     * @param nowNs        the time.
     * @return for how long it has kept others back, or not moved though it had to, whichever is longer.
     */
    long updateSlowness(final boolean nowInTheWay, final boolean nowKeepsBack, final long nowNs) {
        if (!nowInTheWay || !inTheWay || consumed != stillAt) {
            stillAt = consumed;
            stillSinceNs = nowNs;
        }
        if (!nowKeepsBack || !keepsBack) {
            keepsBackSinceNs = nowNs;
        }
        inTheWay = nowInTheWay;
        keepsBack = nowKeepsBack;
        return Math.max(nowNs - stillSinceNs, nowNs - keepsBackSinceNs);
    }

    /** Charges it time in which its lag kept the stream from the others; returns what it owes. */
    long chargeLag(final long ns) {
        chargedNs += ns;
        return chargedNs;
    }

    void repayLag(final long ns) {
        chargedNs = Math.max(0, chargedNs - ns);
    }

    /**
     * Where it should go on that asks for what is no longer kept: the first time with the oldest that is, which may be gone when it asks for
     * that; the more often it comes too late in a row, the nearer to the newest, so that it gets something.
     *
     * @param asked  from where on it asks.
     * @param oldest position that is kept.
     * @param newest position.
     * @return a position from the oldest on.
     */
    long goOnAt(final long asked, final long oldest, final long newest) {
        if (asked >= goesOnAt) {
            final long kept = newest - oldest;
            skips = oldest - goneUpTo > kept ? 0 : Math.min(skips + 1, MAX_SKIPS);
            goneUpTo = oldest;
            goesOnAt = newest - (kept >> skips);
        }
        return Math.max(goesOnAt, oldest);
    }

    ReceiverInfo info(final long streamId, final long sent) {
        return new ReceiverInfo(streamId, id, name, address.toSocketAddress(), consumed, Math.max(0, sent - consumed), followed);
    }
}
