/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.umcast.ConnectionListener;
import io.umcast.Publisher;
import io.umcast.ReceiverInfo;
import io.umcast.Topic;
import io.umcast.core.log.Log;
import io.umcast.core.transport.Region;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import io.umcast.core.wire.NakFrame;
import io.umcast.core.wire.StatusFrame;
import io.umcast.natives.Abi;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Rates, and whom a stream waits for, on a clock of its own. */
class StreamFlowTest {
    private static final int CAPACITY = 64 * 1024;
    private static final long ID = 77;
    private static final long US = 1_000L;
    private static final long MS = 1_000_000L;
    private static final int MTU = 1000;
    private static final int WINDOW = 16 * 1024;
    private static final Topic TOPIC = Topic.of("a.topic");

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + Log.TRAILER_LENGTH));
    private final SentDatagrams network = new SentDatagrams(256 * 1024, memory);
    private final FakeTransport transport = new FakeTransport(network);
    private final List<String> events = new ArrayList<>();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer source = new UnsafeBuffer(new byte[Abi.RX_RECORD_SIZE]);
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[CAPACITY / 8]);
    private Stream stream;
    private Publisher publisher;
    private long nowNs;

    private void open(final FlowConfig flow, final RateConfig rates) {
        final StreamConfig config = new StreamConfig(0, 5, MTU, 0.5, flow, rates, false, 100 * MS, MS, 1000 * MS, MS / 2, 2000 * MS);
        stream = new Stream(config, ID, 1, new Log(new Region(1, memory), false), transport, new Destinations(transport),
            new ConnectionListener() {
                @Override
                public void onReceiverJoined(final ReceiverInfo receiver) {
                    events.add("joined " + receiver.name());
                }

                @Override
                public void onReceiverLeft(final ReceiverInfo receiver, final boolean orderly) {
                    events.add("left " + receiver.name() + (orderly ? " orderly" : " silently"));
                }

                @Override
                public void onReceiverDropped(final ReceiverInfo receiver) {
                    events.add("dropped " + receiver.name() + " at " + receiver.address() + ", position " + receiver.position() +
                        ", followed " + receiver.followed());
                }
            }, 0);
        publisher = stream.createPublisher(TOPIC, false);
    }

    private void open(final RateConfig rates) {
        open(FlowConfig.of(FlowControl.MIN), rates);
        status(1, 0, 0);
        work();
        network.take();
    }

    @Test
    void sendsAtTheRateEvenlyAndPastTheLogsEnd() {
        open(new RateConfig(1_000_000, 0, 2 * MS));
        final int step = 100;
        long bytes = 0;
        long most = 0;
        for (int i = 0; i < 10_000; i++) { // a second, and fifteen times round the log
            nowNs += step * US;
            offerAll(500);
            work();
            final long now = dataBytes(network.take());
            bytes += now;
            most = Math.max(most, now);
            status(1, stream.numbers().sent(), 0);
        }
        assertTrue(bytes <= 1_000_000 + 2 * MTU + FrameHeader.LENGTH && bytes > 990_000, bytes + " bytes in a second");
        assertTrue(most <= 2 * MTU, most + " bytes at once");
        assertFalse(stream.isStalled(), "it is not receivers that are waited for");
    }

    @Test
    void doesNotMakeUpForAPause() {
        open(new RateConfig(1_000_000, 0, 5 * MS));
        offerAll(500);
        work();
        network.take();
        nowNs += 500 * MS;
        work();
        work();
        final long bytes = dataBytes(network.take());
        assertTrue(bytes > 3_000 && bytes <= 5_000, bytes + " bytes at once");
    }

    @Test
    void capsRepairsTellsEverybodyWhatWaitsAndDoesNotCountThemWithNewData() {
        open(new RateConfig(0, 100_000, 2 * MS));
        for (int i = 0; i < 50; i++) {
            offerAll(1);
            work();
            publisher.offer(message, 0, 900);
        }
        network.take();
        final long sent = stream.numbers().sent();
        nak(1, 0, (int)sent);
        long repaired = 0;
        long confirms = 0;
        for (int i = 0; i < 100; i++) {
            work();
            final List<SentDatagrams.Datagram> out = network.take();
            repaired += dataBytes(out);
            confirms += out.stream().filter(datagram -> datagram.type() == FrameType.CONFIRM).count();
            nak(2, 0, (int)sent);
            nowNs += MS / 10;
        }
        assertTrue(repaired > 2_000 && repaired <= 1_000 + 2 * MTU, repaired + " bytes in 10 ms");
        assertTrue(confirms > 0);
    }

    @Test
    void answersOverlappingNaksWithEachDatagramOnce() {
        open(RateConfig.UNLIMITED);
        for (int i = 0; i < 10; i++) {
            publisher.offer(message, 0, 100);
            work();
        }
        final List<SentDatagrams.Datagram> sent = take(FrameType.DATA);
        final int length = sent.get(5).rangeLength();
        nak(1, sent.get(5).position(), length);
        nak(2, sent.get(7).position(), length);
        nak(3, sent.get(2).position(), 7 * length);
        work();
        nowNs += 10 * US;
        nak(4, sent.get(1).position(), 9 * length);
        work();
        assertEquals(List.of(5, 7, 2, 3, 4, 6, 8, 1, 9), take(FrameType.DATA).stream().map(repair ->
            (int)sent.stream().takeWhile(one -> one.position() != repair.position()).count()).toList());
    }

    @Test
    void waitsForReceiversOfItsTagOnly() {
        open(new FlowConfig(FlowControl.MIN, 7, 0, 0), RateConfig.UNLIMITED);
        status(1, 0, 7);
        status(2, 0, 8);
        work();
        while (publisher.offer(message, 0, 500) > 0 && stream.numbers().sent() < 4 * WINDOW) {
            work();
            network.take();
            status(1, stream.numbers().sent(), 7);
            status(2, 0, 8);
        }
        assertTrue(stream.numbers().sent() >= 4 * WINDOW, "the other's does not move");
        status(1, 0, 7);
        assertEquals(List.of("r1 true", "r2 false"), stream.receivers().stream().map(r -> r.name() + " " + r.followed()).toList());
    }

    @Test
    void isConnectedWhenAGroupIsComplete() {
        open(new FlowConfig(FlowControl.MIN, 7, 2, 0), RateConfig.UNLIMITED);
        publisher = stream.createPublisher(Topic.of("another"), true);
        status(1, 0, 7, 3);
        status(2, 0, 8, 3);
        status(3, 0, 7, 1);
        work();
        assertEquals(Publisher.NOT_CONNECTED, publisher.offer(message, 0, 8), "one of the tag subscribes to the topic");
        status(3, 0, 7, 3);
        work();
        assertTrue(publisher.offer(message, 0, 8) > 0);
        StatusFrame.write(frame, 0, FrameHeader.FLAG_LEAVING, 0, ID, 0, 0, 1, 0, 0, 0, 7);
        stream.onStatus(frame, 0, source, 0, nowNs, nowNs);
        work();
        assertEquals(Publisher.NOT_CONNECTED, publisher.offer(message, 0, 8));
    }

    @Test
    void dropsAReceiverThatKeepsAnotherBackByNameTellsItAndWelcomesItBack() {
        open(new FlowConfig(FlowControl.MIN, 0, 0, 200 * MS), RateConfig.UNLIMITED);
        status(1, 0, 0);
        status(2, 0, 0);
        long slow = 0;
        int rounds = 0;
        for (; events.size() < 3 && rounds < 100; rounds++) {
            nowNs += 10 * MS;
            offerAll(500);
            work();
            slow += 80;
            status(1, stream.numbers().sent(), 0);
            status(2, slow, 0);
        }
        assertTrue(rounds >= 20 && rounds < 40, rounds + " rounds");
        assertTrue(events.get(2).startsWith("dropped r2 at ") && events.get(2).endsWith("followed false"), events::toString);
        assertEquals(1, stream.numbers().dropped());
        final SentDatagrams.Datagram told = take(FrameType.UNAVAILABLE).get(0);
        assertEquals(FrameHeader.FLAG_DROPPED, FrameHeader.flags(told.frame(), 0));
        final long before = stream.numbers().sent();
        for (int i = 0; i < 200; i++) {
            offerAll(500);
            work();
            network.take();
            status(1, stream.numbers().sent(), 0);
        }
        assertTrue(stream.numbers().sent() > before + 2 * CAPACITY, "the other one goes on");
        network.take();
        status(2, slow, 0);
        assertEquals(FrameHeader.FLAG_DROPPED, FrameHeader.flags(take(FrameType.UNAVAILABLE).get(0).frame(), 0), "until it has heard it");
        for (int i = 0; i < 5; i++) {
            status(2, stream.numbers().sent(), 0);
        }
        final List<SentDatagrams.Datagram> welcomes = take(FrameType.UNAVAILABLE);
        assertEquals(3, welcomes.size());
        assertEquals(FrameHeader.FLAG_FOLLOWED, FrameHeader.flags(welcomes.get(0).frame(), 0));
        assertEquals("joined r2", events.get(3));
        assertTrue(stream.receivers().get(1).followed());
    }

    @Test
    void aPauseOfThePublisherIsNeitherTheSilenceNorTheSlownessOfAReceiver() {
        open(new FlowConfig(FlowControl.MIN, 0, 0, 200 * MS), RateConfig.UNLIMITED);
        status(1, 0, 0);
        status(2, 0, 0);
        offerAll(500);
        work();
        status(1, stream.numbers().sent(), 0);
        nowNs += 10 * MS;
        offerAll(500);
        work();
        nowNs += 5_000 * MS;
        work();
        status(1, stream.numbers().sent(), 0);
        status(2, 0, 0);
        assertEquals(List.of("joined r1", "joined r2"), events);
        for (int i = 0; i < 110; i++) {
            nowNs += 10 * MS;
            work();
            network.take();
        }
        assertEquals(List.of("left r1 silently", "left r2 silently"), events.subList(events.size() - 2, events.size()));
    }

    @Test
    void keepsReceiversThatAreAllAsSlowAsEachOther() {
        open(new FlowConfig(FlowControl.MIN, 0, 0, 100 * MS), RateConfig.UNLIMITED);
        status(1, 0, 0);
        status(2, 0, 0);
        long consumed = 0;
        for (int i = 0; i < 200; i++) {
            nowNs += 10 * MS;
            offerAll(500);
            work();
            network.take();
            consumed = Math.min(consumed + 400, stream.numbers().sent());
            status(1 + i % 2, consumed, 0);
        }
        assertEquals(List.of("joined r1", "joined r2"), events);
    }

    @Test
    void dropsEvenALoneReceiverThatDoesNotMoveAtAll() {
        open(new FlowConfig(FlowControl.MIN, 0, 0, 100 * MS), RateConfig.UNLIMITED);
        for (int i = 0; i < 20; i++) {
            status(1, 0, 0);
            work();
            offerAll(500);
            network.take();
            nowNs += 10 * MS;
        }
        assertEquals(2, events.size());
        assertTrue(events.get(1).startsWith("dropped r1"), events::toString);
    }

    @Test
    void keepsAReceiverThatIsIdleForWantOfData() {
        open(new FlowConfig(FlowControl.MIN, 0, 0, 100 * MS), RateConfig.UNLIMITED);
        for (int i = 0; i < 100; i++) {
            status(1, 0, 0);
            work();
            nowNs += 10 * MS;
        }
        assertEquals(List.of("joined r1"), events);
    }

    @Test
    void withMaxTheLogKeepsWhatTheSlowerLacksUntilItsCreditIsUsedUp() {
        open(new FlowConfig(FlowControl.MAX, 0, 0, 20 * MS), RateConfig.UNLIMITED);
        status(1, 0, 0);
        status(2, 0, 0);
        int rounds = 0;
        for (; events.size() < 3 && rounds < 100; rounds++) {
            nowNs += MS;
            offerAll(500);
            work();
            network.take();
            if (events.size() < 3) {
                assertEquals(0, stream.numbers().retained(), "what the other one has not got is kept");
            }
            status(1, stream.numbers().sent(), 0);
            status(2, 0, 0);
        }
        assertTrue(rounds >= 20 && rounds < 40, rounds + " rounds");
        assertTrue(events.get(2).startsWith("dropped r2 at "), events::toString);
        for (int i = 0; i < 50; i++) {
            offerAll(500);
            work();
            network.take();
            status(1, stream.numbers().sent(), 0);
        }
        assertTrue(stream.numbers().sent() > 2 * CAPACITY, "the other one goes on");
        assertTrue(stream.numbers().retained() > CAPACITY);
    }

    @Test
    void withMaxBothWindowsAreThoseOfTheReceiverThatLeads() {
        open(FlowConfig.of(FlowControl.MAX), RateConfig.UNLIMITED);
        status(1, 0, 0, WINDOW, 2);
        status(2, 0, 0, WINDOW / 2, 1000);
        for (int i = 0; i < 10; i++) {
            publisher.offer(message, 0, 900);
            work();
        }
        assertEquals(2, take(FrameType.DATA).size());
    }

    @Test
    void whoIsLeftBehindIsGivenAloneWhatIsKeptAndGoesOnNearerToTheNewestEachTimeItComesTooLate() {
        open(new FlowConfig(FlowControl.MAX, 0, 0, MS), RateConfig.UNLIMITED);
        status(1, 0, 0);
        status(2, 0, 0);
        final List<Double> skipped = new ArrayList<>();
        long wentOnAt = 0;
        for (int i = 0; skipped.size() < 4 && i < 1000; i++) {
            nowNs += MS;
            for (int offered = 0; offered < 10 || stream.numbers().dropped() == 0 && offered < 64; offered++) {
                publisher.offer(message, 0, 500);
            }
            work();
            network.take();
            status(1, stream.numbers().sent(), 0);
            if (stream.numbers().dropped() > 0 && stream.numbers().retained() - 8 > wentOnAt) {
                nak(2, stream.numbers().retained() - 8, 8);
                final List<SentDatagrams.Datagram> told = take(FrameType.UNAVAILABLE);
                if (!told.isEmpty()) {
                    final long kept = stream.numbers().sent() - stream.numbers().retained();
                    wentOnAt = told.get(0).position();
                    skipped.add((wentOnAt - stream.numbers().retained()) / (double)kept);
                }
            }
        }
        assertEquals(4, skipped.size());
        for (int i = 0; i < 4; i++) {
            assertEquals(1 - Math.pow(0.5, i), skipped.get(i), 0.04, skipped::toString);
        }
        final long from = stream.numbers().sent() - 4000;
        nak(2, from, 4000);
        work();
        final List<SentDatagrams.Datagram> repairs = take(FrameType.DATA);
        assertTrue(repairs.size() > 0 && repairs.size() <= 2, "few at once: " + repairs.size());
        assertTrue(repairs.stream().allMatch(repair -> repair.destination() != 1), "not to the group");
    }

    @Test
    void listsReceiversWithTheirLag() {
        open(FlowConfig.of(FlowControl.MAX), RateConfig.UNLIMITED);
        status(1, 0, 0);
        work();
        publisher.offer(message, 0, 500);
        work();
        final long sent = stream.numbers().sent();
        status(1, sent, 0);
        status(2, 24, 0);
        final List<ReceiverInfo> all = stream.receivers();
        assertEquals(0, all.get(0).lag());
        assertEquals(sent - 24, all.get(1).lag());
        assertEquals(24, all.get(1).position());
    }

    private void offerAll(final int length) {
        int offered = 0;
        while (offered < 64 && publisher.offer(message, 0, length) > 0) {
            offered++;
        }
    }

    private static long dataBytes(final List<SentDatagrams.Datagram> datagrams) {
        return datagrams.stream().filter(datagram -> datagram.type() == FrameType.DATA)
            .mapToLong(datagram -> datagram.bytes().length).sum();
    }

    private void work() {
        stream.send(nowNs);
        stream.tend(nowNs, nowNs);
    }

    private List<SentDatagrams.Datagram> take(final int type) {
        return network.take().stream().filter(datagram -> datagram.type() == type).toList();
    }

    private void status(final long receiver, final long consumed, final long tag) {
        status(receiver, consumed, tag, 1);
    }

    private void status(final long receiver, final long consumed, final long tag, final int window, final int datagrams) {
        StatusFrame.write(frame, 0, 0, 0, ID, consumed, 0, receiver, consumed, window, datagrams, tag);
        StatusFrame.putInterest(frame, 0, 1, new long[] {1}, 0, 1);
        stream.onStatus(frame, 0, source, 0, nowNs, nowNs);
    }

    private void status(final long receiver, final long consumed, final long tag, final long interest) {
        final byte[] name = ("r" + receiver).getBytes(StandardCharsets.UTF_8);
        StatusFrame.write(frame, 0, 0, 0, ID, consumed, 0, receiver, consumed, WINDOW, 1000, tag);
        StatusFrame.putInterest(frame, 0, 1, new long[] {interest}, 0, 1);
        StatusFrame.putName(frame, 0, name, name.length);
        stream.onStatus(frame, 0, source, 0, nowNs, nowNs);
    }

    private void nak(final long receiver, final long position, final int length) {
        NakFrame.write(frame, 0, 0, 0, ID, position, 0, length, receiver);
        stream.onNak(frame, 0, source, 0, nowNs, nowNs);
    }
}
