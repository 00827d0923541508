/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.umcast.core.log.Log;
import io.umcast.core.transport.Region;
import io.umcast.core.wire.DropCause;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import io.umcast.core.wire.FrameValidator;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamSenderTest {
    private static final int CAPACITY = 64 * 1024;
    private static final int MTU = 1000;
    private static final int MAX_RANGE = MTU - FrameHeader.LENGTH;
    private static final long ID = 42;
    private static final int GROUP = 7;
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + Log.TRAILER_LENGTH));
    private final SentDatagrams network = new SentDatagrams(64 * 1024, memory);
    private final DatagramTable datagrams = new DatagramTable(1024);
    private Log log = new Log(new Region(1, memory), false);
    private StreamSender sender = new StreamSender(log, network.tx(), datagrams, ID, 0, GROUP, MTU);

    @Test
    void sendsALoneMessageAtOnce() {
        publish(64);
        assertEquals(1, sender.send(NO_LIMIT, NO_LIMIT, 64, 5));
        final SentDatagrams.Datagram datagram = network.take().get(0);
        assertEquals(FrameType.DATA, datagram.type());
        assertEquals(GROUP, datagram.destination());
        assertEquals(0, datagram.position());
        assertEquals(72, datagram.rangeLength());
        assertEquals(0, datagram.firstRecord());
        assertEquals(5, FrameHeader.sendTime(datagram.frame(), 0));
    }

    @Test
    void cutsABacklogIntoFullDatagramsWhereverThatCutsARecord() {
        for (int i = 0; i < 40; i++) {
            publish(64);
        }
        sender.send(NO_LIMIT, NO_LIMIT, 64, 0);
        final List<SentDatagrams.Datagram> sent = network.take();
        assertEquals(3, sent.size());
        assertEquals(MAX_RANGE, sent.get(0).rangeLength());
        assertEquals(MAX_RANGE, sent.get(1).rangeLength());
        assertEquals(40 * 72 - 2 * MAX_RANGE, sent.get(2).rangeLength());
        assertEquals(0, sent.get(0).firstRecord());
        assertEquals((14 * 72 - MAX_RANGE) / 8, sent.get(1).firstRecord(), "the 14th record is cut");
    }

    @Test
    void saysThatNoRecordBeginsInsideALargeOne() {
        publish(4000);
        sender.send(NO_LIMIT, NO_LIMIT, 64, 0);
        final List<SentDatagrams.Datagram> sent = network.take();
        assertEquals(0, sent.get(0).firstRecord());
        for (int i = 1; i < sent.size(); i++) {
            assertEquals(FrameHeader.NO_RECORD, sent.get(i).firstRecord());
        }
    }

    @Test
    void stopsAtAnUncommittedClaimAndGoesOnWhenItIsCommitted() {
        publish(8);
        final int claim = log.ring().tryClaim(1, 8);
        publish(8);
        sender.send(NO_LIMIT, NO_LIMIT, 64, 0);
        assertEquals(16, sender.sent());
        assertEquals(0, sender.send(NO_LIMIT, NO_LIMIT, 64, 0));
        log.ring().commit(claim);
        sender.send(NO_LIMIT, NO_LIMIT, 64, 0);
        assertEquals(48, sender.sent());
    }

    @Test
    void doesNotPassTheLimitsOfFlowControl() {
        publish(2 * MAX_RANGE);
        assertEquals(1, sender.send(MAX_RANGE + 8, NO_LIMIT, 64, 0));
        assertTrue(sender.stalled());
        assertEquals(0, sender.send(NO_LIMIT, 1, 64, 0));
        assertEquals(2, sender.send(NO_LIMIT, NO_LIMIT, 64, 0));
        assertFalse(sender.stalled());
    }

    @Test
    void repeatsADatagramByteForByteAsARepair() {
        publish(3000);
        sender.send(NO_LIMIT, NO_LIMIT, 64, 1);
        final SentDatagrams.Datagram first = network.take().get(1);
        assertTrue(sender.resend(1, 9, 1));
        final SentDatagrams.Datagram again = network.take().get(0);
        assertEquals(9, again.destination());
        assertEquals(FrameHeader.FLAG_REPAIR, FrameHeader.flags(again.frame(), 0));
        final byte[] expected = first.bytes().clone();
        new UnsafeBuffer(expected).putShort(FrameHeader.FLAGS_OFFSET, (short)FrameHeader.FLAG_REPAIR);
        assertArrayEquals(expected, again.bytes());
    }

    @Test
    void countsAsCompletedOnlyWhatTheNetworkIsDoneWith() {
        publish(64);
        sender.send(NO_LIMIT, NO_LIMIT, 64, 0);
        sender.updateCompleted();
        assertEquals(0, sender.updateCompleted());
        network.take();
        assertEquals(72, sender.updateCompleted());
        publish(64);
        sender.send(NO_LIMIT, NO_LIMIT, 64, 0);
        network.take();
        sender.updateCompleted();
        sender.resend(0, GROUP, 0);
        assertEquals(0, sender.updateCompleted(), "the repair still reads the first datagram");
        network.take();
        sender.updateCompleted();
        assertEquals(144, sender.updateCompleted());
    }

    /** Whatever is published, in whatever rhythm, the datagrams in order are the log's bytes, and first records are where they say. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendsExactlyWhatWasPublishedOverManyLaps(final boolean concurrent) {
        log = new Log(new Region(1, memory), concurrent);
        sender = new StreamSender(log, network.tx(), datagrams, ID, 0, GROUP, MTU);
        final Random random = new Random(20261121);
        final ByteArrayOutputStream expected = new ByteArrayOutputStream();
        final ByteArrayOutputStream actual = new ByteArrayOutputStream();
        final List<Long> starts = new ArrayList<>();
        long position = 0;
        int messages = 0;
        while (position < 40L * CAPACITY) {
            for (int i = random.nextInt(20); i > 0; i--) {
                final int length = random.nextInt(10) == 0 ? random.nextInt(CAPACITY / 8 - 8) : random.nextInt(300);
                final byte[] payload = new byte[length];
                random.nextBytes(payload);
                final int index = log.ring().tryClaim(1 + messages % 1000, length);
                if (index >= 0) {
                    log.buffer().putBytes(index, payload);
                    if (random.nextInt(10) == 0) {
                        log.ring().abort(index);
                    } else {
                        log.ring().commit(index);
                        expected.writeBytes(payload);
                    }
                    messages++;
                }
            }
            sender.send(NO_LIMIT, NO_LIMIT, 1 + random.nextInt(64), 0);
            for (final SentDatagrams.Datagram datagram : network.take()) {
                assertEquals(DropCause.NONE, FrameValidator.validate(datagram.frame(), 0, datagram.bytes().length, 0));
                assertEquals(position, datagram.position());
                position += datagram.rangeLength();
                if (datagram.type() == FrameType.DATA) {
                    actual.write(datagram.bytes(), FrameHeader.LENGTH, datagram.rangeLength());
                    if (datagram.firstRecord() != FrameHeader.NO_RECORD) {
                        starts.add((long)actual.size() - datagram.rangeLength() + datagram.firstRecord() * 8L);
                    }
                }
            }
            sender.updateCompleted();
            final long begin = datagrams.forget(Math.min(sender.updateCompleted(), sender.sent() - CAPACITY / 2));
            if (begin > log.retained()) {
                log.retain(begin);
            }
        }
        assertRecords(new UnsafeBuffer(actual.toByteArray()), expected.toByteArray(), starts);
    }

    private static void assertRecords(final UnsafeBuffer stream, final byte[] expected, final List<Long> starts) {
        final java.util.Set<Long> boundaries = new java.util.HashSet<>();
        final ByteArrayOutputStream payloads = new ByteArrayOutputStream();
        int at = 0;
        while (at < stream.capacity()) {
            boundaries.add((long)at);
            final int length = stream.getInt(at);
            if (BitUtil.align(length, 8) > stream.capacity() - at) {
                break; // the last record was not sent whole when the test ended
            }
            if (stream.getInt(at + 4) > 0) {
                final byte[] payload = new byte[length - 8];
                stream.getBytes(at + 8, payload);
                payloads.writeBytes(payload);
            }
            at += BitUtil.align(length, 8);
        }
        assertTrue(boundaries.containsAll(starts.stream().filter(start -> start < stream.capacity()).toList()));
        final byte[] sent = payloads.toByteArray();
        assertArrayEquals(java.util.Arrays.copyOf(expected, sent.length), sent);
        assertTrue(sent.length > expected.length - CAPACITY);
    }

    private void publish(final int length) {
        final int index = log.ring().tryClaim(1, length);
        log.buffer().setMemory(index, length, (byte)length);
        log.ring().commit(index);
    }
}
