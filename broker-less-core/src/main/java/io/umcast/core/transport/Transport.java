/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A session's network: a data endpoint that hears the groups and a control endpoint that sends everything and hears what is
 * sent to this session alone.
 * <p>
 * {@link #poll} is called by one thread at a time for each bit of its mask, sending and the control endpoint going together (the engine
 * guards that); all else is called from any thread. A closed transport refuses, it never crashes.
 */
public interface Transport extends GroupEndpoint, AutoCloseable {
    /** What a small datagram is charged with by the kernel, in bytes, rounded up. */
    int SMALL_DATAGRAM_CHARGE = 1024;
    /** Of what a socket grants, the share that payload of full datagrams takes. */
    double PAYLOAD_SHARE = 0.4;

    /**
     * Registered memory, zeroed, page aligned, that tx records may name ranges of.
     *
     * @param bytes its size, 1 to 1 GiB.
     * @return the region; its memory lives as long as anything refers to its buffer, its registration until the transport is closed.
     * @throws io.umcast.EndpointException if the machine refuses.
     */
    Region allocate(int bytes);

    /**
     * Gives a region's registration back before the transport closes; the sends that read it must have completed.
     *
     * @param region of this transport.
     */
    void release(Region region);

    /**
     * Where the engine puts what is to be sent.
     *
     * @return the ring.
     */
    TxRing tx();

    /**
     * What came by the groups.
     *
     * @return the ring.
     */
    RxRing dataRx();

    /**
     * What came by the groups on the second of two feeds.
     *
     * @return the ring, or null if there is one feed only.
     */
    default RxRing secondDataRx() {
        return null;
    }

    /**
     * The address that stands for the sender of what came by the groups. Of two feeds, whoever is heard on both has one on each; what is
     * sent to the address that stands for them goes to both.
     *
     * @param feed    the ring that it came by: 0 is {@link #dataRx()}, 1 is {@link #secondDataRx()}.
     * @param id      of the stream.
     * @param records the ring's memory.
     * @param record  that tells the address observed.
     * @return the address, the same for a stream's life.
     */
    default PeerAddress heard(final int feed, final long id, final DirectBuffer records, final int record) {
        return PeerAddress.read(records, record);
    }

    /**
     * What came to this session alone.
     *
     * @return the ring.
     */
    RxRing controlRx();

    /**
     * A number for a group as a destination of tx records.
     *
     * @param group to send to.
     * @return the number, 1 or more.
     * @throws io.umcast.EndpointException if it cannot be sent to.
     */
    int openDestination(Group group);

    /**
     * A number for a peer's control endpoint as a destination of tx records.
     *
     * @param peer to send to.
     * @return the number, 1 or more.
     * @throws io.umcast.EndpointException if it cannot be sent to.
     */
    int openDestination(PeerAddress peer);

    /**
     * Gives a destination's number back; records in the tx ring that name it are still sent.
     *
     * @param destination as opened.
     */
    void closeDestination(int destination);

    /**
     * The address that peers answer to, for announcements; null if the source address that they see is the one.
     *
     * @return the address or null.
     */
    PeerAddress controlAddress();

    /**
     * The largest datagram, in bytes of payload.
     *
     * @return the MTU, a multiple of 8.
     */
    int mtu();

    /**
     * What the kernel or the device can hold between two polls for the data endpoint: for a socket the granted SO_RCVBUF as
     * getsockopt tells it (which counts overhead), for a queue pair the slots' bytes.
     *
     * @return bytes.
     */
    int receiveBufferBytes();

    /**
     * One round: sends what is in the tx ring, fills rx rings, each as far as it goes without waiting and only if the mask says so.
     * While a poller thread runs this does nothing.
     *
     * @param mask of {@link io.umcast.natives.Abi#POLL_SEND}, {@link io.umcast.natives.Abi#POLL_DATA},
     *             {@link io.umcast.natives.Abi#POLL_CONTROL} and, a hint, {@link io.umcast.natives.Abi#POLL_LINGER}.
     * @return datagrams sent and received.
     */
    int poll(int mask);

    /**
     * How many datagrams, however small, the data endpoint holds between two polls. A kernel charges a small one with this much.
     *
     * @return datagrams.
     */
    default int receiveBufferDatagrams() {
        return receiveBufferBytes() / SMALL_DATAGRAM_CHARGE;
    }

    /**
     * How much payload in full datagrams the data endpoint holds between two polls: of what a socket grants, the share that is not
     * overhead (an 8 KB datagram is charged 17.7 KB).
     *
     * @return bytes.
     */
    default int receiveBufferPayload() {
        return (int)(receiveBufferBytes() * PAYLOAD_SHARE);
    }

    /**
     * Whether {@link #await} sleeps until something comes.
     *
     * @return false if it cannot, or a poller thread runs.
     */
    default boolean canAwait() {
        return false;
    }

    /**
     * Sleeps until something has come to either endpoint, or {@link #wake} is called, or the time is over. By the thread that polls.
     *
     * @param nanos how long at most.
     * @return false if it cannot: nobody has slept.
     */
    default boolean await(final long nanos) {
        return false;
    }

    /** Ends an {@link #await} that runs, or else the next one at once. By any thread. */
    default void wake() {
    }

    /**
     * Drives what goes by itself, such as joining lost groups again, and tells what has happened. By the conductor, some times a second;
     * does not wait.
     *
     * @param events told.
     */
    default void service(final TransportEvents events) {
    }

    /**
     * Starts a thread of the transport's own that does nothing but poll, so that the engine's threads make no calls.
     *
     * @param cpu to pin it to, or -1.
     * @return false if this transport has none (then poll has to be called).
     */
    boolean startPoller(int cpu);

    /**
     * The poller's counters, laid out as {@link io.umcast.natives.Abi} says.
     *
     * @return {@link io.umcast.natives.Abi#STATS_SIZE} bytes, read only, as they were at the last call at least; readable after close.
     */
    UnsafeBuffer stats();

    /**
     * What it is, for people: kind, addresses, buffers granted.
     *
     * @return one line.
     */
    String describe();

    /** Stops the poller thread, closes sockets and registrations. A second call does nothing. */
    @Override
    void close();
}
