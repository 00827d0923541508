/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.umcast.core.transport.PeerAddress;
import io.umcast.natives.Abi;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * ANNOUNCE: how far a stream has been sent (the header's position), and what else a receiver has to know of it. Comes
 * periodically, and soon after the last DATA, so that a lost tail is seen.
 */
public final class AnnounceFrame {
    /** u64: the earliest position that is still held. */
    public static final int EARLIEST_OFFSET = 40;
    /** u64: how long ago the stream began, in nanoseconds. */
    public static final int AGE_OFFSET = 48;
    /** u64: the digest of all topic definitions, see {@link TopicDigest}. */
    public static final int DIGEST_OFFSET = 56;
    /** u32: how many topics the stream has. */
    public static final int TOPIC_COUNT_OFFSET = 64;
    /** u32: the largest datagram in bytes. */
    public static final int MTU_OFFSET = 68;
    /** u32: the log's capacity in bytes, a power of two. */
    public static final int CAPACITY_OFFSET = 72;
    /** u32: how often the stream is announced, in microseconds. */
    public static final int INTERVAL_OFFSET = 76;
    /** u64: the id of the publisher's connection. */
    public static final int CONNECTION_ID_OFFSET = 80;
    /** u8: the control address's kind: {@link #CONTROL_SOURCE}, or one of {@link Abi}; then 3 bytes 0. */
    public static final int CONTROL_KIND_OFFSET = 88;
    /** u32: UDP port, or queue pair number. */
    public static final int CONTROL_PORT_OFFSET = 92;
    /** u32: the queue pair's Q_Key; else 0. */
    public static final int CONTROL_Q_KEY_OFFSET = 96;
    /** u32: IPv6 scope id, or LID. */
    public static final int CONTROL_SCOPE_OFFSET = 100;
    /** 16 bytes: address or GID in network order; IPv4 as ::ffff:a.b.c.d. */
    public static final int CONTROL_ADDRESS_OFFSET = 104;
    /** The frame's length in bytes. */
    public static final int LENGTH = 120;
    /** Control address: where the frame was seen to come from. */
    public static final int CONTROL_SOURCE = 0;
    /** The least MTU that is believed. */
    public static final int MIN_MTU = 64;
    /** The largest MTU: what fits into a UDP datagram, rounded down to a multiple of 8. */
    public static final int MAX_MTU = 65504;
    /** The least log capacity that is believed. */
    public static final int MIN_CAPACITY = 1024;
    /** The largest log capacity. */
    public static final int MAX_CAPACITY = 1 << 30;

    private AnnounceFrame() {
    }

    /**
     * Writes the header and zeros behind it: {@link #putStream}, {@link #putShape} and {@link #putControl} fill them in.
     *
     * @param buffer   to write to.
     * @param offset   where the frame begins.
     * @param flags    0 or {@link FrameHeader#FLAG_ALIGNED}.
     * @param domain   of the system.
     * @param streamId of the stream.
     * @param position up to where the stream has been sent.
     * @param sendTime nanoseconds since 1970-01-01 UTC.
     * @return the frame's length in bytes.
     */
    public static int write(final MutableDirectBuffer buffer, final int offset, final int flags, final int domain,
        final long streamId, final long position, final long sendTime) {
        FrameHeader.write(buffer, offset, FrameType.ANNOUNCE, flags, 0, domain, 0, streamId, position, sendTime);
        buffer.setMemory(offset + FrameHeader.LENGTH, LENGTH - FrameHeader.LENGTH, (byte)0);
        return LENGTH;
    }

    /**
     * Fills in what changes as a stream goes on.
     *
     * @param buffer     to write to.
     * @param offset     where the frame begins.
     * @param earliest   the earliest position that is still held.
     * @param age        of the stream in nanoseconds.
     * @param digest     of all topic definitions.
     * @param topicCount how many topics it has.
     */
    public static void putStream(final MutableDirectBuffer buffer, final int offset, final long earliest, final long age,
        final long digest, final int topicCount) {
        buffer.putLong(offset + EARLIEST_OFFSET, earliest, LITTLE_ENDIAN);
        buffer.putLong(offset + AGE_OFFSET, age, LITTLE_ENDIAN);
        buffer.putLong(offset + DIGEST_OFFSET, digest, LITTLE_ENDIAN);
        buffer.putInt(offset + TOPIC_COUNT_OFFSET, topicCount, LITTLE_ENDIAN);
    }

    /**
     * Fills in what stays as it is in a stream's life.
     *
     * @param buffer       to write to.
     * @param offset       where the frame begins.
     * @param mtu          the largest datagram in bytes.
     * @param capacity     of the log in bytes, a power of two.
     * @param interval     of announcements in microseconds.
     * @param connectionId of the publisher.
     */
    public static void putShape(final MutableDirectBuffer buffer, final int offset, final int mtu, final int capacity,
        final int interval, final long connectionId) {
        buffer.putInt(offset + MTU_OFFSET, mtu, LITTLE_ENDIAN);
        buffer.putInt(offset + CAPACITY_OFFSET, capacity, LITTLE_ENDIAN);
        buffer.putInt(offset + INTERVAL_OFFSET, interval, LITTLE_ENDIAN);
        buffer.putLong(offset + CONNECTION_ID_OFFSET, connectionId, LITTLE_ENDIAN);
    }

    /**
     * Fills in where receivers send to; without this call it is {@link #CONTROL_SOURCE}.
     *
     * @param buffer  to write to.
     * @param offset  where the frame begins.
     * @param control the control address, that of a queue pair with its Q_Key.
     */
    public static void putControl(final MutableDirectBuffer buffer, final int offset, final PeerAddress control) {
        buffer.putInt(offset + CONTROL_KIND_OFFSET, control.kind(), LITTLE_ENDIAN);
        buffer.putInt(offset + CONTROL_PORT_OFFSET, control.port(), LITTLE_ENDIAN);
        buffer.putInt(offset + CONTROL_Q_KEY_OFFSET, control.queueKey(), LITTLE_ENDIAN);
        buffer.putInt(offset + CONTROL_SCOPE_OFFSET, control.scope(), LITTLE_ENDIAN);
        buffer.putLong(offset + CONTROL_ADDRESS_OFFSET, control.high(), LITTLE_ENDIAN);
        buffer.putLong(offset + CONTROL_ADDRESS_OFFSET + 8, control.low(), LITTLE_ENDIAN);
    }

    /**
     * What is still held.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the earliest position.
     */
    public static long earliest(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + EARLIEST_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * How long ago the stream began.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return nanoseconds.
     */
    public static long age(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + AGE_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The digest of all topic definitions.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return see {@link TopicDigest}.
     */
    public static long digest(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + DIGEST_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * How many topics the stream has.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the number; their numbers are 1 to this.
     */
    public static int topicCount(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + TOPIC_COUNT_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The largest datagram.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return bytes.
     */
    public static int mtu(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + MTU_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The log's capacity.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return bytes, a power of two.
     */
    public static int capacity(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + CAPACITY_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * How often the stream is announced.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return microseconds.
     */
    public static int interval(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + INTERVAL_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The publisher's connection.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return its id.
     */
    public static long connectionId(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + CONNECTION_ID_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The kind of the control address.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return {@link #CONTROL_SOURCE}, or one of {@link Abi}.
     */
    public static int controlKind(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + CONTROL_KIND_OFFSET) & 0xFF;
    }

    /**
     * The control address's port.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return UDP port, or queue pair number.
     */
    public static int controlPort(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + CONTROL_PORT_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The Q_Key of the control address.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return 0 if it is no queue pair.
     */
    public static int controlQueueKey(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + CONTROL_Q_KEY_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The control address's scope.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return IPv6 scope id, or LID.
     */
    public static int controlScope(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + CONTROL_SCOPE_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * Whether the control address is a certain one, without making an object.
     *
     * @param buffer  that holds the frame.
     * @param offset  where it begins.
     * @param address to compare with.
     * @return whether it is; true, too, when the frame leaves it to where it was seen to come from.
     */
    public static boolean isControl(final DirectBuffer buffer, final int offset, final PeerAddress address) {
        final int kind = controlKind(buffer, offset);
        return kind == CONTROL_SOURCE || kind == address.kind() && controlPort(buffer, offset) == address.port() &&
            controlScope(buffer, offset) == address.scope() && controlQueueKey(buffer, offset) == address.queueKey() &&
            buffer.getLong(offset + CONTROL_ADDRESS_OFFSET, LITTLE_ENDIAN) == address.high() &&
            buffer.getLong(offset + CONTROL_ADDRESS_OFFSET + 8, LITTLE_ENDIAN) == address.low();
    }

    /**
     * The control address. Makes an object.
     *
     * @param buffer that holds the frame.
     * @param offset where it begins.
     * @return the address, or null when it is where the frame was seen to come from.
     */
    public static PeerAddress control(final DirectBuffer buffer, final int offset) {
        final int kind = controlKind(buffer, offset);
        if (kind == CONTROL_SOURCE) {
            return null;
        }
        final long high = buffer.getLong(offset + CONTROL_ADDRESS_OFFSET, LITTLE_ENDIAN);
        final long low = buffer.getLong(offset + CONTROL_ADDRESS_OFFSET + 8, LITTLE_ENDIAN);
        return new PeerAddress(kind, high, low, controlPort(buffer, offset), controlScope(buffer, offset),
            controlQueueKey(buffer, offset));
    }
}
