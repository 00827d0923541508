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

import io.umcast.Claim;
import io.umcast.ConnectionListener;
import io.umcast.Publisher;
import io.umcast.ReceiverInfo;
import io.umcast.Topic;
import io.umcast.core.log.Log;
import io.umcast.core.transport.Region;
import io.umcast.core.wire.AnnounceFrame;
import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;
import io.umcast.core.wire.NakFrame;
import io.umcast.core.wire.QueryFrame;
import io.umcast.core.wire.StatusFrame;
import io.umcast.core.wire.TopicsFrame;
import io.umcast.natives.Abi;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final int CAPACITY = 64 * 1024;
    private static final int GROUP = 1;
    private static final long ID = 77;
    private static final long MS = 1_000_000L;
    private static final Topic TOPIC = Topic.of("a.topic");

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + Log.TRAILER_LENGTH));
    private final SentDatagrams network = new SentDatagrams(256 * 1024, memory);
    private final FakeTransport transport = new FakeTransport(network);
    private final List<String> events = new ArrayList<>();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer source = new UnsafeBuffer(new byte[Abi.RX_RECORD_SIZE]);
    private final Log log = new Log(new Region(1, memory), false);
    private final Stream stream = stream(FlowControl.MIN);
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[CAPACITY / 8]);
    private long nowNs;

    private Stream stream(final FlowControl flowControl) {
        final StreamConfig config = new StreamConfig(0, 5, 1000, 0.5, FlowConfig.of(flowControl), RateConfig.UNLIMITED,
            false, 100 * MS, MS, 1000 * MS, MS / 2, 2000 * MS);
        return new Stream(config, ID, GROUP, log, transport, new Destinations(transport), new ConnectionListener() {
            @Override
            public void onReceiverJoined(final ReceiverInfo receiver) {
                events.add("joined " + receiver.name());
            }

            @Override
            public void onReceiverLeft(final ReceiverInfo receiver, final boolean orderly) {
                events.add("left " + receiver.name() + (orderly ? " orderly" : " silently") + " at " + receiver.position());
            }
        }, 0);
    }

    @Test
    void refusesToPublishToNobodyAndOpensWhenASubscriberOfTheTopicIsThere() {
        final Publisher publisher = stream.createPublisher(TOPIC, false);
        assertEquals(Publisher.NOT_CONNECTED, publisher.offer(message, 0, 8));
        status(1, 0, 0, 1 << 16, 100, 0);
        work();
        assertEquals(Publisher.NOT_CONNECTED, publisher.offer(message, 0, 8), "it subscribes to another topic");
        status(1, 0, 0, 1 << 16, 100, 1);
        work();
        assertTrue(publisher.isConnected());
        assertTrue(publisher.offer(message, 0, 8) > 0);
        assertEquals(1, stream.subscriberCount(TOPIC));
        assertEquals(List.of("joined r1"), events);
    }

    @Test
    void definesATopicAheadOfItsFirstMessage() {
        final Publisher publisher = connected();
        publisher.offer(message, 0, 8);
        work();
        final SentDatagrams.Datagram data = take(FrameType.DATA).get(0);
        final int range = FrameHeader.LENGTH;
        assertEquals(0x7FFF_FFFF, data.frame().getInt(range + 4));
        assertEquals(1, data.frame().getInt(range + 8));
        assertEquals("a.topic", data.frame().getStringWithoutLengthUtf8(range + 12, 7));
        assertEquals(1, data.frame().getInt(range + 24 + 4), "then the message");
    }

    @Test
    void stopsAtTheWindowOfTheSlowestReceiverAndGoesOnWhenItHasConsumed() {
        final Publisher publisher = connected();
        status(2, 0, 0, 2000, 100, 1);
        work();
        while (publisher.offer(message, 0, 500) > 0) {
            work();
        }
        assertTrue(stream.isStalled());
        final long sent = stream.numbers().sent();
        assertTrue(sent <= 2000 && sent > 2000 - 1000);
        status(2, sent, sent, 2000, 100, 1);
        work();
        assertTrue(stream.numbers().sent() > sent);
    }

    @Test
    void countsTheWindowInDatagramsToo() {
        final Publisher publisher = connected();
        status(2, 0, 0, 1 << 16, 3, 1);
        work();
        for (int i = 0; i < 10; i++) {
            publisher.offer(message, 0, 8);
            work();
        }
        assertEquals(3, take(FrameType.DATA).size());
    }

    @Test
    void answersANakWithTheSameDatagramToTheGroupOnceForAllWhoAsk() {
        final Publisher publisher = connected();
        for (int i = 0; i < 5; i++) {
            publisher.offer(message, 0, 100);
            work();
        }
        final List<SentDatagrams.Datagram> sent = take(FrameType.DATA);
        nak(1, sent.get(2).position(), sent.get(2).rangeLength(), 0);
        nak(2, sent.get(2).position(), sent.get(2).rangeLength(), 0);
        work();
        nak(3, sent.get(2).position(), sent.get(2).rangeLength(), 0);
        work();
        final List<SentDatagrams.Datagram> repairs = take(FrameType.DATA);
        assertEquals(1, repairs.size());
        assertEquals(sent.get(2).position(), repairs.get(0).position());
        assertEquals(GROUP, repairs.get(0).destination());
        nowNs += MS;
        nak(1, sent.get(2).position(), sent.get(2).rangeLength(), 0);
        work();
        assertEquals(1, take(FrameType.DATA).size(), "after the hold-off it is sent again");
    }

    @Test
    void sendsAgainAtOnceWhatTheReceiverKnowsToBeLost() {
        final Publisher publisher = connected();
        publisher.offer(message, 0, 100);
        work();
        take(FrameType.DATA);
        nak(1, 0, 8, 0);
        work();
        assertEquals(1, take(FrameType.DATA).size());
        final long repairedAt = nowNs;
        nowNs += 1_000;
        nakHaving(repairedAt, 2, 0, 8);
        work();
        assertEquals(0, take(FrameType.DATA).size(), "on its way");
        nakHaving(repairedAt + 1, 2, 0, 8);
        work();
        assertEquals(1, take(FrameType.DATA).size(), "something later came without it");
    }

    @Test
    void holdsARepairOffForTwoRoundTripsAtMost() {
        final Publisher publisher = connected();
        publisher.offer(message, 0, 100);
        work();
        take(FrameType.DATA);
        nakHaving(nowNs - 30_000, 1, 0, 8);
        work();
        assertEquals(1, take(FrameType.DATA).size());
        nowNs += 59_000;
        nak(2, 0, 8, 0);
        work();
        assertEquals(0, take(FrameType.DATA).size());
        nowNs += 2_000;
        nak(2, 0, 8, 0);
        work();
        assertEquals(1, take(FrameType.DATA).size());
    }

    @Test
    void answersWhoAsksForItselfByUnicast() {
        final Publisher publisher = connected();
        publisher.offer(message, 0, 100);
        work();
        take(FrameType.DATA);
        nak(1, 0, 8, FrameHeader.FLAG_UNICAST);
        work();
        assertEquals(FakeTransport.destination(0), take(FrameType.DATA).get(0).destination());
    }

    @Test
    void tellsWhoAsksForWhatIsGoneWhereTheStreamBeginsNow() {
        final Publisher publisher = connected();
        long sent = 0;
        while (sent < 3L * CAPACITY) {
            publisher.offer(message, 0, 500);
            work();
            network.take();
            sent = stream.numbers().sent();
            status(1, sent, sent, 1 << 16, 100, 1);
        }
        final long retained = stream.numbers().retained();
        assertTrue(retained >= sent - CAPACITY && retained <= sent - CAPACITY / 2);
        nak(1, 0, 64, 0);
        work();
        final SentDatagrams.Datagram answer = take(FrameType.UNAVAILABLE).get(0);
        assertEquals(retained, answer.position());
        assertEquals(FakeTransport.destination(0), answer.destination());
    }

    @Test
    void pushesBackWhenTheLogIsFullAndKeepsWhatTheSlowestHasNotConsumed() {
        final Publisher publisher = connected();
        int offered = 0;
        while (publisher.offer(message, 0, 1000) > 0) {
            offered++;
            work();
            network.take();
        }
        assertTrue(offered >= CAPACITY / 1008 - 2 && offered <= CAPACITY / 1008);
        assertEquals(Publisher.BACK_PRESSURED, publisher.offer(message, 0, 1000));
        assertEquals(0, stream.numbers().retained());
    }

    @Test
    void announcesAtOnceThenSoonAfterDataThenEverLessOften() {
        work();
        assertEquals(1, take(FrameType.ANNOUNCE).size());
        final Publisher publisher = connected();
        nowNs += 500 * MS;
        publisher.offer(message, 0, 8);
        work();
        network.take();
        final List<Long> times = new ArrayList<>();
        final long begin = nowNs;
        while (nowNs < begin + 400 * MS) {
            nowNs += MS / 2;
            work();
            final List<SentDatagrams.Datagram> announces = take(FrameType.ANNOUNCE);
            for (final SentDatagrams.Datagram announce : announces) {
                assertEquals(40, announce.position());
                times.add((nowNs - begin) / MS);
            }
        }
        assertEquals(List.of(1L, 3L, 7L, 15L, 31L, 63L, 127L, 227L, 327L), times.stream().map(t -> t).toList());
    }

    @Test
    void namesItsTopicsToWhoAsks() {
        for (int i = 0; i < 200; i++) {
            stream.createPublisher(Topic.of("topic.with.a.rather.long.name." + i), false);
        }
        QueryFrame.write(frame, 0, 0, ID, 0, 1, 1);
        stream.onQuery(frame, 0, source, 0, 0);
        final UnsafeBuffer answer = network.take().get(0).frame();
        assertEquals(FrameType.TOPICS, FrameHeader.type(answer, 0));
        assertEquals(200, TopicsFrame.total(answer, 0));
        final int count = TopicsFrame.count(answer, 0);
        assertTrue(count > 10 && count < 200);
        assertEquals("topic.with.a.rather.long.name.0", TopicsFrame.name(answer, TopicsFrame.firstEntry(0)));
        QueryFrame.write(frame, 0, 0, ID, 0, 1, 1 + count);
        stream.onQuery(frame, 0, source, 0, 0);
        assertEquals(1 + count, TopicsFrame.firstNumber(network.take().get(0).frame(), 0));
    }

    @Test
    void dropsAReceiverThatIsSilentByName() {
        connected();
        for (int i = 0; i < 11; i++) {
            nowNs += 100 * MS;
            if (i == 8) {
                status(2, 0, 0, 1 << 16, 100, 1);
            }
            work();
        }
        assertEquals(List.of("joined r1", "joined r2", "left r1 silently at 0"), events);
        assertEquals(1, stream.subscriberCount(TOPIC));
    }

    @Test
    void letsAReceiverLeave() {
        final Publisher publisher = connected();
        StatusFrame.write(frame, 0, FrameHeader.FLAG_LEAVING, 0, ID, 0, 0, 1, 0, 0, 0, 0);
        stream.onStatus(frame, 0, source, 0, nowNs, nowNs);
        work();
        assertEquals(List.of("joined r1", "left r1 orderly at 0"), events);
        assertFalse(publisher.isConnected());
    }

    @Test
    void doesNotWaitForAReceiverWhosePositionIsGone() {
        final Publisher publisher = connected();
        while (stream.numbers().retained() == 0) {
            publisher.offer(message, 0, 500);
            work();
            network.take();
            final long sent = stream.numbers().sent();
            status(1, sent, sent, 1 << 16, 100, 1);
        }
        status(9, 0, 0, 100, 1, 1);
        work();
        final long before = stream.numbers().sent();
        publisher.offer(message, 0, 500);
        work();
        assertTrue(stream.numbers().sent() > before);
    }

    @Test
    void givesUpAClaimThatIsNeverCommitted() {
        final Publisher publisher = connected();
        final Claim claim = publisher.newClaim();
        publisher.tryClaim(8, claim);
        publisher.offer(message, 0, 8);
        work();
        work();
        nowNs += 2500 * MS;
        work();
        assertEquals(0, stream.numbers().claimsUnblocked(), "a pause of ours may be one of the claiming thread, too");
        for (int i = 0; i < 25; i++) {
            nowNs += 100 * MS;
            status(1, 0, 0, 1 << 16, 100, 1);
            work();
        }
        assertEquals(1, stream.numbers().claimsUnblocked());
        assertEquals(stream.numbers().claimed(), stream.numbers().sent());
        Assertions.assertThrows(IllegalStateException.class, claim::commit);
    }

    @Test
    void isDrainedWhenEverybodyHasEverythingAndThenSaysGoodbye() {
        final Publisher publisher = connected();
        publisher.offer(message, 0, 8);
        assertFalse(stream.isDrained());
        work();
        network.take();
        work();
        work();
        assertFalse(stream.isDrained());
        final long sent = stream.numbers().sent();
        status(1, sent, sent, 1 << 16, 100, 1);
        work();
        assertTrue(stream.isDrained());
        stream.bye(0);
        assertEquals(sent, take(FrameType.BYE).get(0).position());
        assertEquals(sent, publisher.consumedPosition());
    }

    @Test
    void refusesAMessageThatCannotFitWithTheWayOut() {
        final Publisher publisher = connected();
        final String text = Assertions.assertThrows(IllegalArgumentException.class,
            () -> publisher.offer(message, 0, publisher.maxMessageLength() + 1)).getMessage();
        assertTrue(text.contains("option log"), text);
        assertTrue(publisher.offer(message, 0, 8) > 0, "and nothing is left claimed");
    }

    @Test
    void announcesWhatAReceiverHasToKnow() {
        stream.createPublisher(TOPIC, false);
        nowNs = 7 * MS;
        work();
        final UnsafeBuffer announce = take(FrameType.ANNOUNCE).get(0).frame();
        assertEquals(FrameHeader.FLAG_ALIGNED, FrameHeader.flags(announce, 0));
        assertEquals(7 * MS, AnnounceFrame.age(announce, 0));
        assertEquals(1, AnnounceFrame.topicCount(announce, 0));
        assertEquals(CAPACITY, AnnounceFrame.capacity(announce, 0));
        assertEquals(1000, AnnounceFrame.mtu(announce, 0));
        assertEquals(100_000, AnnounceFrame.interval(announce, 0));
    }

    private Publisher connected() {
        final Publisher publisher = stream.createPublisher(TOPIC, false);
        status(1, 0, 0, 1 << 16, 1000, 1);
        work();
        network.take();
        return publisher;
    }

    private void work() {
        stream.send(nowNs);
        stream.tend(nowNs, nowNs);
    }

    private List<SentDatagrams.Datagram> take(final int type) {
        return network.take().stream().filter(datagram -> datagram.type() == type).toList();
    }

    private void status(final long receiver, final long consumed, final long received, final int window, final int datagrams,
        final long interest) {
        final byte[] name = ("r" + receiver).getBytes(StandardCharsets.UTF_8);
        StatusFrame.write(frame, 0, 0, 0, ID, consumed, 0, receiver, received, window, datagrams, 0);
        StatusFrame.putInterest(frame, 0, 1, new long[] {interest}, 0, 1);
        StatusFrame.putName(frame, 0, name, name.length);
        stream.onStatus(frame, 0, source, 0, nowNs, nowNs);
    }

    private void nak(final long receiver, final long position, final int length, final int flags) {
        NakFrame.write(frame, 0, flags, 0, ID, position, 0, length, receiver);
        stream.onNak(frame, 0, source, 0, nowNs, nowNs);
    }

    private void nakHaving(final long heard, final long receiver, final long position, final int length) {
        NakFrame.write(frame, 0, FrameHeader.FLAG_HEARD, 0, ID, position, heard, length, receiver);
        stream.onNak(frame, 0, source, 0, nowNs, nowNs);
    }
}
