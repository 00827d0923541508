/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/**
 * Whom {@link FlowControl#MAX} leaves behind. A receiver that is followed loses nothing, since the log keeps what it lacks; when that fills
 * the log and the publisher is pushed back though another receiver is far ahead, the time is charged to the receiver's credit. A
 * thirty-second of the time that passes is given back. So a receiver that stumbles is helped up, and one that is slow costs the others its
 * credit once, and never more than 3 % of the time in the long run.
 */
final class Laggards {
    private static final long INTERVAL_NS = 1_000_000;
    /** No more is charged at once: then it was the publisher's own thread that did not come. */
    private static final long MAX_CHARGE_NS = 5_000_000;
    private static final int GIVEN_BACK_SHIFT = 5;

    private final long creditNs;
    private final long lagInTheWay;
    private long lastNs;
    private long lastRefusals;
    private long refusedAt = -1;

    /**
     * The rule.
     *
     * @param creditNs for how long a receiver may be in the way in sum.
     * @param capacity of the log in bytes.
     * @param history  what the log keeps anyway, in bytes.
     * @param nowNs    the time.
     */
    Laggards(final long creditNs, final int capacity, final int history, final long nowNs) {
        this.creditNs = creditNs;
        this.lagInTheWay = Math.max(capacity / 8L * 5, history);
        this.lastNs = nowNs;
    }

    /** Whether it is time for {@link #find}. */
    boolean isDue(final long nowNs) {
        return nowNs - lastNs >= INTERVAL_NS;
    }

    /**
     * Charges and gives back.
     *
     * @param receivers to look at.
     * @param claimed   up to where the stream has been claimed.
     * @param sent      up to where it has been sent.
     * @param refusals  how often publishers were pushed back.
     * @param nowNs     the time.
     * @return a receiver whose credit is used up, or null.
     */
    Receiver find(final Receiver[] receivers, final long claimed, final long sent, final long refusals, final long nowNs) {
        final long passedNs = nowNs - lastNs;
        lastNs = nowNs;
        if (refusals != lastRefusals) {
            lastRefusals = refusals;
            refusedAt = claimed;
        }
        final boolean pushedBack = refusedAt == claimed; // and nothing could be published since
        Receiver found = null;
        for (final Receiver receiver : receivers) {
            final long lag = sent - receiver.consumed();
            if (!receiver.followed() || !pushedBack || lag <= lagInTheWay || !isOtherAhead(receivers, sent - (lag >> 1))) {
                receiver.repayLag(passedNs >> GIVEN_BACK_SHIFT);
            } else if (receiver.chargeLag(Math.min(passedNs, MAX_CHARGE_NS)) > creditNs) {
                found = receiver;
            }
        }
        return found;
    }

    static boolean isOtherAhead(final Receiver[] all, final long position) {
        for (final Receiver other : all) {
            if (other.followed() && other.consumed() > position) {
                return true;
            }
        }
        return false;
    }
}
