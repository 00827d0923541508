/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import io.umcast.SubscriberOptions;
import io.umcast.SubscriberOptions.Quality;
import io.umcast.core.receive.Reader.Nak;
import io.umcast.core.receive.SentStream.Sent;

/** Whatever the network does to a stream: what is delivered and what is told as lost is the stream. */
final class ImageInterleavingTest {
    private static final long STEP_NS = 50_000;

    /** A publisher that cuts a stream at random, over a network that loses, doubles and disorders. */
    private static final class Network {
        private final SplittableRandom random;
        private final Reader reader;
        private final double loss;
        private final double disorder;
        private final List<long[]> cuts = new ArrayList<>();
        private final List<long[]> flying = new ArrayList<>();
        private long bornNs = Reader.MS * 999;
        private int nextCut;
        private long earliest;

        Network(final long seed, final Reader reader, final double loss, final double disorder) {
            this.random = new SplittableRandom(seed);
            this.reader = reader;
            this.loss = loss;
            this.disorder = disorder;
            cut();
        }

        /** Anywhere, records or not; a pad goes by itself. */
        private void cut() {
            long from = 0;
            for (final Sent record : reader.stream.records()) {
                final long end = record.pad() ? record.position() : record.end();
                while (end - from > (record.pad() ? 0 : 1400)) {
                    from = add(from, from + (random.nextLong(Math.min(1400, end - from) / 8) + 1) * 8);
                }
                if (record.pad()) {
                    from = add(record.position(), record.end());
                }
            }
            while (from < reader.stream.end()) {
                from = add(from, Math.min(reader.stream.end(), from + 1400));
            }
        }

        private long add(final long from, final long to) {
            cuts.add(new long[] {from, to});
            return to;
        }

        long sent() {
            return nextCut == 0 ? 0 : cuts.get(nextCut - 1)[1];
        }

        /** Sends a part of the stream before the reader is there. */
        void missed(final double share) {
            nextCut = (int)(cuts.size() * share);
        }

        void step(final double forget) {
            reader.now += STEP_NS;
            for (int i = random.nextInt(4); i > 0 && nextCut < cuts.size() && isAllowed(cuts.get(nextCut)[1]); i--) {
                post(cuts.get(nextCut++));
            }
            if (random.nextDouble() < forget) {
                earliest = cuts.get(random.nextInt(nextCut + 1) * 9 / 10)[0];
            }
            answer();
            while (!flying.isEmpty() && (random.nextInt(8) > 0 || nextCut == cuts.size())) {
                final long[] cut = flying.remove(random.nextDouble() < disorder ? random.nextInt(flying.size()) : 0);
                reader.data(cut[0], cut[1]);
            }
            if (random.nextInt(20) == 0) {
                final boolean aligned = reader.stream.recordAt(sent()) != null;
                reader.announce(sent(), aligned, Math.min(earliest, sent()), reader.now - bornNs, "a");
            }
            reader.image.poll(reader.now);
            assertTrue(reader.image.receivedPosition() - reader.image.consumedPosition() <= reader.image.windowBytes());
        }

        /** Flow control, once the receiver tells its position. */
        private boolean isAllowed(final long end) {
            return !reader.image.isOpen() || end - reader.image.consumedPosition() <= reader.image.windowBytes();
        }

        private void post(final long[] cut) {
            if (random.nextDouble() >= loss) {
                flying.add(cut);
            }
            if (random.nextDouble() < disorder) {
                flying.add(cut);
            }
        }

        private void answer() {
            for (final Nak nak : reader.naks) {
                if (nak.from() < earliest) {
                    reader.image.onUnavailable(earliest, reader.now);
                }
                for (int i = 0; i < nextCut; i++) {
                    final long[] cut = cuts.get(i);
                    if (cut[0] >= earliest && cut[0] < nak.to() && nak.from() < cut[1]) {
                        post(cut);
                    }
                }
            }
            reader.naks.clear();
            if (!reader.queries.isEmpty() && random.nextDouble() >= loss) {
                TopicFrames.send(reader, 1, 1, "a");
            }
            reader.queries.clear();
        }

        void run(final double forget) {
            int steps = 0;
            while ((nextCut < cuts.size() || reader.image.consumedPosition() < reader.stream.end()) && steps++ < 40_000) {
                step(nextCut < cuts.size() ? forget : 0);
            }
            reader.image.onBye(reader.stream.end(), reader.now);
            reader.later(STEP_NS);
        }
    }

    private static SentStream randomStream(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final SentStream stream = new SentStream(400_000).define(1, "a");
        while (stream.end() < 300_000) {
            switch (random.nextInt(20)) {
                case 0 -> stream.message(1, 1000 + random.nextInt(7000));
                case 1 -> stream.padding(8 + 8 * random.nextInt(40));
                case 2 -> stream.pad(8 + 8 * random.nextInt(1000));
                default -> stream.message(1, random.nextInt(300));
            }
        }
        return stream.message(1, 0);
    }

    private static Reader reader(final long seed, final Quality quality) {
        final Reader reader = new Reader(randomStream(seed)).subscribe(Reader.A, SubscriberOptions.DEFAULT.quality(quality));
        reader.now += Reader.MS;
        return reader.announce(0, true, 0, 1, "a");
    }

    @Property(tries = 60, seed = "1")
    void aReliableStreamArrivesWhole(@ForAll final long seed, @ForAll @DoubleRange(max = 0.4) final double loss,
        @ForAll @DoubleRange(max = 0.5) final double disorder) {
        final Reader reader = reader(seed, Quality.RELIABLE);
        new Network(seed, reader, loss, disorder).run(0);
        assertEquals(List.of(), reader.losses);
        reader.checkAddsUp(reader.stream.end());
        assertEquals(List.of("available 0", "unavailable " + reader.stream.end() + " orderly"), reader.events);
    }

    @Property(tries = 60, seed = "2")
    void whatAForgetfulPublisherCannotRepeatIsToldExactly(@ForAll final long seed, @ForAll @DoubleRange(max = 0.4) final double loss,
        @ForAll @DoubleRange(max = 0.5) final double disorder) {
        final Reader reader = reader(seed, Quality.RELIABLE);
        new Network(seed, reader, loss, disorder).run(0.05);
        reader.checkAddsUp(reader.stream.end());
        assertEquals(reader.stream.end(), reader.image.consumedPosition());
    }

    @Property(tries = 60, seed = "3")
    void bestEffortTellsExactlyWhatItSkips(@ForAll final long seed, @ForAll @DoubleRange(max = 0.4) final double loss,
        @ForAll @DoubleRange(max = 0.5) final double disorder) {
        final Reader reader = reader(seed, Quality.BEST_EFFORT);
        TopicFrames.send(reader, 1, 1, "a"); // as long as a name is missing, it might be for a reliable one
        new Network(seed, reader, loss, disorder).run(0);
        reader.checkAddsUp(reader.stream.end());
        assertEquals(0, reader.counters.naksSent);
    }

    @Property(tries = 40, seed = "4")
    void damagedRecordsCostNoMoreThanThemselvesAndTheirNeighbours(@ForAll final long seed,
        @ForAll @IntRange(min = 1, max = 20) final int damages, @ForAll @DoubleRange(max = 0.2) final double loss) {
        final Reader reader = reader(seed, Quality.RELIABLE);
        final SplittableRandom random = new SplittableRandom(seed);
        final List<Sent> records = reader.stream.records();
        for (int i = 0; i < damages; i++) {
            final Sent record = records.get(1 + random.nextInt(records.size() - 2));
            if (!record.pad()) {
                reader.stream.bytes().putInt((int)record.position(), random.nextInt(8));
            }
        }
        new Network(seed, reader, loss, 0.1).run(0);
        reader.checkAddsUp(reader.stream.end());
        assertEquals(reader.stream.end(), reader.image.consumedPosition());
    }

    @Property(tries = 60, seed = "5")
    void whoeverJoinsLateGetsAllFromWhereItJoined(@ForAll final long seed, @ForAll final SubscriberOptions.Start start,
        @ForAll @DoubleRange(max = 0.5) final double missed, @ForAll @DoubleRange(max = 0.3) final double loss) {
        final Reader reader = new Reader(randomStream(seed));
        final Network network = new Network(seed, reader, loss, 0.1);
        network.missed(missed);
        network.bornNs = 0;
        final SentStream stream = reader.stream;
        final long half = stream.records().get(stream.records().size() / 4).position();
        reader.now += Reader.MS;
        reader.subscribe(Reader.A, start == SubscriberOptions.Start.POSITION ? SubscriberOptions.DEFAULT.startAt(half) :
            SubscriberOptions.DEFAULT.start(start));
        network.earliest = network.nextCut == 0 ? 0 : network.cuts.get(network.nextCut / 3)[0];
        network.run(0);
        assertTrue(reader.joined >= 0, "joined");
        if (start == SubscriberOptions.Start.EARLIEST) {
            assertTrue(reader.joined >= network.earliest && reader.joined <= network.earliest + 9000, "joined at " + reader.joined);
        }
        assertEquals(List.of(), reader.losses);
        reader.checkAddsUp(stream.end());
        assertEquals(stream.end(), reader.image.consumedPosition());
    }
}
