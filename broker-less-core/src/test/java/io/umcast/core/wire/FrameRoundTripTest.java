/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import io.umcast.core.transport.PeerAddress;
import io.umcast.natives.Abi;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.agrona.concurrent.UnsafeBuffer;

class FrameRoundTripTest {
    private static final int OFFSET = 24;
    private static final String SEED = "1";

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);

    FrameRoundTripTest() {
        buffer.setMemory(0, buffer.capacity(), (byte)0xEE); // what is not written must not be read
    }

    @Property(tries = 300, seed = SEED)
    void ranges(@ForAll final int domain, @ForAll final long streamId, @ForAll @LongRange(max = 1L << 59) final long words,
        @ForAll final long time, @ForAll @IntRange(min = 1, max = 8183) final int length, @ForAll final long receiver) {
        final long position = words * 8;
        accepted(domain, PadFrame.write(buffer, OFFSET, 0, domain, streamId, position, time, length * 8));
        assertEquals(length * 8, FrameHeader.length(buffer, OFFSET));
        accepted(domain, NakFrame.write(buffer, OFFSET, 0, domain, streamId, position, time, length * 8, receiver));
        assertEquals(receiver, NakFrame.receiverId(buffer, OFFSET));
        accepted(domain, ConfirmFrame.write(buffer, OFFSET, domain, streamId, position, time, length * 8));
        assertEquals(position, FrameHeader.position(buffer, OFFSET));
        assertEquals(streamId, FrameHeader.streamId(buffer, OFFSET));
        assertEquals(time, FrameHeader.sendTime(buffer, OFFSET));
    }

    @Property(tries = 300, seed = SEED)
    void announcements(@ForAll @LongRange(max = 1L << 59) final long words, @ForAll @LongRange(max = 1L << 59) final long earlier,
        @ForAll @LongRange(min = 0) final long age, @ForAll final long digest,
        @ForAll @IntRange(max = RecordType.MAX_TOPICS) final int topics, @ForAll @IntRange(min = 10, max = 30) final int capacity,
        @ForAll @IntRange(min = 1, max = 65535) final int port, @ForAll final long high, @ForAll final long low) {
        final long position = words * 8;
        final long earliest = Math.min(earlier, words) * 8;
        final int length = AnnounceFrame.write(buffer, OFFSET, FrameHeader.FLAG_ALIGNED, 1, 2, position, 3);
        AnnounceFrame.putStream(buffer, OFFSET, earliest, age, digest, topics);
        AnnounceFrame.putShape(buffer, OFFSET, 1472, 1 << capacity, 100_000, 9);
        final PeerAddress control = new PeerAddress(Abi.ADDRESS_IPV6, high, low, port, 3);
        AnnounceFrame.putControl(buffer, OFFSET, control);
        accepted(1, length);
        assertEquals(position, FrameHeader.position(buffer, OFFSET));
        assertEquals(earliest, AnnounceFrame.earliest(buffer, OFFSET));
        assertEquals(age, AnnounceFrame.age(buffer, OFFSET));
        assertEquals(digest, AnnounceFrame.digest(buffer, OFFSET));
        assertEquals(topics, AnnounceFrame.topicCount(buffer, OFFSET));
        assertEquals(1 << capacity, AnnounceFrame.capacity(buffer, OFFSET));
        assertEquals(control, AnnounceFrame.control(buffer, OFFSET));
    }

    @Property(tries = 300, seed = SEED)
    void statuses(@ForAll @LongRange(max = 1L << 59) final long words, @ForAll @LongRange(max = 1 << 20) final long ahead,
        @ForAll @IntRange(min = 0) final int windowBytes, @ForAll @IntRange(min = 0) final int windowDatagrams,
        @ForAll final long tag, @ForAll @Size(max = 16) final long[] interest,
        @ForAll @IntRange(max = RecordType.MAX_TOPICS) final int base, @ForAll @StringLength(max = 16) final String name) {
        final byte[] bytes = name.getBytes(UTF_8);
        StatusFrame.write(buffer, OFFSET, 0, 1, 2, words * 8, 3, 4, (words + ahead) * 8, windowBytes, windowDatagrams, tag);
        StatusFrame.putInterest(buffer, OFFSET, base, interest, 0, interest.length);
        final int length = StatusFrame.putName(buffer, OFFSET, bytes, bytes.length);
        assertEquals(StatusFrame.length(interest.length, bytes.length), length);
        accepted(1, length);
        assertEquals((words + ahead) * 8, StatusFrame.receivedPosition(buffer, OFFSET));
        assertEquals(windowBytes, StatusFrame.windowBytes(buffer, OFFSET));
        assertEquals(windowDatagrams, StatusFrame.windowDatagrams(buffer, OFFSET));
        assertEquals(tag, StatusFrame.tag(buffer, OFFSET));
        assertEquals(new String(bytes, UTF_8), StatusFrame.name(buffer, OFFSET));
        for (int bit = 0; bit < 64 * interest.length; bit++) {
            assertEquals((interest[bit / 64] >>> bit % 64 & 1) != 0, StatusFrame.isInterested(buffer, OFFSET, base + bit));
        }
    }

    @Property(tries = 300, seed = SEED)
    void topics(@ForAll @IntRange(min = 1, max = 1000) final int first,
        @ForAll @Size(max = 40) final List<@NotBlank @StringLength(min = 1, max = 60) String> names,
        @ForAll @IntRange(min = 64, max = 4096) final int limit) {
        int length = TopicsFrame.write(buffer, OFFSET, 1, 2, 3, first, first + names.size(), 4);
        int packed = 0;
        while (packed < names.size()) {
            final int longer = TopicsFrame.append(buffer, OFFSET, length, limit, names.get(packed).getBytes(UTF_8));
            if (longer == TopicsFrame.FULL) {
                break;
            }
            length = longer;
            packed++;
        }
        assertTrue(length <= limit);
        accepted(1, length);
        assertEquals(packed, TopicsFrame.count(buffer, OFFSET));
        int entry = TopicsFrame.firstEntry(OFFSET);
        for (int i = 0; i < packed; i++) {
            assertEquals(first + i, TopicsFrame.number(buffer, entry));
            assertEquals(new String(names.get(i).getBytes(UTF_8), UTF_8), TopicsFrame.name(buffer, entry));
            entry = TopicsFrame.next(buffer, entry);
        }
    }

    @Property(tries = 500, seed = SEED)
    void utf8IsWhatTheJdkDecodes(@ForAll @Size(max = 8) final byte[] bytes, @ForAll @StringLength(max = 8) final String text) {
        final byte[] encoded = text.getBytes(UTF_8);
        assertTrue(Utf8.isValid(new UnsafeBuffer(encoded), 0, encoded.length));
        final boolean roundTrips = Arrays.equals(bytes, new String(bytes, UTF_8).getBytes(UTF_8));
        assertEquals(roundTrips, Utf8.isValid(new UnsafeBuffer(bytes), 0, bytes.length));
    }

    private void accepted(final int domain, final int length) {
        assertEquals("none", DropCause.name(FrameValidator.validate(buffer, OFFSET, length, domain)));
        assertEquals((byte)0xEE, buffer.getByte(OFFSET + Math.max(length, 4200))); // far behind the frame: untouched
    }
}
