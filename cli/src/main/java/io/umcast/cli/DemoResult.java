/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.DataFormatException;

import org.HdrHistogram.Histogram;

/** What came of the demo: whether each subscriber got each message once and in order, and how fast. */
final class DemoResult {
    private final DemoChild.Told publisher;
    private final List<DemoChild.Told> subscribers;
    private final List<String> faults = new ArrayList<>();
    private final Histogram latency = Percentiles.newHistogram();

    /**
     * From the last reports.
     *
     * @param publisher   its last report.
     * @param subscribers theirs.
     */
    DemoResult(final DemoChild.Told publisher, final List<DemoChild.Told> subscribers) {
        this.publisher = publisher;
        this.subscribers = subscribers;
        if (!isFinal(publisher)) {
            faults.add("the publisher did not come to its end");
        } else if (sent() == 0) {
            faults.add("nothing was published");
        } else if (!Boolean.TRUE.equals(publisher.values().get("confirmed"))) {
            faults.add("not everything was confirmed to the publisher");
        }
        for (int i = 0; i < subscribers.size(); i++) {
            judge(i + 1, subscribers.get(i));
        }
    }

    private void judge(final int number, final DemoChild.Told told) {
        if (!isFinal(told)) {
            faults.add("subscriber " + number + " did not come to its end");
            return;
        }
        if (told.number("messages") != sent() || told.number("lost") + told.number("duplicated") + told.number("reordered") > 0) {
            faults.add("subscriber " + number + " got " + Text.count(told.number("messages")) + " of " + Text.count(sent()) + ": " +
                Text.count(told.number("lost")) + " lost, " + Text.count(told.number("duplicated")) + " doubled, " +
                Text.count(told.number("reordered")) + " out of order");
        }
        try {
            final byte[] encoded = Base64.getDecoder().decode(told.text("latency"));
            latency.add(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0));
        } catch (final DataFormatException | IllegalArgumentException e) {
            faults.add("subscriber " + number + " told no latencies: " + e.getMessage());
        }
    }

    private static boolean isFinal(final DemoChild.Told told) {
        return Boolean.TRUE.equals(told.values().get("final"));
    }

    private long sent() {
        return publisher.number("messages");
    }

    boolean isGood() {
        return faults.isEmpty();
    }

    /** The slowest subscriber's rate of the throughput phase. */
    private double rate() {
        return subscribers.stream().mapToDouble(told -> told.values().get("flood_rate") instanceof Number rate ? rate.doubleValue() : 0)
            .min().orElse(0);
    }

    Json json() {
        return new Json().put("ok", isGood()).put("subscribers", subscribers.size()).put("sent", sent())
            .put("received", subscribers.stream().map(told -> told.number("messages")).toList())
            .put("lost", sum("lost")).put("duplicated", sum("duplicated")).put("reordered", sum("reordered")).put("rate", rate())
            .put("latency_ns", Percentiles.json(latency));
    }

    private long sum(final String key) {
        return subscribers.stream().mapToLong(told -> told.number(key)).sum();
    }

    String text() {
        final StringBuilder text = new StringBuilder();
        if (latency.getTotalCount() > 0) {
            text.append(String.format(Locale.ROOT,
                "latency, from publishing to the handler in another process: %d B at %,d msg/s, %,d samples%n",
                DemoProcess.MESSAGE_LENGTH, DemoPublisher.PACE, latency.getTotalCount()));
            text.append(Bars.text(latency)).append(Percentiles.text(latency).substring(System.lineSeparator().length())).append("\n\n");
        }
        text.append("throughput: ").append(Text.rate(rate())).append(" of ").append(DemoProcess.MESSAGE_LENGTH)
            .append(" B to each of ").append(Text.count(subscribers.size(), "subscriber")).append("\n\n");
        if (isGood()) {
            return text.append("OK: every subscriber got all ").append(Text.count(sent(), "message")).append(", each once and in order")
                .toString();
        }
        return text.append("FAILED: ").append(String.join("; ", faults)).toString();
    }
}
