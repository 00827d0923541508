/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class FrameValidatorTest {
    private static final int DATAGRAMS = Integer.getInteger("umcast.fuzz.datagrams", 100_000);
    private static final int GUARD = 64;

    private final Map<String, byte[]> frames = GoldenFrames.all();

    @Test
    void tellsWhyAFrameIsDropped() {
        drops(DropCause.SHORT, "BYE", frame -> { }, 39);
        drops(DropCause.SHORT, "NAK", frame -> { }, 40);
        drops(DropCause.SHORT, "ANNOUNCE", frame -> { }, 119);
        drops(DropCause.SHORT, "TOPICS", frame -> { }, 63);
        drops(DropCause.SHORT, "STATUS", frame -> { }, 79);
        drops(DropCause.MAGIC, "BYE", frame -> frame.putByte(0, (byte)'u'));
        drops(DropCause.VERSION, "BYE", frame -> frame.putByte(FrameHeader.VERSION_OFFSET, (byte)2));
        drops(DropCause.DOMAIN, "BYE", frame -> frame.putInt(FrameHeader.DOMAIN_OFFSET, 8));
        drops(DropCause.TYPE, "BYE", frame -> frame.putByte(FrameHeader.TYPE_OFFSET, (byte)0));
        drops(DropCause.TYPE, "BYE", frame -> frame.putByte(FrameHeader.TYPE_OFFSET, (byte)11));
        drops(DropCause.TYPE, "BYE", frame -> frame.putByte(FrameHeader.TYPE_OFFSET, (byte)-1));
        drops(DropCause.POSITION, "BYE", frame -> frame.putLong(FrameHeader.POSITION_OFFSET, -8));
        drops(DropCause.POSITION, "BYE", frame -> frame.putLong(FrameHeader.POSITION_OFFSET, 12));
        drops(DropCause.RANGE, "BYE", frame -> frame.putInt(FrameHeader.LENGTH_OFFSET, 8));
        drops(DropCause.POSITION, "CONFIRM", frame -> frame.putLong(FrameHeader.POSITION_OFFSET, Long.MAX_VALUE - 7));
    }

    @Test
    void checksRanges() {
        drops(DropCause.LENGTH, "DATA", frame -> frame.putInt(FrameHeader.LENGTH_OFFSET, 40));
        drops(DropCause.LENGTH, "DATA", frame -> frame.putInt(FrameHeader.LENGTH_OFFSET, 56));
        drops(DropCause.RANGE, "DATA", frame -> frame.putInt(FrameHeader.LENGTH_OFFSET, 0));
        drops(DropCause.RANGE, "DATA", frame -> frame.putInt(FrameHeader.LENGTH_OFFSET, -8));
        drops(DropCause.RANGE, "DATA", frame -> frame.putInt(FrameHeader.LENGTH_OFFSET, 44));
        drops(DropCause.RANGE, "DATA", frame -> frame.putShort(FrameHeader.FIRST_RECORD_OFFSET, (short)6));
        drops(DropCause.NONE, "DATA", frame -> frame.putShort(FrameHeader.FIRST_RECORD_OFFSET, (short)5));
        drops(DropCause.RANGE, "PAD", frame -> frame.putInt(FrameHeader.LENGTH_OFFSET, 4));
        drops(DropCause.RANGE, "NAK", frame -> frame.putInt(FrameHeader.LENGTH_OFFSET, 0));
        drops(DropCause.RANGE, "CONFIRM", frame -> frame.putInt(FrameHeader.LENGTH_OFFSET, Integer.MIN_VALUE));
    }

    @Test
    void checksAnnouncements() {
        drops(DropCause.POSITION, "ANNOUNCE", frame -> frame.putLong(AnnounceFrame.EARLIEST_OFFSET, 65544));
        drops(DropCause.POSITION, "ANNOUNCE", frame -> frame.putLong(AnnounceFrame.EARLIEST_OFFSET, -8));
        drops(DropCause.BODY, "ANNOUNCE", frame -> frame.putLong(AnnounceFrame.AGE_OFFSET, -1));
        drops(DropCause.BODY, "ANNOUNCE", frame -> frame.putInt(AnnounceFrame.TOPIC_COUNT_OFFSET, RecordType.MAX_TOPICS + 1));
        drops(DropCause.BODY, "ANNOUNCE", frame -> frame.putInt(AnnounceFrame.MTU_OFFSET, 0));
        drops(DropCause.BODY, "ANNOUNCE", frame -> frame.putInt(AnnounceFrame.MTU_OFFSET, 65512));
        drops(DropCause.BODY, "ANNOUNCE", frame -> frame.putInt(AnnounceFrame.MTU_OFFSET, 1500));
        drops(DropCause.BODY, "ANNOUNCE", frame -> frame.putInt(AnnounceFrame.CAPACITY_OFFSET, 3 << 20));
        drops(DropCause.BODY, "ANNOUNCE", frame -> frame.putInt(AnnounceFrame.CAPACITY_OFFSET, Integer.MIN_VALUE));
        drops(DropCause.BODY, "ANNOUNCE", frame -> frame.putInt(AnnounceFrame.INTERVAL_OFFSET, 0));
        drops(DropCause.BODY, "ANNOUNCE", frame -> frame.putByte(AnnounceFrame.CONTROL_KIND_OFFSET, (byte)5));
        final String ipv4 = "ANNOUNCE with an IPv4 control address";
        drops(DropCause.BODY, ipv4, frame -> frame.putInt(AnnounceFrame.CONTROL_PORT_OFFSET, 0));
        drops(DropCause.BODY, ipv4, frame -> frame.putInt(AnnounceFrame.CONTROL_PORT_OFFSET, 65536));
        drops(DropCause.BODY, "ANNOUNCE with a queue pair", frame -> frame.putInt(AnnounceFrame.CONTROL_PORT_OFFSET, 0xFFFFFF));
    }

    @Test
    void checksTopicsAndQueries() {
        final int second = TopicsFrame.next(new UnsafeBuffer(frames.get("TOPICS")), TopicsFrame.firstEntry(0));
        drops(DropCause.BODY, "QUERY", frame -> frame.putInt(QueryFrame.FIRST_NUMBER_OFFSET, 0));
        drops(DropCause.BODY, "TOPICS", frame -> frame.putInt(TopicsFrame.FIRST_NUMBER_OFFSET, 0));
        drops(DropCause.BODY, "TOPICS", frame -> frame.putInt(TopicsFrame.FIRST_NUMBER_OFFSET, 2));
        drops(DropCause.BODY, "TOPICS", frame -> frame.putInt(TopicsFrame.TOTAL_OFFSET, 1));
        drops(DropCause.BODY, "TOPICS", frame -> frame.putInt(TopicsFrame.TOTAL_OFFSET, -1));
        drops(DropCause.LENGTH, "TOPICS", frame -> frame.putInt(TopicsFrame.COUNT_OFFSET, 1));
        drops(DropCause.LENGTH, "TOPICS", frame -> {
            frame.putInt(TopicsFrame.COUNT_OFFSET, 3);
            frame.putInt(TopicsFrame.TOTAL_OFFSET, 3);
        });
        drops(DropCause.BODY, "TOPICS", frame -> frame.putInt(second, 3));
        drops(DropCause.BODY, "TOPICS", frame -> frame.putShort(second + TopicsFrame.ENTRY_NAME_LENGTH_OFFSET, (short)0));
        drops(DropCause.LENGTH, "TOPICS", frame -> frame.putShort(second + TopicsFrame.ENTRY_NAME_LENGTH_OFFSET, (short)255));
        drops(DropCause.BODY, "TOPICS", frame -> frame.putShort(second + TopicsFrame.ENTRY_NAME_LENGTH_OFFSET, (short)256));
        drops(DropCause.BODY, "TOPICS", frame -> frame.putByte(TopicsFrame.nameOffset(second), (byte)0xFF));
    }

    @Test
    void checksStatuses() {
        drops(DropCause.POSITION, "STATUS", frame -> frame.putLong(StatusFrame.RECEIVED_POSITION_OFFSET, 57336));
        drops(DropCause.BODY, "STATUS", frame -> frame.putInt(StatusFrame.WINDOW_BYTES_OFFSET, -1));
        drops(DropCause.BODY, "STATUS", frame -> frame.putInt(StatusFrame.WINDOW_DATAGRAMS_OFFSET, -1));
        drops(DropCause.BODY, "STATUS", frame -> frame.putInt(StatusFrame.INTEREST_BASE_OFFSET, -1));
        drops(DropCause.BODY, "STATUS", frame -> frame.putShort(StatusFrame.INTEREST_WORDS_OFFSET, (short)17));
        drops(DropCause.LENGTH, "STATUS", frame -> frame.putShort(StatusFrame.INTEREST_WORDS_OFFSET, (short)16));
        drops(DropCause.BODY, "STATUS", frame -> frame.putShort(StatusFrame.NAME_LENGTH_OFFSET, (short)65));
        drops(DropCause.LENGTH, "STATUS", frame -> frame.putShort(StatusFrame.NAME_LENGTH_OFFSET, (short)17));
        drops(DropCause.BODY, "STATUS", frame -> frame.putByte(StatusFrame.nameOffset(frame, 0), (byte)0xC0));
    }

    @Test
    void everyCauseHasANameAndEveryTruncationIsDropped() {
        for (int cause = 0; cause < DropCause.COUNT; cause++) {
            assertTrue(DropCause.name(cause).matches("[a-z]+"));
        }
        frames.forEach((name, bytes) -> {
            for (int length = 0; length < bytes.length; length++) {
                assertTrue(validate(Arrays.copyOf(bytes, length)) != DropCause.NONE, name + " cut at " + length);
            }
            assertTrue(validate(Arrays.copyOf(bytes, bytes.length + 8)) != DropCause.NONE, name + " with more behind it");
        });
    }

    /** The buffer ends where the datagram does, and Agrona checks bounds: to read beyond it throws. */
    @Test
    void mutatedDatagramsNeverThrowNorReadOutside() {
        final SplittableRandom random = new SplittableRandom(20260101);
        final List<byte[]> seeds = List.copyOf(frames.values());
        int accepted = 0;
        for (int i = 0; i < DATAGRAMS; i++) {
            final byte[] datagram = mutate(random, seeds.get(random.nextInt(seeds.size())));
            if (validate(datagram) == DropCause.NONE) {
                accepted++;
                readEverything(datagram);
            }
        }
        assertTrue(accepted > DATAGRAMS / 20, "accepted " + accepted);
    }

    @Test
    void randomDatagramsNeverThrow() {
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < DATAGRAMS; i++) {
            final byte[] datagram = new byte[random.nextInt(200)];
            random.nextBytes(datagram);
            if (datagram.length >= FrameHeader.LENGTH && random.nextBoolean()) {
                FrameHeader.write(new UnsafeBuffer(datagram), 0, 1 + random.nextInt(FrameType.LAST), 0, random.nextInt(4),
                    GoldenFrames.DOMAIN, 8 * random.nextInt(4), 1, 8L * random.nextInt(4), 0);
            }
            if (validate(datagram) == DropCause.NONE) {
                readEverything(datagram);
            }
        }
    }

    @Test
    void aPlaceOutsideTheBufferIsShort() {
        final UnsafeBuffer buffer = new UnsafeBuffer(frames.get("BYE"));
        assertEquals(DropCause.SHORT, FrameValidator.validate(buffer, 1, FrameHeader.LENGTH, GoldenFrames.DOMAIN));
        assertEquals(DropCause.SHORT, FrameValidator.validate(buffer, -1, FrameHeader.LENGTH, GoldenFrames.DOMAIN));
        assertEquals(DropCause.SHORT, FrameValidator.validate(buffer, 0, -1, GoldenFrames.DOMAIN));
        assertEquals(DropCause.SHORT, FrameValidator.validate(buffer, 8, Integer.MAX_VALUE, GoldenFrames.DOMAIN));
    }

    private static byte[] mutate(final SplittableRandom random, final byte[] seed) {
        byte[] datagram = seed.clone();
        if (random.nextInt(8) == 0) {
            datagram = Arrays.copyOf(seed, random.nextInt(seed.length + 16));
        }
        for (int n = random.nextInt(4); n > 0 && datagram.length > 0; n--) {
            final int at = random.nextInt(datagram.length);
            switch (random.nextInt(3)) {
                case 0 -> datagram[at] ^= (byte)(1 << random.nextInt(8));
                case 1 -> datagram[at] = (byte)random.nextInt();
                default -> datagram[at] = random.nextBoolean() ? 0 : (byte)-1;
            }
        }
        return datagram;
    }

    private static void readEverything(final byte[] datagram) {
        final UnsafeBuffer frame = new UnsafeBuffer(datagram);
        switch (FrameHeader.type(frame, 0)) {
            case FrameType.DATA -> assertEquals(datagram.length, DataFrame.RANGE_OFFSET + FrameHeader.length(frame, 0));
            case FrameType.ANNOUNCE -> AnnounceFrame.control(frame, 0);
            case FrameType.QUERY -> assertTrue(QueryFrame.firstNumber(frame, 0) > 0);
            case FrameType.NAK -> NakFrame.receiverId(frame, 0);
            case FrameType.STATUS -> {
                StatusFrame.name(frame, 0);
                for (int number = 0; number < 2048; number += 63) {
                    StatusFrame.isInterested(frame, 0, number);
                }
            }
            case FrameType.TOPICS -> {
                int entry = TopicsFrame.firstEntry(0);
                for (int i = 0; i < TopicsFrame.count(frame, 0); i++) {
                    TopicsFrame.name(frame, entry);
                    entry = TopicsFrame.next(frame, entry);
                }
                assertEquals(datagram.length, entry);
            }
            default -> assertTrue(FrameHeader.position(frame, 0) >= 0);
        }
    }

    private static int validate(final byte[] datagram) {
        // also at another place of a buffer whose surroundings must not matter
        final UnsafeBuffer wide = new UnsafeBuffer(new byte[datagram.length + 2 * GUARD]);
        wide.setMemory(0, wide.capacity(), (byte)0x01);
        wide.putBytes(GUARD, datagram);
        final int cause = FrameValidator.validate(new UnsafeBuffer(datagram), 0, datagram.length, GoldenFrames.DOMAIN);
        assertEquals(cause, FrameValidator.validate(wide, GUARD, datagram.length, GoldenFrames.DOMAIN));
        return cause;
    }

    private void drops(final int cause, final String name, final Consumer<UnsafeBuffer> change) {
        drops(cause, name, change, frames.get(name).length);
    }

    private void drops(final int cause, final String name, final Consumer<UnsafeBuffer> change, final int length) {
        final byte[] bytes = frames.get(name).clone();
        change.accept(new UnsafeBuffer(bytes));
        assertEquals(DropCause.name(cause), DropCause.name(validate(Arrays.copyOf(bytes, length))), name);
    }
}
