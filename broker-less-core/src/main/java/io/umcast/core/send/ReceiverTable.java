/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import java.util.Arrays;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

import io.umcast.ConnectionListener;
import io.umcast.ReceiverInfo;
import io.umcast.core.transport.PeerAddress;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.StatusFrame;

/** Who receives a stream, by what their statuses say. */
final class ReceiverTable {
    private static final int MAX_RECEIVERS = 16_384;
    private static final int WELCOMES = 3;

    private final long streamId;
    private final Destinations destinations;
    private final ConnectionListener listener;
    private final long timeoutNs;
    private final FlowConfig flow;
    private final StreamSender sender;
    private final Long2ObjectHashMap<Receiver> byId = new Long2ObjectHashMap<>();
    private volatile Receiver[] receivers = {};
    private long dropped;
    private int[] interested = new int[64];
    private long interestVersion;
    private Receiver last;

    ReceiverTable(final long streamId, final Destinations destinations, final ConnectionListener listener, final long timeoutNs,
        final FlowConfig flow, final StreamSender sender) {
        this.streamId = streamId;
        this.destinations = destinations;
        this.listener = listener;
        this.timeoutNs = timeoutNs;
        this.flow = flow;
        this.sender = sender;
    }

    /** Who is there, not to be changed. From any thread; another than the control side may see numbers that are a cycle old. */
    Receiver[] receivers() {
        return receivers;
    }

    /** How many were dropped as too slow. */
    long dropped() {
        return dropped;
    }

    /** Changes whenever some topic's count of subscribers has changed. */
    long interestVersion() {
        return interestVersion;
    }

    /** How many receivers subscribe to a topic. */
    int interestedIn(final int topicNumber) {
        return topicNumber < interested.length ? interested[topicNumber] : 0;
    }

    /** Whether those who are waited for are enough of them for a topic to count as connected. */
    boolean isConnected(final int topicNumber) {
        if (flow.groupSize() == 0) {
            return interestedIn(topicNumber) > 0;
        }
        int members = 0;
        for (final Receiver receiver : receivers) {
            if (!receiver.dropped() && flow.isMember(receiver.tag()) && receiver.isInterestedIn(topicNumber)) {
                members++;
            }
        }
        return members >= flow.groupSize();
    }

    Receiver find(final long receiverId) {
        if (last == null || last.id() != receiverId) {
            last = byId.get(receiverId);
        }
        return last;
    }

    /**
     * Takes a STATUS that has been validated.
     *
     * @param sources  the rx ring's memory, which holds the source address.
     * @param source   the rx record.
     * @param retained the position from which on the stream can still be given.
     * @return the receiver, or null if it has left or there is no room for it.
     */
    Receiver onStatus(final DirectBuffer buffer, final int offset, final DirectBuffer sources, final int source, final long retained,
        final int topicCount, final long nowNs) {
        final long id = StatusFrame.receiverId(buffer, offset);
        Receiver receiver = find(id);
        if ((FrameHeader.flags(buffer, offset) & FrameHeader.FLAG_LEAVING) != 0) {
            if (receiver != null) {
                remove(receiver, true);
            }
            return null;
        }
        final boolean joins = receiver == null;
        if (joins) {
            if (receivers.length == MAX_RECEIVERS) {
                return null;
            }
            receiver = new Receiver(id, PeerAddress.read(sources, source), StatusFrame.name(buffer, offset),
                StatusFrame.tag(buffer, offset));
            byId.put(id, receiver);
            final Receiver[] more = Arrays.copyOf(receivers, receivers.length + 1);
            more[receivers.length] = receiver;
            receivers = more;
            last = receiver;
        }
        receiver.update(FrameHeader.position(buffer, offset), StatusFrame.receivedPosition(buffer, offset),
            StatusFrame.windowBytes(buffer, offset), StatusFrame.windowDatagrams(buffer, offset), nowNs);
        receiver.followed(!receiver.dropped() && receiver.consumed() >= retained && flow.isMember(receiver.tag()));
        updateInterest(receiver, buffer, offset, topicCount);
        if (joins) {
            listener.onReceiverJoined(info(receiver));
        }
        return receiver;
    }

    private void updateInterest(final Receiver receiver, final DirectBuffer buffer, final int offset, final int topicCount) {
        final int words = StatusFrame.interestWords(buffer, offset);
        final int base = StatusFrame.interestBase(buffer, offset);
        if (base < 1 || (base - 1 & 63) != 0) {
            return; // a bitmap that does not begin at a word of ours says nothing
        }
        final int firstWord = base - 1 >> 6;
        final int lastWord = topicCount - 1 >> 6;
        for (int i = 0; i < words && firstWord + i <= lastWord; i++) {
            final int word = firstWord + i;
            final int topicsInWord = Math.min(64, topicCount - (word << 6));
            final long known = topicsInWord == 64 ? -1L : (1L << topicsInWord) - 1;
            final long bits = StatusFrame.interestWord(buffer, offset, i) & known;
            count(word, receiver.interest(word, bits), bits);
        }
    }

    private void count(final int word, final long changed, final long bits) {
        for (long rest = changed; rest != 0; rest &= rest - 1) {
            final int bit = Long.numberOfTrailingZeros(rest);
            final int number = (word << 6) + bit + 1;
            if (number >= interested.length) {
                interested = Arrays.copyOf(interested, Math.max(number + 1, interested.length * 2));
            }
            interested[number] += (bits >>> bit & 1) != 0 ? 1 : -1;
            interestVersion++;
        }
    }

    /** Time in which the publisher itself stood still is neither a receiver's silence nor its slowness. */
    void forgive(final long pauseNs, final long slowNs, final long nowNs) {
        for (final Receiver receiver : receivers) {
            receiver.forgive(pauseNs, timeoutNs, slowNs, nowNs);
        }
    }

    /** Drops who has been silent for too long. */
    void expire(final long nowNs) {
        for (final Receiver receiver : receivers) {
            if (nowNs - receiver.lastHeardNs() > timeoutNs) {
                remove(receiver, false);
            }
        }
    }

    private void remove(final Receiver receiver, final boolean orderly) {
        byId.remove(receiver.id());
        receivers = Arrays.stream(receivers).filter(other -> other != receiver).toArray(Receiver[]::new);
        last = null;
        for (int number = 1; number < interested.length; number++) {
            if (interested[number] > 0 && receiver.isInterestedIn(number)) {
                interested[number]--;
            }
        }
        interestVersion++;
        listener.onReceiverLeft(info(receiver), orderly);
    }

    /** Stops waiting for a receiver that is too slow. */
    void drop(final Receiver receiver) {
        receiver.drop();
        dropped++;
        interestVersion++;
        listener.onReceiverDropped(info(receiver));
    }

    /** Waits for a receiver again that was dropped and has caught up. */
    void welcome(final Receiver receiver) {
        receiver.welcome(WELCOMES);
        receiver.followed(flow.isMember(receiver.tag()));
        interestVersion++;
        listener.onReceiverJoined(info(receiver));
    }

    /** What the application is told of a receiver. */
    ReceiverInfo info(final Receiver receiver) {
        return receiver.info(streamId, sender.sent());
    }

    /** The transport's number for a receiver's own address. */
    int destination(final Receiver receiver) {
        return destinations.of(receiver.address());
    }
}
