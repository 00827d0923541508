/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;

import io.umcast.core.transport.TransportHarness.Received;
import io.umcast.natives.Abi;
import org.junit.jupiter.api.Test;

class FaultyTransportTest {
    private static final int MTU = 256;

    private final ScriptedTransport inner = new ScriptedTransport(MTU);

    private static FaultyTransport over(final Transport inner, final double loss, final double duplicate, final double reorder,
        final long seed) {
        return new FaultyTransport(inner, loss, duplicate, reorder, seed);
    }

    /** Passes datagrams numbered from 0 through, and polls until nothing is held. */
    private static List<Long> pass(final ScriptedTransport inner, final FaultyTransport faulty, final int datagrams) {
        final List<Long> came = new ArrayList<>();
        for (int i = 0; i < datagrams; i++) {
            while (!inner.receive(TransportHarness.number(i), 8)) {
                take(faulty, came);
            }
        }
        for (int i = 0; i < 200; i++) {
            take(faulty, came);
        }
        return came;
    }

    private static void take(final FaultyTransport faulty, final List<Long> into) {
        faulty.poll(Abi.POLL_DATA);
        for (final Received received : takeAll(faulty)) {
            into.add(received.number());
        }
    }

    private static List<Received> takeAll(final FaultyTransport faulty) {
        final List<Received> all = new ArrayList<>();
        for (int record = faulty.dataRx().next(); record >= 0; record = faulty.dataRx().next()) {
            all.add(Received.of(faulty.dataRx(), record));
        }
        faulty.dataRx().release();
        return all;
    }

    private static List<Long> range(final int end) {
        return LongStream.range(0, end).boxed().toList();
    }

    @Test
    void withoutFaultsAllPassesInOrder() {
        assertEquals(range(10_000), pass(inner, over(inner, 0, 0, 0, 1), 10_000));
    }

    @Test
    void whatItSaysIsLostIsExactlyWhatIsMissing() {
        final FaultyTransport faulty = over(inner, 0.05, 0, 0, 1);
        final List<Long> came = pass(inner, faulty, 100_000);
        assertEquals(100_000 - came.size(), faulty.lost());
        assertEquals(came, came.stream().sorted().distinct().toList());
        assertTrue(faulty.lost() > 4_500 && faulty.lost() < 5_500, "lost " + faulty.lost());
    }

    @Test
    void whatItSaysIsDuplicatedIsExactlyWhatComesTwice() {
        final FaultyTransport faulty = over(inner, 0, 0.02, 0, 1);
        final List<Long> came = pass(inner, faulty, 100_000);
        assertEquals(came.size() - 100_000, faulty.duplicated());
        assertEquals(range(100_000), came.stream().distinct().toList());
        assertTrue(faulty.duplicated() > 1_700 && faulty.duplicated() < 2_300, "duplicated " + faulty.duplicated());
    }

    @Test
    void whatItHoldsBackComesAfterTheNext() {
        final FaultyTransport faulty = over(inner, 0, 0, 0.05, 1);
        final List<Long> came = pass(inner, faulty, 100_000);
        assertEquals(100_000, new HashSet<>(came).size());
        assertEquals(100_000, came.size());
        long late = 0;
        for (int i = 1; i < came.size(); i++) {
            late += came.get(i) < came.get(i - 1) ? 1 : 0;
        }
        assertEquals(late, faulty.reordered());
        assertTrue(late > 4_000 && late < 5_500, "late " + late);
    }

    @Test
    void nothingIsHeldForever() {
        final FaultyTransport faulty = over(inner, 0, 0, 1, 1);
        assertTrue(inner.receive(TransportHarness.number(7), 8));
        final List<Long> came = new ArrayList<>();
        take(faulty, came);
        assertEquals(List.of(), came);
        for (int i = 0; i < 100; i++) {
            take(faulty, came);
        }
        assertEquals(List.of(7L), came);
    }

    @Test
    void theSameSeedMakesTheSameFaults() {
        final List<Long> first = pass(inner, over(inner, 0.05, 0.02, 0.05, 42), 20_000);
        final ScriptedTransport second = new ScriptedTransport(MTU);
        assertEquals(first, pass(second, over(second, 0.05, 0.02, 0.05, 42), 20_000));
        final ScriptedTransport third = new ScriptedTransport(MTU);
        assertNotEquals(first, pass(third, over(third, 0.05, 0.02, 0.05, 43), 20_000));
    }

    @Test
    void eachSegmentOfABatchHasItsOwnFate() {
        final FaultyTransport faulty = over(inner, 0.3, 0.2, 0.2, 5);
        final List<Long> came = new ArrayList<>();
        for (int batch = 0; batch < 1_000; batch++) {
            final ByteBuffer segments = ByteBuffer.allocate(10 * 8);
            for (int i = 0; i < 10; i++) {
                segments.put(TransportHarness.number(batch * 10L + i));
            }
            assertTrue(inner.receive(segments.array(), 8));
            take(faulty, came);
        }
        for (int i = 0; i < 200; i++) {
            take(faulty, came);
        }
        assertEquals(10_000 - faulty.lost(), new HashSet<>(came).size());
        assertEquals(10_000 - faulty.lost() + faulty.duplicated(), came.size());
        assertTrue(faulty.lost() > 2_500 && faulty.lost() < 3_500, "lost " + faulty.lost());
    }

    @Test
    void keepsTheSourceAndTheShorterLastSegment() {
        final FaultyTransport faulty = over(inner, 0, 0, 0, 1);
        assertTrue(inner.receive(new byte[20], 8));
        faulty.poll(Abi.POLL_DATA);
        final List<Received> came = takeAll(faulty);
        assertEquals(List.of(8, 8, 4), came.stream().map(received -> received.bytes().length).toList());
        came.forEach(received -> assertEquals(1, received.source().port()));
    }

    @Test
    void cutsWhatIsLongerThanTheMtu() {
        for (final double reorder : new double[] {0, 1}) {
            final ScriptedTransport stranger = new ScriptedTransport(MTU);
            final FaultyTransport faulty = over(stranger, 0, 0, reorder, 1);
            assertTrue(stranger.receive(new byte[1000], 1000));
            final List<Received> came = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                faulty.poll(Abi.POLL_DATA);
                came.addAll(takeAll(faulty));
            }
            assertEquals(1, came.size());
            assertEquals(MTU, came.get(0).bytes().length);
            assertEquals(Abi.RX_TRUNCATED, came.get(0).flags());
        }
    }

    @Test
    void aSegmentSizeOfNothingIsOneDatagram() {
        final FaultyTransport faulty = over(inner, 0, 0, 0, 1);
        assertTrue(inner.receive(TransportHarness.number(3), 0));
        assertTrue(inner.receive(new byte[0], 0));
        faulty.poll(Abi.POLL_DATA);
        assertEquals(List.of(8, 0), takeAll(faulty).stream().map(received -> received.bytes().length).toList());
    }

    @Test
    void whatItsReaderHasNotReadKeepsTheInnerTransportsSlots() {
        final FaultyTransport faulty = over(inner, 0, 0.5, 0, 1);
        long sent = 0;
        for (int idle = 0; idle < 3;) {
            idle = inner.receive(TransportHarness.number(sent), 8) ? 0 : idle + 1;
            sent += idle == 0 ? 1 : 0;
            faulty.poll(Abi.POLL_DATA);
        }
        assertEquals(ScriptedTransport.SLOTS - 1, sent); // a ring keeps room for the next header
        final List<Long> came = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            takeAll(faulty).forEach(received -> came.add(received.number()));
            take(faulty, came);
        }
        assertEquals(range((int)sent), came.stream().distinct().toList());
    }

    @Test
    void touchesNeitherWhatIsSentNorTheControlEndpoint() {
        assertEquals(0, over(inner, 1, 0, 0, 1).poll(Abi.POLL_SEND | Abi.POLL_CONTROL));
        assertTrue(inner.receive(TransportHarness.number(1), 8));
        final FaultyTransport faulty = over(inner, 1, 0, 0, 1);
        faulty.poll(Abi.POLL_SEND | Abi.POLL_CONTROL);
        assertEquals(0, faulty.lost());
        faulty.poll(Abi.POLL_DATA);
        assertEquals(1, faulty.lost());
    }
}
