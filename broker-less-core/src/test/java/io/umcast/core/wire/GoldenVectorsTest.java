/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import static io.umcast.core.wire.GoldenFrames.CONNECTION_ID;
import static io.umcast.core.wire.GoldenFrames.DIGEST;
import static io.umcast.core.wire.GoldenFrames.DOMAIN;
import static io.umcast.core.wire.GoldenFrames.RECEIVER_ID;
import static io.umcast.core.wire.GoldenFrames.SEND_TIME;
import static io.umcast.core.wire.GoldenFrames.STREAM_ID;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import io.umcast.core.transport.PeerAddress;
import io.umcast.natives.Abi;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** {@code docs/wire-protocol.md} and the code say the same, byte for byte, both ways. */
class GoldenVectorsTest {
    private final Map<String, byte[]> document = read();

    @Test
    void writesTheDocumentedBytes() {
        final Map<String, byte[]> written = GoldenFrames.all();
        assertEquals(written.keySet(), document.keySet());
        written.forEach((name, bytes) -> assertArrayEquals(document.get(name), bytes, () -> name + ":\n" + dump(bytes)));
    }

    @Test
    void acceptsTheDocumentedBytesInTheirDomainOnly() {
        document.forEach((name, bytes) -> {
            final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            assertEquals(DropCause.NONE, FrameValidator.validate(buffer, 0, bytes.length, DOMAIN), name);
            assertEquals(DropCause.DOMAIN, FrameValidator.validate(buffer, 0, bytes.length, DOMAIN + 1), name);
            assertEquals(STREAM_ID, FrameHeader.streamId(buffer, 0), name);
            assertEquals(SEND_TIME, FrameHeader.sendTime(buffer, 0), name);
        });
    }

    @Test
    void readsData() {
        final UnsafeBuffer frame = frame("DATA");
        assertEquals(FrameType.DATA, FrameHeader.type(frame, 0));
        assertEquals(48, FrameHeader.length(frame, 0));
        assertEquals(0, FrameHeader.position(frame, 0));
        int record = DataFrame.RANGE_OFFSET + 8 * FrameHeader.firstRecord(frame, 0);
        assertEquals(RecordType.TOPIC_DEFINITION, RecordHeader.type(frame, record));
        final int payload = RecordHeader.length(frame, record) - RecordHeader.LENGTH;
        assertTrue(TopicDefinition.isValid(frame, record + RecordHeader.LENGTH, payload));
        assertEquals(1, TopicDefinition.number(frame, record + RecordHeader.LENGTH));
        assertEquals(GoldenFrames.EURUSD, TopicDefinition.name(frame, record + RecordHeader.LENGTH, payload));
        record += RecordHeader.alignedLength(RecordHeader.length(frame, record));
        assertEquals(1, RecordHeader.type(frame, record));
        assertEquals(13, RecordHeader.length(frame, record));
        assertEquals("hello", frame.getStringWithoutLengthAscii(record + RecordHeader.LENGTH, 5));

        final UnsafeBuffer middle = frame("DATA without a record's begin");
        assertEquals(FrameHeader.NO_RECORD, FrameHeader.firstRecord(middle, 0));
        assertEquals(FrameHeader.FLAG_REPAIR, FrameHeader.flags(middle, 0));
        assertEquals(64, FrameHeader.length(frame("PAD"), 0));
    }

    @Test
    void readsAnnouncements() throws IOException {
        final UnsafeBuffer frame = frame("ANNOUNCE");
        assertEquals(FrameHeader.FLAG_ALIGNED, FrameHeader.flags(frame, 0));
        assertEquals(65536, FrameHeader.position(frame, 0));
        assertEquals(4096, AnnounceFrame.earliest(frame, 0));
        assertEquals(1_500_000_000L, AnnounceFrame.age(frame, 0));
        assertEquals(DIGEST, AnnounceFrame.digest(frame, 0));
        assertEquals(2, AnnounceFrame.topicCount(frame, 0));
        assertEquals(8192, AnnounceFrame.mtu(frame, 0));
        assertEquals(4 << 20, AnnounceFrame.capacity(frame, 0));
        assertEquals(100_000, AnnounceFrame.interval(frame, 0));
        assertEquals(CONNECTION_ID, AnnounceFrame.connectionId(frame, 0));
        assertEquals(AnnounceFrame.CONTROL_SOURCE, AnnounceFrame.controlKind(frame, 0));
        assertNull(AnnounceFrame.control(frame, 0));
        assertEquals(GoldenFrames.ipv4(), AnnounceFrame.control(frame("ANNOUNCE with an IPv4 control address"), 0));
        final UnsafeBuffer pair = frame("ANNOUNCE with a queue pair");
        final PeerAddress control = AnnounceFrame.control(pair, 0);
        assertEquals(Abi.ADDRESS_IB, control.kind());
        assertEquals(0x117, control.port());
        assertEquals(5, control.scope());
        assertEquals(0x0B1B, control.queueKey());
        assertTrue(AnnounceFrame.isControl(pair, 0, control));
        assertFalse(AnnounceFrame.isControl(pair, 0, new PeerAddress(control.kind(), control.high(), control.low(), 0x117, 6, 0x0B1B)));
        assertEquals("fe800000000000000102030405060708", HexFormat.of().formatHex(control.bytes()));
    }

    @Test
    void readsTopics() {
        final UnsafeBuffer frame = frame("TOPICS");
        assertEquals(1, TopicsFrame.firstNumber(frame, 0));
        assertEquals(2, TopicsFrame.count(frame, 0));
        assertEquals(2, TopicsFrame.total(frame, 0));
        assertEquals(DIGEST, TopicsFrame.digest(frame, 0));
        final int first = TopicsFrame.firstEntry(0);
        final int second = TopicsFrame.next(frame, first);
        assertEquals(1, TopicsFrame.number(frame, first));
        assertEquals(GoldenFrames.EURUSD, TopicsFrame.name(frame, first));
        assertEquals(2, TopicsFrame.number(frame, second));
        assertEquals(GoldenFrames.ZURICH, TopicsFrame.name(frame, second));
        assertEquals(frame.capacity(), TopicsFrame.next(frame, second));
        final long digest =
            TopicDigest.add(TopicDigest.EMPTY, 1, frame, TopicsFrame.nameOffset(first), TopicsFrame.nameLength(frame, first));
        assertEquals(DIGEST,
            TopicDigest.add(digest, 2, frame, TopicsFrame.nameOffset(second), TopicsFrame.nameLength(frame, second)));
    }

    @Test
    void readsWhatReceiversSend() {
        final UnsafeBuffer status = frame("STATUS");
        assertEquals(57344, FrameHeader.position(status, 0));
        assertEquals(RECEIVER_ID, StatusFrame.receiverId(status, 0));
        assertEquals(65536, StatusFrame.receivedPosition(status, 0));
        assertEquals(2 << 20, StatusFrame.windowBytes(status, 0));
        assertEquals(256, StatusFrame.windowDatagrams(status, 0));
        assertEquals(42, StatusFrame.tag(status, 0));
        assertEquals("host:4711", StatusFrame.name(status, 0));
        assertEquals(2, StatusFrame.interestWords(status, 0));
        assertTrue(StatusFrame.isInterested(status, 0, 1));
        assertTrue(StatusFrame.isInterested(status, 0, 2));
        assertFalse(StatusFrame.isInterested(status, 0, 3));
        assertTrue(StatusFrame.isInterested(status, 0, 128));
        assertFalse(StatusFrame.isInterested(status, 0, 129));
        assertFalse(StatusFrame.isInterested(status, 0, 0));
        assertFalse(StatusFrame.isInterested(status, 0, Integer.MAX_VALUE));

        final UnsafeBuffer nak = frame("NAK");
        assertEquals(FrameHeader.FLAG_UNICAST, FrameHeader.flags(nak, 0));
        assertEquals(8192, FrameHeader.position(nak, 0));
        assertEquals(1472, FrameHeader.length(nak, 0));
        assertEquals(RECEIVER_ID, NakFrame.receiverId(nak, 0));
        assertEquals(RECEIVER_ID, QueryFrame.receiverId(frame("QUERY"), 0));
        assertEquals(1, QueryFrame.firstNumber(frame("QUERY"), 0));
    }

    @Test
    void readsWhatPublishersAnswer() {
        assertEquals(8192, FrameHeader.position(frame("CONFIRM"), 0));
        assertEquals(1472, FrameHeader.length(frame("CONFIRM"), 0));
        assertEquals(4096, FrameHeader.position(frame("UNAVAILABLE"), 0));
        assertEquals(65536, FrameHeader.position(frame("BYE"), 0));
    }

    private UnsafeBuffer frame(final String name) {
        return new UnsafeBuffer(document.get(name));
    }

    /** Below "Golden vectors", each heading of the third level names the frame of the fenced block behind it. */
    private static Map<String, byte[]> read() {
        final Map<String, byte[]> frames = new LinkedHashMap<>();
        boolean begun = false;
        String name = null;
        ByteArrayOutputStream bytes = null;
        for (final String line : lines()) {
            if (line.startsWith("## ")) {
                begun = line.equals("## Golden vectors");
            } else if (begun && line.startsWith("### ")) {
                name = line.substring(4);
            } else if (begun && line.equals("```hex")) {
                bytes = new ByteArrayOutputStream();
            } else if (begun && line.equals("```")) {
                frames.put(name, bytes.toByteArray());
                bytes = null;
            } else if (bytes != null) {
                bytes.writeBytes(HexFormat.ofDelimiter(" ").parseHex(line.substring(6).strip()));
            }
        }
        return frames;
    }

    private static Iterable<String> lines() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/wire-protocol.md"))) {
            directory = directory.getParent();
        }
        try {
            return Files.readAllLines(directory.resolve("docs/wire-protocol.md"));
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String dump(final byte[] bytes) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i += 16) {
            text.append(String.format("%04x  ", i))
                .append(HexFormat.ofDelimiter(" ").formatHex(bytes, i, Math.min(i + 16, bytes.length))).append('\n');
        }
        return text.toString();
    }
}
