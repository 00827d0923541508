/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import io.umcast.TopicPattern;
import io.umcast.core.wire.AnnounceFrame;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import io.umcast.core.wire.FrameValidator;
import io.umcast.core.wire.TopicsFrame;

/**
 * Frames of the stream's own id, but damaged: whatever they do to their image, nothing is thrown, and another image does not feel
 * it.
 */
final class ImageFuzzTest {
    private static final int FRAMES = 200_000;
    private static final int MAX_FRAME = 1440;

    private final SplittableRandom random = new SplittableRandom(20261121);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[MAX_FRAME]);

    @Test
    void damagedFramesHarmNothing() {
        Reader victim = victim();
        final SentStream healthy = new SentStream(1 << 24).define(1, "a");
        final Reader other = new Reader(healthy).subscribe(Reader.A);
        other.now += Reader.MS;
        other.announce(0, true, 0, 1, "a").data(0, 16);
        int accepted = 0;
        for (int i = 0; i < FRAMES; i++) {
            if (victim.image.isClosed() || i % 5000 == 0) {
                victim = victim();
            }
            final int length = mutate(make(victim));
            if (FrameValidator.validate(frame, 0, length, 0) == 0) {
                accepted++;
                give(victim, length);
            }
            if (random.nextInt(8) == 0) {
                victim.later(random.nextInt(400_000));
            }
            assertEquals(0, victim.errors.size());
            assertTrue(victim.image.consumedPosition() <= victim.image.receivedPosition());
            if (i % 4 == 0) {
                final long from = healthy.end();
                healthy.message(1, 40);
                other.data(from, healthy.end()).later(1000);
            }
        }
        assertTrue(accepted > FRAMES / 2, "accepted " + accepted);
        assertEquals(FRAMES / 4, other.messages.size());
        other.checkAddsUp(healthy.end());
    }

    private Reader victim() {
        final SentStream stream = new SentStream(1 << 16).define(1, "a");
        while (stream.end() < 60_000) {
            stream.message(1, random.nextInt(400));
        }
        final Reader reader = new Reader(stream);
        reader.registry.add(new HandlerSubscription(TopicPattern.of(Reader.A), io.umcast.SubscriberOptions.DEFAULT,
            (buffer, offset, length, header) -> buffer.boundsCheck(offset, length), reader.registry::remove), reader.now);
        if (random.nextBoolean()) {
            reader.now += Reader.MS;
            reader.announce(0, true, 0, 1, "a");
        }
        return reader;
    }

    /** A frame such as the stream's publisher might send now. */
    private int make(final Reader reader) {
        final SentStream stream = reader.stream;
        final long jump = random.nextInt(4) == 0 ? random.nextInt(1000) : 0;
        final long at = Math.min(stream.end() - 2600, reader.image.receivedPosition()) + jump & -8;
        switch (random.nextInt(12)) {
            case 0 -> {
                AnnounceFrame.write(frame, 0, random.nextInt(2), 0, 1, at, 0);
                AnnounceFrame.putStream(frame, 0, 0, random.nextInt(1 << 30), Reader.digest("a"), 1);
                AnnounceFrame.putShape(frame, 0, 1440, SentStream.LOG_CAPACITY, 100_000, 1);
                return AnnounceFrame.LENGTH;
            }
            case 1 -> {
                final int length = TopicsFrame.write(frame, 0, 0, 1, 0, 1, 1, Reader.digest("a"));
                return TopicsFrame.append(frame, 0, length, MAX_FRAME, "a".getBytes(StandardCharsets.UTF_8));
            }
            case 2 -> {
                final int type = new int[] {FrameType.CONFIRM, FrameType.PAD}[random.nextInt(2)];
                FrameHeader.write(frame, 0, type, 0, 0, 0, 8 * (1 + random.nextInt(100)), 1, at, 0);
                return FrameHeader.LENGTH;
            }
            case 3 -> {
                final int type = random.nextInt(200) == 0 ? FrameType.BYE : FrameType.UNAVAILABLE;
                FrameHeader.write(frame, 0, type, 0, 0, 0, 0, 1, random.nextInt(50) == 0 ? at : 0, 0);
                return FrameHeader.LENGTH;
            }
            default -> {
                final int length = 8 * (1 + random.nextInt(170));
                FrameHeader.write(frame, 0, FrameType.DATA, 0, stream.firstRecord(at, at + length), 0, length, 1, at, 0);
                frame.putBytes(FrameHeader.LENGTH, stream.bytes(), (int)at, length);
                return FrameHeader.LENGTH + length;
            }
        }
    }

    private int mutate(final int length) {
        for (int i = random.nextInt(4); i > 0; i--) {
            final int at = random.nextInt(4) == 0 ? random.nextInt(length) : Math.min(length - 1, 4 + random.nextInt(60));
            frame.putByte(at, (byte)(random.nextBoolean() ? random.nextInt(256) : frame.getByte(at) ^ 1 << random.nextInt(8)));
        }
        return random.nextInt(50) == 0 ? random.nextInt(length + 1) : length;
    }

    /** As a session does. */
    private void give(final Reader reader, final int length) {
        final Image image = reader.image;
        final long position = FrameHeader.position(frame, 0);
        final int range = FrameHeader.length(frame, 0);
        // the memory ends where the datagram does: reading beyond it throws
        final UnsafeBuffer datagram = new UnsafeBuffer(frame, 0, length);
        switch (FrameHeader.type(frame, 0)) {
            case FrameType.DATA -> image.onData(datagram, FrameHeader.LENGTH, range, position, FrameHeader.firstRecord(frame, 0),
                FrameHeader.flags(frame, 0), 0, reader.now);
            case FrameType.PAD -> image.onPad(position, range, reader.now);
            case FrameType.ANNOUNCE -> image.onAnnounce(position, (FrameHeader.flags(frame, 0) & FrameHeader.FLAG_ALIGNED) != 0,
                AnnounceFrame.earliest(frame, 0), AnnounceFrame.age(frame, 0), AnnounceFrame.topicCount(frame, 0),
                AnnounceFrame.digest(frame, 0), AnnounceFrame.capacity(frame, 0), AnnounceFrame.interval(frame, 0), reader.now);
            case FrameType.TOPICS -> image.onTopics(datagram, 0, length, reader.now);
            case FrameType.CONFIRM -> image.onConfirm(position, range, reader.now);
            case FrameType.UNAVAILABLE -> image.onUnavailable(position, reader.now);
            case FrameType.BYE -> image.onBye(position, reader.now);
            default -> {
            }
        }
    }
}
