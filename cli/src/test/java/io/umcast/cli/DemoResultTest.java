/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class DemoResultTest {
    private static DemoChild.Told told(final Json json) {
        return new DemoChild.Told(JsonReader.object(json.toString()), 0);
    }

    private static DemoChild.Told publisher(final long sent, final boolean confirmed) {
        return told(new Json().put("messages", sent).put("final", true).put("confirmed", confirmed));
    }

    private static DemoChild.Told subscriber(final long received, final long lost, final long duplicated, final long reordered) {
        final Histogram latency = Percentiles.newHistogram();
        latency.recordValue(10_000);
        latency.recordValue(20_000);
        return told(new Json().put("messages", received).put("lost", lost).put("duplicated", duplicated).put("reordered", reordered)
            .put("final", true).put("flood_rate", received * 1.5).put("latency", DemoSubscriber.encoded(latency)));
    }

    @Test
    void isGoodWhenEachGotAll() {
        final DemoResult result = new DemoResult(publisher(100, true), List.of(subscriber(100, 0, 0, 0), subscriber(100, 0, 0, 0)));
        assertTrue(result.isGood());
        assertTrue(result.text().contains("OK: every subscriber got all 100 messages"), result.text());
        final Map<String, Object> json = JsonReader.object(result.json().toString());
        assertEquals(true, json.get("ok"));
        assertEquals(List.of(100L, 100L), json.get("received"));
        assertEquals(150L, json.get("rate"));
        assertEquals(4, result.text().lines().filter(line -> line.contains("#")).count() + 2, result.text());
        assertTrue(json.get("latency_ns") instanceof Map<?, ?> latency && (Long)latency.get("p50") >= 10_000, json::toString);
    }

    @Test
    void saysWhichSubscriberMissedWhat() {
        final DemoResult result = new DemoResult(publisher(100, true), List.of(subscriber(100, 0, 0, 0), subscriber(99, 1, 0, 0)));
        assertFalse(result.isGood());
        assertTrue(result.text().contains("FAILED: subscriber 2 got 99 of 100: 1 lost, 0 doubled"), result.text());
    }

    @Test
    void countsDoubledAndDisorderedAsFaults() {
        assertFalse(new DemoResult(publisher(100, true), List.of(subscriber(100, 0, 1, 0))).isGood());
        assertFalse(new DemoResult(publisher(100, true), List.of(subscriber(100, 0, 0, 1))).isGood());
        assertFalse(new DemoResult(publisher(100, false), List.of(subscriber(100, 0, 0, 0))).isGood());
        assertFalse(new DemoResult(publisher(0, true), List.of(subscriber(0, 0, 0, 0))).isGood());
    }

    @Test
    void failsForWhoDidNotComeToItsEnd() {
        final DemoChild.Told killed = told(new Json().put("messages", 100));
        assertTrue(new DemoResult(publisher(100, true), List.of(killed)).text().contains("subscriber 1 did not come to its end"));
        assertTrue(new DemoResult(killed, List.of(subscriber(100, 0, 0, 0))).text().contains("the publisher did not come to its end"));
    }

    @Test
    void reckonsRatesFromOneReportToTheNext() {
        final DemoChild.Told none = new DemoChild.Told(Map.of(), 0);
        final DemoChild.Told first = none.next(Map.of("messages", 10L, "time_ns", 5_000_000_000L));
        assertEquals(0, first.perSecond());
        assertEquals(200, first.next(Map.of("messages", 110L, "time_ns", 5_500_000_000L)).perSecond());
    }

    @Test
    void drawsARowForEachProcess() {
        final List<DemoTable.Row> rows =
            List.of(new DemoTable.Row("publisher", 41, 1234567, 1e6, 64, -1), new DemoTable.Row("subscriber 1", 42, 1234000, 2e6, 64, 7));
        assertEquals("""
               1.5 s  throughput
              process             pid         messages          msg/s         MB/s     lost
              publisher            41        1,234,567      1,000,000         64.0        \s
              subscriber 1         42        1,234,000      2,000,000        128.0        7
            """, DemoTable.text(1.5, "throughput", rows));
        assertEquals("   1.5 s  throughput   publisher 1,000,000/s  subscriber 1 2,000,000/s", DemoTable.line(1.5, "throughput", rows));
    }
}
