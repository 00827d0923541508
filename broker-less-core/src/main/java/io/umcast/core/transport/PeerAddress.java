/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.umcast.natives.Abi;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A peer's control endpoint, as an rx record's source fields hold it.
 *
 * @param kind     {@link Abi#ADDRESS_IPV4}, {@link Abi#ADDRESS_IPV6} or {@link Abi#ADDRESS_IB}.
 * @param high     the first 8 bytes of the address, read little-endian as they lie.
 * @param low      the last 8 bytes of the address, read little-endian as they lie.
 * @param port     the UDP port, or the queue pair's number.
 * @param scope    the IPv6 scope id, or the LID.
 * @param queueKey the queue pair's Q_Key; 0 when it is not told, as by a received datagram: then one's own.
 */
public record PeerAddress(int kind, long high, long low, int port, int scope, int queueKey) {
    private static final byte[] V4_PREFIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)0xff, (byte)0xff};

    /**
     * An address without a Q_Key.
     *
     * @param kind  as above.
     * @param high  as above.
     * @param low   as above.
     * @param port  as above.
     * @param scope as above.
     */
    public PeerAddress(final int kind, final long high, final long low, final int port, final int scope) {
        this(kind, high, low, port, scope, 0);
    }

    /**
     * Reads an rx record's source.
     *
     * @param buffer     the rx ring's memory.
     * @param descriptor the record's payload offset, see {@link RxRing#next()}.
     * @return the address.
     */
    public static PeerAddress read(final DirectBuffer buffer, final int descriptor) {
        return new PeerAddress(buffer.getShort(descriptor + Abi.RX_SOURCE_KIND) & 0xFFFF,
            buffer.getLong(descriptor + Abi.RX_SOURCE), buffer.getLong(descriptor + Abi.RX_SOURCE + 8),
            buffer.getInt(descriptor + Abi.RX_SOURCE_PORT), buffer.getInt(descriptor + Abi.RX_SOURCE_SCOPE),
            (int)buffer.getLong(descriptor + Abi.RX_RESERVED));
    }

    /**
     * Writes it as an rx record's source.
     *
     * @param buffer     the ring's memory.
     * @param descriptor the record's payload offset.
     */
    public void write(final MutableDirectBuffer buffer, final int descriptor) {
        buffer.putShort(descriptor + Abi.RX_SOURCE_KIND, (short)kind);
        buffer.putLong(descriptor + Abi.RX_SOURCE, high);
        buffer.putLong(descriptor + Abi.RX_SOURCE + Long.BYTES, low);
        buffer.putInt(descriptor + Abi.RX_SOURCE_PORT, port);
        buffer.putInt(descriptor + Abi.RX_SOURCE_SCOPE, scope);
        buffer.putLong(descriptor + Abi.RX_RESERVED, queueKey); // what is received says none: 0
    }

    /**
     * A socket's address.
     *
     * @param socket a resolved address.
     * @return the same as a peer address.
     */
    public static PeerAddress of(final InetSocketAddress socket) {
        final InetAddress address = socket.getAddress();
        final ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        final boolean v6 = address instanceof Inet6Address;
        if (!v6) {
            bytes.put(V4_PREFIX);
        }
        bytes.put(address.getAddress()).flip();
        return new PeerAddress(v6 ? Abi.ADDRESS_IPV6 : Abi.ADDRESS_IPV4, bytes.getLong(), bytes.getLong(), socket.getPort(),
            v6 ? ((Inet6Address)address).getScopeId() : 0);
    }

    /**
     * The 16 bytes of the address in network order: IPv6, ::ffff:a.b.c.d for IPv4, or the GID.
     *
     * @return a new array.
     */
    public byte[] bytes() {
        return ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(high).putLong(low).array();
    }

    /**
     * The address as a socket address; for a queue pair, its GID and, as port, the low 16 bits of its number.
     *
     * @return the socket address.
     */
    public InetSocketAddress toSocketAddress() {
        try {
            final byte[] bytes = bytes();
            if (kind == Abi.ADDRESS_IPV4) {
                return new InetSocketAddress(InetAddress.getByAddress(java.util.Arrays.copyOfRange(bytes, 12, 16)), port & 0xFFFF);
            }
            return new InetSocketAddress(Inet6Address.getByAddress(null, bytes, kind == Abi.ADDRESS_IPV6 ? scope : 0), port & 0xFFFF);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e); // never: the lengths are right
        }
    }
}
