/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Objects;

/**
 * What a UDP transport is opened with, whichever poller serves it. Start from {@link #of} and change what differs.
 *
 * @param networkInterface that groups are joined on and multicast leaves by.
 * @param address          of that interface: the control endpoint is bound to it, and its family is that of all groups and peers.
 * @param port             UDP port of the groups, 1 to 65535; shared with others that share it too.
 * @param mtu              largest datagram in bytes of payload, a multiple of 8, {@link #MIN_MTU} to {@link #MAX_MTU}.
 * @param receiveBuffer    SO_RCVBUF to ask for, in bytes; 0 = as the system has it.
 * @param sendBuffer       SO_SNDBUF to ask for, in bytes; 0 = as the system has it.
 * @param dataSlots        slots of the data endpoint, a power of two, 8 to 65536.
 * @param controlSlots     slots of the control endpoint, a power of two, 8 to 65536.
 * @param txRingBytes      capacity of the tx ring, a power of two, 4 KiB to 256 MiB.
 * @param ttl              IP TTL or hop limit of multicast, 0 to 255.
 * @param loopback         whether this host's own receivers hear what is sent to groups.
 * @param gso              whether equal datagrams may go to the kernel as one (UDP_SEGMENT).
 * @param gro              whether the kernel may hand over equal datagrams as one (UDP_GRO); a slot is then 64 KiB.
 */
public record TransportConfig(NetworkInterface networkInterface, InetAddress address, int port, int mtu, int receiveBuffer,
    int sendBuffer, int dataSlots, int controlSlots, int txRingBytes, int ttl, boolean loopback, boolean gso, boolean gro) {
    /** The smallest MTU, in bytes. */
    public static final int MIN_MTU = 256;
    /** The largest MTU, in bytes: what fits an IPv4 datagram, rounded down to 8. */
    public static final int MAX_MTU = 65504;

    private static final int MIN_SLOTS = 8; // a ring holds records of at most an eighth of it
    private static final int MAX_SLOTS = 1 << 16;
    private static final int MAX_BUFFER = 1 << 30;

    /** Checks the ranges. */
    public TransportConfig {
        Objects.requireNonNull(networkInterface, "networkInterface");
        Objects.requireNonNull(address, "address");
        range("port", port, 1, 65535);
        range("mtu", mtu, MIN_MTU, MAX_MTU);
        if ((mtu & 7) != 0) {
            throw new IllegalArgumentException("mtu " + mtu + " is not a multiple of 8");
        }
        range("receiveBuffer", receiveBuffer, 0, MAX_BUFFER);
        range("sendBuffer", sendBuffer, 0, MAX_BUFFER);
        powerOfTwo("dataSlots", dataSlots, MIN_SLOTS, MAX_SLOTS);
        powerOfTwo("controlSlots", controlSlots, MIN_SLOTS, MAX_SLOTS);
        powerOfTwo("txRingBytes", txRingBytes, 1 << 12, 1 << 28);
        range("ttl", ttl, 0, 255);
    }

    /**
     * A config with defaults: MTU 1408, buffers of 2 MiB, 256 data and 128 control slots, a tx ring of 1 MiB, TTL 1, loopback, GSO,
     * no GRO.
     *
     * @param networkInterface to use.
     * @param address          of it.
     * @param port             of the groups.
     * @return the config.
     */
    public static TransportConfig of(final NetworkInterface networkInterface, final InetAddress address, final int port) {
        return new TransportConfig(networkInterface, address, port, 1408, 1 << 21, 1 << 21, 256, 128, 1 << 20, 1, true, true, false);
    }

    /**
     * The same with another MTU.
     *
     * @param value see {@link #mtu()}.
     * @return a new config.
     */
    public TransportConfig withMtu(final int value) {
        return new TransportConfig(networkInterface, address, port, value, receiveBuffer, sendBuffer, dataSlots, controlSlots,
            txRingBytes, ttl, loopback, gso, gro);
    }

    /**
     * The same with other socket buffers.
     *
     * @param receive see {@link #receiveBuffer()}.
     * @param send    see {@link #sendBuffer()}.
     * @return a new config.
     */
    public TransportConfig withBuffers(final int receive, final int send) {
        return new TransportConfig(networkInterface, address, port, mtu, receive, send, dataSlots, controlSlots, txRingBytes, ttl,
            loopback, gso, gro);
    }

    /**
     * The same with other rings.
     *
     * @param data    see {@link #dataSlots()}.
     * @param control see {@link #controlSlots()}.
     * @param txBytes see {@link #txRingBytes()}.
     * @return a new config.
     */
    public TransportConfig withRings(final int data, final int control, final int txBytes) {
        return new TransportConfig(networkInterface, address, port, mtu, receiveBuffer, sendBuffer, data, control, txBytes, ttl,
            loopback, gso, gro);
    }

    /**
     * The same with another reach of multicast.
     *
     * @param hops see {@link #ttl()}.
     * @param loop see {@link #loopback()}.
     * @return a new config.
     */
    public TransportConfig withReach(final int hops, final boolean loop) {
        return new TransportConfig(networkInterface, address, port, mtu, receiveBuffer, sendBuffer, dataSlots, controlSlots,
            txRingBytes, hops, loop, gso, gro);
    }

    /**
     * The same with other offloads.
     *
     * @param segment  see {@link #gso()}.
     * @param coalesce see {@link #gro()}.
     * @return a new config.
     */
    public TransportConfig withOffloads(final boolean segment, final boolean coalesce) {
        return new TransportConfig(networkInterface, address, port, mtu, receiveBuffer, sendBuffer, dataSlots, controlSlots,
            txRingBytes, ttl, loopback, segment, coalesce);
    }

    private static void range(final String name, final int value, final int low, final int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " " + value + " is not within " + low + " to " + high);
        }
    }

    private static void powerOfTwo(final String name, final int value, final int low, final int high) {
        range(name, value, low, high);
        if (Integer.bitCount(value) != 1) {
            throw new IllegalArgumentException(name + " " + value + " is not a power of two");
        }
    }
}
