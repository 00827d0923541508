/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import io.umcast.core.transport.PeerAddress;
import io.umcast.natives.Abi;
import org.agrona.concurrent.UnsafeBuffer;

/** One frame of each type at least, as {@code docs/wire-protocol.md} shows them byte by byte. */
final class GoldenFrames {
    static final int DOMAIN = 7;
    static final long STREAM_ID = 0x0123_4567_89ab_cdefL;
    static final long SEND_TIME = 1_700_000_000_000_000_000L;
    static final long RECEIVER_ID = 0x1122_3344_5566_7788L;
    static final long CONNECTION_ID = 0x0a0b_0c0d_0e0f_1011L;
    static final String EURUSD = "prices.EURUSD";
    static final String ZURICH = "wetter.Zürich";
    static final long DIGEST =
        TopicDigest.add(TopicDigest.add(TopicDigest.EMPTY, 1, EURUSD.getBytes(UTF_8)), 2, ZURICH.getBytes(UTF_8));

    private GoldenFrames() {
    }

    static Map<String, byte[]> all() {
        final Map<String, byte[]> frames = new LinkedHashMap<>();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        add(frames, "DATA", buffer, data(buffer));
        add(frames, "DATA without a record's begin", buffer, dataWithoutRecord(buffer));
        add(frames, "PAD", buffer, PadFrame.write(buffer, 0, FrameHeader.FLAG_REPAIR, DOMAIN, STREAM_ID, 65472, SEND_TIME, 64));
        add(frames, "ANNOUNCE", buffer, announce(buffer, null));
        add(frames, "ANNOUNCE with an IPv4 control address", buffer, announce(buffer, ipv4()));
        add(frames, "ANNOUNCE with a queue pair", buffer,
            announce(buffer, new PeerAddress(Abi.ADDRESS_IB, 0x80feL, 0x0807_0605_0403_0201L, 0x000117, 5, 0x0B1B)));
        add(frames, "QUERY", buffer, QueryFrame.write(buffer, 0, DOMAIN, STREAM_ID, SEND_TIME, RECEIVER_ID, 1));
        add(frames, "TOPICS", buffer, topics(buffer));
        add(frames, "NAK", buffer,
            NakFrame.write(buffer, 0, FrameHeader.FLAG_UNICAST, DOMAIN, STREAM_ID, 8192, SEND_TIME, 1472, RECEIVER_ID));
        add(frames, "CONFIRM", buffer, ConfirmFrame.write(buffer, 0, DOMAIN, STREAM_ID, 8192, SEND_TIME, 1472));
        add(frames, "STATUS", buffer, status(buffer));
        add(frames, "UNAVAILABLE", buffer, UnavailableFrame.write(buffer, 0, DOMAIN, STREAM_ID, 4096, SEND_TIME));
        add(frames, "BYE", buffer, ByeFrame.write(buffer, 0, DOMAIN, STREAM_ID, 65536, SEND_TIME));
        return frames;
    }

    static PeerAddress ipv4() {
        try {
            return PeerAddress.of(new InetSocketAddress(InetAddress.getByName("10.1.2.3"), 40500));
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(final Map<String, byte[]> frames, final String name, final UnsafeBuffer buffer, final int length) {
        frames.put(name, Arrays.copyOf(buffer.byteArray(), length));
        buffer.setMemory(0, buffer.capacity(), (byte)0xEE);
    }

    private static int data(final UnsafeBuffer buffer) {
        final int length = DataFrame.write(buffer, 0, 0, 0, DOMAIN, STREAM_ID, 0, SEND_TIME, 48);
        buffer.setMemory(DataFrame.RANGE_OFFSET, 48, (byte)0);
        final int definition = DataFrame.RANGE_OFFSET;
        final int payload = TopicDefinition.write(buffer, definition + RecordHeader.LENGTH, 1, EURUSD.getBytes(UTF_8));
        RecordHeader.write(buffer, definition, RecordType.TOPIC_DEFINITION, RecordHeader.LENGTH + payload);
        final int message = definition + RecordHeader.alignedLength(RecordHeader.LENGTH + payload);
        RecordHeader.write(buffer, message, 1, RecordHeader.LENGTH + 5);
        buffer.putBytes(message + RecordHeader.LENGTH, "hello".getBytes(UTF_8));
        return length;
    }

    private static int dataWithoutRecord(final UnsafeBuffer buffer) {
        final int length = DataFrame.write(buffer, 0, FrameHeader.FLAG_REPAIR, FrameHeader.NO_RECORD, DOMAIN, STREAM_ID, 4096,
            SEND_TIME, 8);
        buffer.putBytes(DataFrame.RANGE_OFFSET, "inmiddle".getBytes(UTF_8));
        return length;
    }

    private static int announce(final UnsafeBuffer buffer, final PeerAddress control) {
        final int length = AnnounceFrame.write(buffer, 0, FrameHeader.FLAG_ALIGNED, DOMAIN, STREAM_ID, 65536, SEND_TIME);
        AnnounceFrame.putStream(buffer, 0, 4096, 1_500_000_000L, DIGEST, 2);
        AnnounceFrame.putShape(buffer, 0, 8192, 4 << 20, 100_000, CONNECTION_ID);
        if (control != null) {
            AnnounceFrame.putControl(buffer, 0, control);
        }
        return length;
    }

    private static int topics(final UnsafeBuffer buffer) {
        int length = TopicsFrame.write(buffer, 0, DOMAIN, STREAM_ID, SEND_TIME, 1, 2, DIGEST);
        length = TopicsFrame.append(buffer, 0, length, buffer.capacity(), EURUSD.getBytes(UTF_8));
        return TopicsFrame.append(buffer, 0, length, buffer.capacity(), ZURICH.getBytes(UTF_8));
    }

    private static int status(final UnsafeBuffer buffer) {
        StatusFrame.write(buffer, 0, 0, DOMAIN, STREAM_ID, 57344, SEND_TIME, RECEIVER_ID, 65536, 2 << 20, 256, 42);
        StatusFrame.putInterest(buffer, 0, 1, new long[] {0b11, 1L << 63}, 0, 2);
        final byte[] name = "host:4711".getBytes(UTF_8);
        return StatusFrame.putName(buffer, 0, name, name.length);
    }
}
