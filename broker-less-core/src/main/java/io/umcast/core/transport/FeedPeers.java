/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import io.umcast.natives.Abi;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Who is heard by which address on which of two feeds. A stream, and a receiver, tells its random id with whatever it sends: addresses that
 * tell the same id are one peer's. The first address heard stands for it.
 */
final class FeedPeers {
    private static final int MOST = 65_536;

    private final Long2ObjectHashMap<Peer> byId = new Long2ObjectHashMap<>();
    private final Map<PeerAddress, Peer> byAddress = new HashMap<>();
    private final BiConsumer<Peer, Integer> onLearned;

    /** One session elsewhere. */
    static final class Peer {
        private final PeerAddress first;
        private final PeerAddress[] addresses = new PeerAddress[2];
        private TwoFeeds.Destination destination;

        Peer(final PeerAddress first) {
            this.first = first;
        }

        /** Its address on a feed, or null. */
        PeerAddress on(final int feed) {
            return addresses[feed];
        }

        TwoFeeds.Destination destination() {
            return destination;
        }

        void destination(final TwoFeeds.Destination value) {
            destination = value;
        }

        private boolean isKnown(final int feed, final DirectBuffer records, final int record) {
            final PeerAddress address = addresses[feed];
            return address != null && address.high() == records.getLong(record + Abi.RX_SOURCE) &&
                address.low() == records.getLong(record + Abi.RX_SOURCE + Long.BYTES) &&
                address.port() == records.getInt(record + Abi.RX_SOURCE_PORT);
        }
    }

    /**
     * Nobody yet.
     *
     * @param onLearned told of each further address of a peer, with its feed.
     */
    FeedPeers(final BiConsumer<Peer, Integer> onLearned) {
        this.onLearned = onLearned;
    }

    /**
     * Takes note that an id was heard.
     *
     * @param feed    0 or 1.
     * @param id      that the frame tells.
     * @param records an rx ring's memory.
     * @param record  that tells the source.
     * @return the address that stands for the peer.
     */
    synchronized PeerAddress heard(final int feed, final long id, final DirectBuffer records, final int record) {
        Peer peer = byId.get(id);
        if (peer != null && peer.isKnown(feed, records, record)) {
            return peer.first;
        }
        final PeerAddress observed = PeerAddress.read(records, record);
        if (peer == null) {
            makeRoom();
            peer = at(feed, observed); // perhaps another stream of a session that is known
            byId.put(id, peer);
        }
        if (peer.addresses[feed] == null) {
            peer.addresses[feed] = observed;
            byAddress.putIfAbsent(observed, peer);
            onLearned.accept(peer, feed);
        }
        return peer.first;
    }

    private void makeRoom() {
        if (byId.size() >= MOST || byAddress.size() >= 2 * MOST) {
            byId.clear(); // whoever is still there is heard again
            byAddress.clear();
        }
    }

    /** The peer of an address; one that was never heard is taken to be on a feed. */
    synchronized Peer at(final int feed, final PeerAddress address) {
        return byAddress.computeIfAbsent(address, key -> {
            final Peer peer = new Peer(key);
            peer.addresses[feed] = key;
            return peer;
        });
    }
}
