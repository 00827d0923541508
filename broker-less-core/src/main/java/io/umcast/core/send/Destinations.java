/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import java.util.LinkedHashMap;
import java.util.Map;

import io.umcast.core.transport.PeerAddress;
import io.umcast.core.transport.Transport;

/** The transport's numbers for peers, opened when first needed; the one not used for longest makes room. Owned by the control side. */
public final class Destinations {
    private static final int MAX_PEERS = 16_384;

    private final Transport transport;
    private final LinkedHashMap<PeerAddress, Integer> numbers = new LinkedHashMap<>(64, 0.75f, true);

    /**
     * None yet.
     *
     * @param transport that numbers them.
     */
    public Destinations(final Transport transport) {
        this.transport = transport;
    }

    /**
     * The number of a peer.
     *
     * @param peer its control endpoint.
     * @return its destination, valid in the current duty cycle.
     */
    public int of(final PeerAddress peer) {
        final Integer known = numbers.get(peer);
        if (known != null) {
            return known;
        }
        if (numbers.size() == MAX_PEERS) {
            final Map.Entry<PeerAddress, Integer> eldest = numbers.entrySet().iterator().next();
            transport.closeDestination(eldest.getValue());
            numbers.remove(eldest.getKey());
        }
        final int number = transport.openDestination(peer);
        numbers.put(peer, number);
        return number;
    }
}
