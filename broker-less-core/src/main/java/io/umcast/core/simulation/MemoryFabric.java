/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

import io.umcast.core.session.EngineClock;
import io.umcast.core.transport.PeerAddress;

/**
 * A network of {@link MemoryTransport}s in one process, and its clock. All of it belongs to one thread. Nothing moves but by
 * {@link #advance(long)} and by polls, and chance is only the seed's.
 */
public final class MemoryFabric implements EngineClock {
    private static final int PORT = 40_000;
    private static final long EPOCH_NS = 1_700_000_000_000_000_000L;
    private static final int MAX_TRANSPORTS = 1 << 24;

    private final SplittableRandom random;
    private final int mtu;
    private final DatagramArena arena;
    private final List<MemoryTransport> transports = new ArrayList<>();
    private final Map<PeerAddress, MemoryTransport> byAddress = new HashMap<>();
    private final Map<InetSocketAddress, MemoryGroup> groups = new HashMap<>();
    private final PriorityQueue<Flight> flights = new PriorityQueue<>();
    private final ArrayDeque<Flight> spare = new ArrayDeque<>();
    private LinkConditions multicast = LinkConditions.PERFECT;
    private LinkConditions unicast = LinkConditions.PERFECT;
    private double sharedLoss;
    private DatagramTap tap = DatagramTap.NONE;
    private long nowNs;
    private long sequence;
    private long lost;
    private long lostByAll;
    private long duplicated;
    private long reordered;

    /**
     * A network.
     *
     * @param seed      of everything that happens by chance.
     * @param mtu       the largest datagram in bytes, a multiple of 8.
     * @param datagrams how many can be under way or unread at once; a sender finds itself blocked when all are.
     */
    public MemoryFabric(final long seed, final int mtu, final int datagrams) {
        if (mtu < 8 || (mtu & 7) != 0 || mtu > 65504) {
            throw new IllegalArgumentException("mtu " + mtu + " is not a multiple of 8 from 8 to 65504");
        }
        this.random = new SplittableRandom(seed);
        this.mtu = mtu;
        this.arena = new DatagramArena(datagrams, mtu);
    }

    /**
     * Opens a transport, at an address of its own: 10.0.0.1, 10.0.0.2 and so on.
     *
     * @param config of it.
     * @return the transport.
     */
    public MemoryTransport open(final MemoryConfig config) {
        final int number = transports.size() + 1;
        if (number >= MAX_TRANSPORTS) {
            throw new IllegalStateException("a fabric has at most " + (MAX_TRANSPORTS - 1) + " transports");
        }
        final MemoryTransport transport = new MemoryTransport(this, arena, config, new InetSocketAddress(address(number), PORT));
        transports.add(transport);
        byAddress.put(transport.localAddress(), transport);
        return transport;
    }

    /**
     * Sets what happens to all datagrams, unless a pair has conditions of its own.
     *
     * @param conditions of groups and of unicasts.
     */
    public void conditions(final LinkConditions conditions) {
        multicast = conditions;
        unicast = conditions;
    }

    /**
     * Sets what happens to unicasts, unless a pair has conditions of its own.
     *
     * @param conditions of unicasts.
     */
    public void unicastConditions(final LinkConditions conditions) {
        unicast = conditions;
    }

    /**
     * Sets what happens between two transports, in one direction, to groups and unicasts.
     *
     * @param sender     of datagrams.
     * @param receiver   of datagrams.
     * @param conditions between them; null = as all others again.
     */
    public void link(final MemoryTransport sender, final MemoryTransport receiver, final LinkConditions conditions) {
        receiver.link(sender, conditions);
    }

    /**
     * Sets the share of datagrams to groups that are lost before they part, so that nobody gets them.
     *
     * @param share 0 to 1.
     */
    public void sharedLoss(final double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("shared loss " + share + " is not within 0 to 1");
        }
        sharedLoss = share;
    }

    /**
     * Sets who is told what happens to datagrams.
     *
     * @param observer told by the fabric's thread; {@link DatagramTap#NONE} for nobody.
     */
    public void tap(final DatagramTap observer) {
        tap = observer;
    }

    /** Virtual time, from 0. */
    @Override
    public long nanoTime() {
        return nowNs;
    }

    @Override
    public long epochNanos(final long nanoTime) {
        return EPOCH_NS + nanoTime;
    }

    /**
     * Moves the clock and delivers what arrives meanwhile.
     *
     * @param durationNs by how much, 0 or more.
     */
    public void advance(final long durationNs) {
        if (durationNs < 0) {
            throw new IllegalArgumentException("time does not go back: " + durationNs);
        }
        deliver(nowNs + durationNs);
    }

    /**
     * When the next datagram arrives.
     *
     * @return its time, or {@link Long#MAX_VALUE} if none is under way.
     */
    public long nextArrivalNs() {
        final Flight next = flights.peek();
        return next == null ? Long.MAX_VALUE : next.arrivalNs();
    }

    /**
     * How many datagrams' bytes are kept: under way, waiting or unread.
     *
     * @return the count.
     */
    public int datagramsInUse() {
        return arena.inUse();
    }

    /**
     * How many datagrams were lost, each receiver's own count added up.
     *
     * @return the count.
     */
    public long lost() {
        return lost;
    }

    /**
     * How many datagrams were lost for all receivers of their group.
     *
     * @return the count.
     */
    public long lostByAll() {
        return lostByAll;
    }

    /**
     * How many datagrams came twice.
     *
     * @return the count.
     */
    public long duplicated() {
        return duplicated;
    }

    /**
     * How many datagrams were held back.
     *
     * @return the count.
     */
    public long reordered() {
        return reordered;
    }

    int mtu() {
        return mtu;
    }

    MemoryGroup group(final InetSocketAddress address) {
        return groups.computeIfAbsent(address, key -> new MemoryGroup());
    }

    void forget(final MemoryTransport transport) {
        byAddress.remove(transport.localAddress());
        groups.values().forEach(group -> group.forget(transport));
    }

    void deliverDue() {
        if (!flights.isEmpty() && flights.peek().arrivalNs() <= nowNs) {
            deliver(nowNs);
        }
    }

    /** Takes over the caller's reference to the datagram. */
    void send(final int datagram, final MemoryGroup group) {
        tap.onSent(arena.sender(datagram), arena.memory(), arena.offset(datagram), nowNs);
        if (sharedLoss > 0 && random.nextDouble() < sharedLoss) {
            lostByAll++;
            tap.onLostByAll(arena.memory(), arena.offset(datagram), nowNs + multicast.latencyNs());
        } else {
            final MemoryTransport sender = arena.sender(datagram);
            final boolean together = multicast.jitterNs() == 0;
            boolean sameForSome = false;
            for (int i = 0, size = group.size(); i < size; i++) {
                final LinkConditions own = group.member(i).link(sender);
                if (own == null && together) {
                    sameForSome = true;
                } else if (group.hears(i, sender)) {
                    launch(datagram, group.member(i), group, own == null ? multicast : own);
                }
            }
            if (sameForSome) {
                launch(datagram, null, group, multicast);
            }
        }
        arena.release(datagram);
    }

    /** Takes over the caller's reference to the datagram. */
    void send(final int datagram, final PeerAddress peer) {
        tap.onSent(arena.sender(datagram), arena.memory(), arena.offset(datagram), nowNs);
        final MemoryTransport receiver = byAddress.get(peer);
        if (receiver != null) {
            final LinkConditions own = receiver.link(arena.sender(datagram));
            launch(datagram, receiver, null, own == null ? unicast : own);
        }
        arena.release(datagram);
    }

    private void launch(final int datagram, final MemoryTransport receiver, final MemoryGroup group,
        final LinkConditions conditions) {
        final long jitter = conditions.jitterNs() == 0 ? 0 : random.nextLong(conditions.jitterNs() + 1);
        launchAt(nowNs + conditions.latencyNs() + jitter, datagram, receiver, group, conditions);
    }

    private void launchAt(final long arrival, final int datagram, final MemoryTransport receiver, final MemoryGroup group,
        final LinkConditions conditions) {
        final Flight flight = spare.isEmpty() ? new Flight() : spare.pop();
        arena.refer(datagram);
        flights.add(flight.set(arrival, sequence++, datagram, receiver, group, conditions));
    }

    private void deliver(final long until) {
        for (Flight flight = flights.peek(); flight != null && flight.arrivalNs() <= until; flight = flights.peek()) {
            flights.poll();
            nowNs = Math.max(nowNs, flight.arrivalNs());
            arrive(flight);
            arena.release(flight.datagram());
            flight.clear();
            spare.push(flight);
        }
        nowNs = until;
    }

    private void arrive(final Flight flight) {
        final MemoryGroup group = flight.group();
        if (flight.receiver() != null) {
            arrive(flight.datagram(), flight.receiver(), group, flight.conditions());
            return;
        }
        final MemoryTransport sender = arena.sender(flight.datagram());
        for (int i = 0, size = group.size(); i < size; i++) {
            final MemoryTransport member = group.member(i);
            if (member.link(sender) == null && group.hears(i, sender)) {
                arrive(flight.datagram(), member, group, flight.conditions());
            }
        }
    }

    private void arrive(final int datagram, final MemoryTransport receiver, final MemoryGroup group,
        final LinkConditions conditions) {
        if (conditions.loss() > 0 && random.nextDouble() < conditions.loss()) {
            lost++;
            tap.onLost(receiver, arena.memory(), arena.offset(datagram), nowNs);
            return;
        }
        final boolean twice = conditions.duplicate() > 0 && random.nextDouble() < conditions.duplicate();
        if (conditions.reorder() > 0 && random.nextDouble() < conditions.reorder()) {
            reordered++;
            launchAt(nowNs + conditions.reorderDelayNs(), datagram, receiver, group, LinkConditions.PERFECT);
        } else {
            deliver(datagram, receiver, group);
        }
        if (twice) {
            duplicated++;
            deliver(datagram, receiver, group);
        }
    }

    private void deliver(final int datagram, final MemoryTransport receiver, final MemoryGroup group) {
        tap.onReceived(receiver, arena.memory(), arena.offset(datagram), nowNs);
        receiver.offer(datagram, group != null);
    }

    private static InetAddress address(final int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, (byte)(number >> 16), (byte)(number >> 8), (byte)number});
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e); // never: the length is right
        }
    }
}
