/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

/**
 * What a transport of a {@link MemoryFabric} has. Start from {@link #DEFAULT}.
 *
 * @param dataSlots          records of the data ring, a power of two, 8 or more.
 * @param controlSlots       records of the control ring, a power of two, 8 or more.
 * @param txRingBytes        capacity of the tx ring, a power of two, 1024 or more.
 * @param receiveBufferBytes what each endpoint holds until it is polled, as a socket counts it: with its overhead.
 * @param loopback           whether it hears itself in groups that it has joined.
 */
public record MemoryConfig(int dataSlots, int controlSlots, int txRingBytes, int receiveBufferBytes, boolean loopback) {
    /** 256 data and 128 control slots, a tx ring of 64 KiB, a receive buffer of 4 MiB, with loopback. */
    public static final MemoryConfig DEFAULT = new MemoryConfig(256, 128, 64 * 1024, 4 << 20, true);

    /**
     * The same with other rings.
     *
     * @param data    see {@link #dataSlots()}.
     * @param control see {@link #controlSlots()}.
     * @param txBytes see {@link #txRingBytes()}.
     * @return a new config.
     */
    public MemoryConfig withRings(final int data, final int control, final int txBytes) {
        return new MemoryConfig(data, control, txBytes, receiveBufferBytes, loopback);
    }

    /**
     * The same with another receive buffer.
     *
     * @param bytes see {@link #receiveBufferBytes()}.
     * @return a new config.
     */
    public MemoryConfig withReceiveBuffer(final int bytes) {
        return new MemoryConfig(dataSlots, controlSlots, txRingBytes, bytes, loopback);
    }
}
