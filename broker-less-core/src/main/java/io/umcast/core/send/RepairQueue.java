/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/**
 * What has been asked for again. Ranges of datagram numbers wait here until the network takes them; the same range asked for by another
 * receiver while it waits, or within the hold-off after it went to everybody, is not sent twice. A NAK tells what its receiver had heard
 * by then: if that was sent after the repair, then the repair is lost for it, and the hold-off over; and how old it is bounds the
 * hold-off to two round trips.
 */
final class RepairQueue {
    private static final int CAPACITY = 512;
    /** The least round trip is that of the last one to two of these. */
    private static final long MEASURE_NS = 1_000_000_000L;
    /** What no NAK can hope to be faster than: an answer under way and a duty cycle. */
    private static final long MIN_HOLDOFF_NS = 20_000;

    private final long[] from = new long[CAPACITY];
    private final long[] to = new long[CAPACITY];
    private final int[] destination = new int[CAPACITY];
    private final boolean[] confirmed = new boolean[CAPACITY];
    private final long[] sentFrom = new long[CAPACITY];
    private final long[] sentTo = new long[CAPACITY];
    private final long[] sentAtNs = new long[CAPACITY];
    private final long[] sentEpochNs = new long[CAPACITY];
    private final long maxHoldoffNs;
    private long roundTripNs;
    private long nextRoundTripNs;
    private long measuringSinceNs;
    private int size;
    private int sentNext;
    private long refused;
    private long confirmsSent;

    RepairQueue(final long maxHoldoffNs) {
        this.maxHoldoffNs = maxHoldoffNs;
        this.roundTripNs = maxHoldoffNs;
        this.nextRoundTripNs = maxHoldoffNs;
        java.util.Arrays.fill(sentAtNs, Long.MIN_VALUE / 2);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** How many requests found no room and will have to be made again. */
    long refused() {
        return refused;
    }

    long confirmsSent() {
        return confirmsSent;
    }

    /** A NAK came from a receiver that had heard last what was sent so long ago: a round trip, and what was idle in it. */
    void onHeardAgo(final long ns, final long nowNs) {
        if (nowNs - measuringSinceNs > MEASURE_NS) {
            roundTripNs = nextRoundTripNs;
            nextRoundTripNs = maxHoldoffNs;
            measuringSinceNs = nowNs;
        }
        if (ns >= 0) {
            nextRoundTripNs = Math.min(nextRoundTripNs, ns);
            roundTripNs = Math.min(roundTripNs, ns);
        }
    }

    private long holdoffNs() {
        return Math.min(maxHoldoffNs, Math.max(MIN_HOLDOFF_NS, 2 * roundTripNs));
    }

    /**
     * Takes a request.
     *
     * @param first  the number of the first datagram.
     * @param end    the number behind the last one.
     * @param target the group's destination, or a receiver's.
     * @param group  the group's destination.
     * @param heard  the sending time of the latest that the receiver had heard; 0 if not known.
     * @param nowNs  the time.
     * @return whether something of it will be sent on account of this request.
     */
    boolean add(final long first, final long end, final int target, final int group, final long heard, final long nowNs) {
        return addRest(first, end, target, group, heard, nowNs, 0);
    }

    /** Adds what neither waits nor has just been sent, from one of those ranges on: first the waiting ones, then the sent ones. */
    private boolean addRest(final long begin, final long behind, final int target, final int group, final long heard, final long nowNs,
        final int known) {
        final long holdoffNs = holdoffNs();
        final int ranges = target == group ? 2 * CAPACITY : CAPACITY; // what went to everybody does not count for who asks for itself
        for (int i = known; i < ranges && begin < behind; i++) {
            final boolean waits = i < CAPACITY;
            final int at = waits ? i : i - CAPACITY;
            final boolean counts = waits ? at < size && (destination[at] == group || destination[at] == target) :
                nowNs - sentAtNs[at] < holdoffNs && heard <= sentEpochNs[at];
            final long knownBegin = waits ? from[at] : sentFrom[at];
            final long knownEnd = waits ? to[at] : sentTo[at];
            if (counts && knownBegin < behind && begin < knownEnd) {
                final boolean before = addRest(begin, Math.min(behind, knownBegin), target, group, heard, nowNs, i + 1);
                final boolean after = addRest(Math.max(begin, knownEnd), behind, target, group, heard, nowNs, i + 1);
                return before || after;
            }
        }
        return begin < behind && append(begin, behind, target, group);
    }

    private boolean append(final long begin, final long behind, final int target, final int group) {
        if (size == CAPACITY) {
            refused++;
            return false;
        }
        from[size] = begin;
        to[size] = behind;
        destination[size] = target;
        confirmed[size] = target != group;
        size++;
        return true;
    }

    /**
     * Sends what waits, oldest first.
     *
     * @param sender    that has the datagrams.
     * @param datagrams that says which are still kept.
     * @param group     the group's destination.
     * @param budget    the most datagrams now.
     * @param nowNs     the time.
     * @param epochNs   the time to put into headers.
     * @return how many were sent.
     */
    int send(final StreamSender sender, final DatagramTable datagrams, final int group, final int budget, final long nowNs,
        final long epochNs) {
        int sent = 0;
        int done = 0;
        while (done < size) {
            final long begin = Math.max(from[done], datagrams.first());
            final long end = to[done];
            long number = begin;
            while (number < end && sent < budget && sender.resend(number, destination[done], epochNs)) {
                number++;
                sent++;
            }
            if (number > begin && destination[done] == group) {
                remember(begin, number, nowNs, epochNs);
            }
            if (number < end) {
                from[done] = number;
                break;
            }
            done++;
        }
        if (done > 0) {
            size -= done;
            System.arraycopy(from, done, from, 0, size);
            System.arraycopy(to, done, to, 0, size);
            System.arraycopy(destination, done, destination, 0, size);
            System.arraycopy(confirmed, done, confirmed, 0, size);
        }
        return sent;
    }

    /**
     * Tells everybody what is still waiting, once, so that nobody else asks for it.
     *
     * @param writer    to tell with.
     * @param datagrams that says where the ranges lie.
     * @param group     the group's destination.
     * @param streamId  of the stream.
     * @param epochNs   the time to put into headers.
     */
    void confirm(final ControlWriter writer, final DatagramTable datagrams, final int group, final long streamId, final long epochNs) {
        for (int i = 0; i < size; i++) {
            if (!confirmed[i] && from[i] >= datagrams.first()) {
                final long start = datagrams.start(from[i]);
                if (writer.confirm(group, streamId, start, (int)(datagrams.end(to[i] - 1) - start), epochNs)) {
                    confirmed[i] = true;
                    confirmsSent++;
                }
            }
        }
    }

    private void remember(final long begin, final long end, final long nowNs, final long epochNs) {
        sentFrom[sentNext] = begin;
        sentTo[sentNext] = end;
        sentAtNs[sentNext] = nowNs;
        sentEpochNs[sentNext] = epochNs;
        sentNext = sentNext + 1 & CAPACITY - 1;
    }
}
