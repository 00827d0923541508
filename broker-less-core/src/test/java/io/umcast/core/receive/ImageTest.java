/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import static io.umcast.core.receive.Reader.A;
import static io.umcast.core.receive.Reader.B;
import static io.umcast.core.receive.Reader.MS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.umcast.LossEvent.Reason;
import io.umcast.MessageHandler;
import io.umcast.SubscriberOptions;
import io.umcast.SubscriberOptions.Quality;
import io.umcast.TopicPattern;
import io.umcast.core.receive.Reader.Loss;
import io.umcast.core.receive.Reader.Nak;
import io.umcast.core.wire.RecordHeader;

final class ImageTest {
    /** A definition of 16 bytes, then messages of 64 bytes each, header included. */
    private final SentStream stream = new SentStream(1 << 17).define(1, "a");
    private final Reader reader = new Reader(stream);

    private Reader open() {
        reader.subscribe(A);
        reader.now += MS;
        return reader.announce(0, true, 0, 1, "a");
    }

    private ImageTest messages(final int count) {
        for (int i = 0; i < count; i++) {
            stream.message(1, 56);
        }
        return this;
    }

    @Test
    void deliversInOrderFromTheSlotWithoutCopying() {
        messages(4);
        open().data(0, 144).data(144, 272);
        assertEquals(List.of(16L, 80L, 144L, 208L), reader.begins());
        assertEquals(272, reader.counters.bytesInPlace);
        assertEquals(0, reader.counters.bytesAssembled);
        assertEquals(272, reader.image.consumedPosition());
        assertEquals(List.of("available 0"), reader.events);
    }

    @Test
    void assemblesARecordThatSpansDatagramsAndDeliversTheRestInPlace() {
        messages(3);
        open().data(0, 104).data(104, 128).data(128, 208);
        assertEquals(List.of(16L, 80L, 144L), reader.begins());
        assertEquals(64, reader.counters.bytesAssembled);
        assertEquals(144, reader.counters.bytesInPlace);
    }

    @Test
    void keepsWhatComesOutOfOrderUntilTheGapIsFilled() {
        messages(4);
        open().data(0, 80).data(144, 208).data(208, 272);
        assertEquals(List.of(16L), reader.begins());
        assertEquals(80, reader.image.consumedPosition());
        assertEquals(272, reader.image.receivedPosition());
        reader.data(80, 144);
        assertEquals(List.of(16L, 80L, 144L, 208L), reader.begins());
        assertEquals(272, reader.image.consumedPosition());
    }

    @Test
    void ignoresDuplicates() {
        messages(3);
        open().data(0, 80).data(0, 80).data(144, 208).data(144, 208).data(80, 144).data(80, 208);
        assertEquals(List.of(16L, 80L, 144L), reader.begins());
        assertEquals(3, reader.counters.duplicates);
    }

    @Test
    void skipsPaddingInTheStreamAndPadFrames() {
        stream.message(1, 8).padding(400).message(1, 8).pad(48).message(1, 8);
        open().data(0, 32).data(32, 448).data(448, 496).data(496, 512);
        assertEquals(List.of(16L, 432L, 496L), reader.begins());
        final Reader disordered = new Reader(stream).subscribe(A);
        disordered.now += MS;
        disordered.announce(0, true, 0, 1, "a").data(496, 512).data(448, 496).data(32, 448).data(0, 32);
        assertEquals(List.of(16L, 432L, 496L), disordered.begins());
    }

    @Test
    void dropsWhatIsBeyondTheWindow() {
        messages(1500);
        open().data(0, 80);
        final long beyond = 80 + reader.image.windowBytes() / 64 * 64L;
        reader.data(beyond, beyond + 64);
        assertEquals(1, reader.counters.beyondWindow);
        assertEquals(80, reader.image.receivedPosition());
    }

    @Test
    void naksAGapAfterItsBackoffAndAgainUntilRepaired() {
        messages(3);
        open().data(0, 80).data(144, 208);
        assertEquals(List.of(), reader.naks);
        reader.later(200_000);
        assertEquals(List.of(new Nak(80, 144, false)), reader.naks);
        reader.later(4 * MS);
        assertEquals(1, reader.naks.size());
        reader.later(MS);
        assertEquals(2, reader.naks.size());
        reader.data(80, 144).later(100 * MS);
        assertEquals(2, reader.naks.size());
        assertEquals(List.of(16L, 80L, 144L), reader.begins());
    }

    @Test
    void aConfirmHoldsTheNakBack() {
        messages(3);
        open().data(0, 80).data(144, 208);
        reader.image.onConfirm(80, 64, reader.now);
        reader.later(200_000);
        assertEquals(List.of(), reader.naks);
        reader.later(5 * MS);
        assertEquals(1, reader.naks.size());
    }

    @Test
    void aLostTailIsSeenByTheAnnouncement() {
        messages(3);
        open().data(0, 80).announce(208, true, 0, MS, "a").later(200_000);
        assertEquals(List.of(new Nak(80, 208, false)), reader.naks);
    }

    @Test
    void anUnavailableGapIsALossUpToTheNextRecord() {
        messages(5);
        open().data(0, 80).data(120, 160).data(160, 336); // a datagram cut in the midst of records
        reader.image.onUnavailable(120, reader.now);
        reader.later(MS);
        assertEquals(List.of(new Loss(80, 144, Reason.UNAVAILABLE)), reader.losses);
        assertEquals(List.of(16L, 144L, 208L, 272L), reader.begins());
        assertEquals(336, reader.image.consumedPosition());
    }

    @Test
    void deliveryGoesOnInPlaceBehindALoss() {
        messages(6);
        open().data(0, 80).data(144, 208);
        reader.image.onUnavailable(144, reader.now);
        reader.later(MS).data(208, 400);
        reader.checkAddsUp(400);
        assertEquals(80 + 192, reader.counters.bytesInPlace);
    }

    @Test
    void aGapThatNobodyRepairsIsALossAfterItsTimeout() {
        messages(3);
        open().data(0, 80).data(144, 208);
        for (int i = 0; i < 49; i++) {
            reader.later(10 * MS).announce(208, true, 0, MS, "a");
        }
        assertEquals(List.of(), reader.losses);
        reader.later(10 * MS);
        assertEquals(List.of(new Loss(80, 144, Reason.TIMEOUT)), reader.losses);
        assertEquals(List.of(16L, 144L), reader.begins());
    }

    @Test
    void bestEffortSkipsAGapWithoutAsking() {
        messages(3);
        reader.subscribe(A, SubscriberOptions.DEFAULT.quality(Quality.BEST_EFFORT));
        reader.now += MS;
        reader.announce(0, true, 0, 1, "a").data(0, 80).data(144, 208).later(200_000);
        assertEquals(List.of(), reader.naks);
        assertEquals(List.of(new Loss(80, 144, Reason.BEST_EFFORT)), reader.losses);
        assertEquals(List.of(16L, 144L), reader.begins());
        assertEquals(1, reader.counters.bestEffortSkips);
    }

    @Test
    void aMalformedRecordIsALossUpToTheNextKnownRecord() {
        messages(4);
        RecordHeader.write(stream.bytes(), 80, 1, 7);
        open().data(0, 208).data(208, 272);
        assertEquals(List.of(new Loss(80, 208, Reason.MALFORMED)), reader.losses);
        assertEquals(List.of(16L, 208L), reader.begins());
        assertEquals(1, reader.counters.malformedRecords);
    }

    @Test
    void aThrowingHandlerLosesNothing() {
        messages(3);
        reader.registry.add(new HandlerSubscription(TopicPattern.of(A), SubscriberOptions.DEFAULT, (buffer, offset, length, header) -> {
            throw new IllegalStateException("on purpose");
        }, reader.registry::remove), reader.now);
        open().data(0, 208);
        assertEquals(List.of(16L, 80L, 144L), reader.begins());
        assertEquals(3, reader.errors.size());
    }

    @Test
    void aThrowingErrorHandlerLosesNothingEither() {
        messages(3);
        final int[] calls = {0};
        final SubscriptionRegistry registry = new SubscriptionRegistry();
        final MessageHandler handler = (buffer, offset, length, header) -> {
            calls[0]++;
            throw new IllegalStateException("on purpose");
        };
        registry.add(new HandlerSubscription(TopicPattern.of(A), SubscriberOptions.DEFAULT, handler, registry::remove), 0);
        final TopicDispatch dispatch = new TopicDispatch(registry, 1, null, error -> {
            throw (IllegalStateException)error;
        });
        final Image image = new Image(reader.config, null, dispatch, reader, reader, reader.counters, new java.util.SplittableRandom(1));
        image.onAnnounce(0, true, 0, 0, 0, Reader.digest(), SentStream.LOG_CAPACITY, 1, 1);
        int thrown = 0;
        try {
            image.onData(stream.bytes(), 0, 208, 0, 0, 0, 0, 1);
        } catch (final IllegalStateException e) {
            thrown++;
        }
        for (int i = 0; i < 3; i++) {
            try {
                image.poll(2);
            } catch (final IllegalStateException e) {
                thrown++;
            }
        }
        assertEquals(3, thrown);
        assertEquals(3, calls[0]);
        assertEquals(208, image.consumedPosition());
    }

    @Test
    void joinsAYoungStreamAtItsBeginThoughItsFirstDataWasMissed() {
        messages(3);
        reader.subscribe(A);
        reader.now += 10 * MS;
        reader.announce(208, true, 0, 5 * MS, "a").later(1);
        assertEquals(List.of(new Nak(0, 208, false)), reader.naks);
        reader.data(0, 208);
        assertEquals(List.of(16L, 80L, 144L), reader.begins());
    }

    @Test
    void whatAYoungStreamHasForgottenIsALoss() {
        messages(5);
        reader.subscribe(A);
        reader.now += 10 * MS;
        reader.announce(336, true, 120, 5 * MS, "a").later(1);
        assertEquals(List.of("available 0"), reader.events);
        TopicFrames.send(reader, 1, 1, "a");
        reader.data(120, 336);
        assertEquals(List.of(new Loss(0, 144, Reason.UNAVAILABLE)), reader.losses);
        assertEquals(List.of(144L, 208L, 272L), reader.begins());
    }

    @Test
    void joinsAnOlderStreamNowWhenItKnowsTheNames() {
        messages(5);
        reader.subscribe(A).announce(144, false, 0, MS, "a").data(120, 208);
        assertEquals(List.of(), reader.events);
        reader.later(200_000);
        assertEquals(List.of(1), reader.queries);
        TopicFrames.send(reader, 1, 1, "a");
        assertEquals(List.of("available 144"), reader.events);
        assertEquals(List.of(144L), reader.begins());
        reader.data(208, 336);
        assertEquals(List.of(144L, 208L, 272L), reader.begins());
        assertEquals(List.of(), reader.naks);
    }

    @Test
    void asksForHistoryByUnicast() {
        messages(5);
        reader.subscribe(A, SubscriberOptions.DEFAULT.start(SubscriberOptions.Start.EARLIEST)).announce(336, true, 120, MS, "a");
        TopicFrames.send(reader, 1, 1, "a");
        reader.later(200_000);
        assertEquals(List.of(new Nak(120, 336, true)), reader.naks);
        reader.data(120, 208).data(208, 336);
        assertEquals(List.of(144L, 208L, 272L), reader.begins());
        assertEquals(List.of("available 144"), reader.events);
        assertEquals(List.of(), reader.losses);
    }

    @Test
    void joinsAtAPositionThatIsStillHeld() {
        messages(5);
        reader.subscribe(A, SubscriberOptions.DEFAULT.startAt(208)).announce(336, true, 0, MS, "a");
        TopicFrames.send(reader, 1, 1, "a");
        reader.later(200_000);
        assertEquals(List.of(new Nak(208, 336, true)), reader.naks);
        reader.data(144, 336);
        assertEquals(List.of(208L, 272L), reader.begins());
    }

    @Test
    void asksForNamesPageByPage() {
        reader.subscribe(A).announce(336, true, 0, MS, "x", "a", "y");
        reader.later(200_000);
        assertFalse(reader.image.isOpen());
        TopicFrames.send(reader, 1, 1, "x", "a", "y");
        reader.later(1);
        TopicFrames.send(reader, 2, 2, "x", "a", "y");
        assertEquals(List.of(1, 2), reader.queries);
        assertTrue(reader.image.isOpen());
        assertArrayEquals(new long[] {2}, reader.image.dispatch().interestWords());
    }

    @Test
    void namesOfAnotherDigestAreNotTrusted() {
        reader.subscribe(A).announce(336, true, 0, MS, "b");
        TopicFrames.send(reader, 1, 1, "a");
        reader.announce(336, true, 0, MS, "b");
        assertEquals(1, reader.counters.digestMismatches);
        assertFalse(reader.image.isOpen());
        TopicFrames.send(reader, 1, 1, "b");
        assertTrue(reader.image.isOpen());
        assertEquals(0, reader.image.dispatch().interestWords().length);
    }

    @Test
    void holdsAMessageOfAnUnknownTopicUntilItIsNamed() {
        stream.message(2, 8).message(1, 8);
        open().subscribe(B).data(0, 48);
        assertEquals(List.of(), reader.begins());
        assertEquals(16, reader.image.consumedPosition());
        TopicFrames.send(reader, 1, 2, "a", "b");
        assertEquals(List.of(16L, 32L), reader.begins());
        assertEquals(List.of(B, A), reader.messages.stream().map(Reader.Message::topic).toList());
    }

    @Test
    void losesExactlyTheMessagesOfATopicThatIsNeverNamed() {
        stream.message(2, 8).message(2, 8).message(1, 8).message(2, 8);
        open().data(0, 80);
        for (int i = 0; i < 9; i++) {
            reader.later(11 * MS);
        }
        assertEquals(List.of(), reader.begins());
        reader.later(2 * MS).later(1);
        assertEquals(List.of(48L), reader.begins());
        assertEquals(List.of(new Loss(16, 48, Reason.TIMEOUT), new Loss(64, 80, Reason.TIMEOUT)), reader.losses);
    }

    @Test
    void aFullQueueThatHoldsBackHoldsTheStreamForAll() {
        messages(60);
        final QueueSubscription queue = new QueueSubscription(TopicPattern.of(A),
            SubscriberOptions.DEFAULT.queueBytes(4096).holdOnOverrun(true),
            new io.umcast.ConnectionListener() {
            }, reader.registry::remove);
        reader.registry.add(queue, reader.now);
        open().data(0, stream.end());
        final int held = reader.messages.size();
        assertTrue(held > 20 && held < 60, "held at " + held);
        assertEquals(16 + 64L * held, reader.image.consumedPosition());
        final int[] polled = {0};
        while (reader.messages.size() < 60) {
            polled[0] += queue.poll((buffer, offset, length, header) -> {
            }, 8);
            reader.later(1);
        }
        polled[0] += queue.poll((buffer, offset, length, header) -> {
        }, 100);
        assertEquals(60, polled[0]);
        assertEquals(0, queue.overruns());
        reader.checkAddsUp(stream.end());
    }

    @Test
    void endsInOrderWhenAllWasDelivered() {
        messages(2);
        open().data(0, 80);
        reader.image.onBye(144, reader.now);
        reader.later(MS);
        assertEquals(List.of(new Nak(80, 144, false)), reader.naks);
        reader.data(80, 144).later(1);
        assertEquals(List.of("available 0", "unavailable 144 orderly"), reader.events);
        assertTrue(reader.image.isClosed());
    }

    @Test
    void aSilentPublisherIsGoneAndItsGapsAreLost() {
        messages(3);
        open().data(0, 80).data(144, 208);
        for (int i = 0; i < 11; i++) {
            reader.later(100 * MS);
            if (i == 0) {
                reader.image.onConfirm(0, 8, reader.now);
            }
        }
        reader.later(100 * MS);
        assertEquals("unavailable 208 silent", reader.events.get(1));
        reader.checkAddsUp(208);
    }

    @Test
    void aPauseOfTheSessionIsNotTheSilenceOfThePublisher() {
        messages(1);
        open().data(0, 80).later(5_000 * MS);
        assertFalse(reader.image.isClosed());
    }

    @Test
    void aPauseOfTheSessionIsNotTheLatenessOfARepair() {
        messages(3);
        open().data(0, 80).data(144, 208).later(200_000).later(5_000 * MS);
        assertEquals(List.of(), reader.losses);
        reader.data(80, 144).later(MS);
        assertEquals(List.of(16L, 80L, 144L), reader.begins());
    }

    @Test
    void aPauseOfTheSessionIsNotTheLatenessOfAName() {
        stream.message(2, 8);
        open().subscribe(B).data(0, 32).later(MS).later(5_000 * MS);
        TopicFrames.send(reader, 1, 2, "a", "b");
        reader.later(MS);
        assertEquals(List.of(16L), reader.begins());
        assertEquals(List.of(), reader.losses);
    }

    /** Who looks seldom learns of a loss and of the end late, but does. */
    @Test
    void manyPausesAreATimeoutAllTheSame() {
        messages(3);
        open().data(0, 80).data(144, 208);
        for (int i = 0; i < 6; i++) {
            reader.later(400 * MS);
        }
        assertEquals(List.of(new Loss(80, 144, Reason.TIMEOUT)), reader.losses);
        assertTrue(reader.image.isClosed());
    }

    @Test
    void interestFollowsTheSubscriptions() {
        open();
        TopicFrames.send(reader, 1, 2, "a", "b");
        final long version = reader.image.dispatch().interestVersion();
        assertArrayEquals(new long[] {1}, reader.image.dispatch().interestWords());
        reader.subscribe(B).later(1);
        assertArrayEquals(new long[] {3}, reader.image.dispatch().interestWords());
        assertTrue(reader.image.dispatch().interestVersion() > version);
        assertEquals(1, reader.registry.targetsFor(B)[0].imageCount());
        reader.registry.targetsFor(A)[0].close();
        reader.later(1);
        assertArrayEquals(new long[] {2}, reader.image.dispatch().interestWords());
        reader.registry.targetsFor(B)[0].close();
        assertFalse(reader.image.hasTargets());
    }
}
