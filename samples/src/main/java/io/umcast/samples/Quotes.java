/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.umcast.Claim;
import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.QueueSubscriber;
import io.umcast.Session;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import io.umcast.Umcast;
import org.agrona.MutableDirectBuffer;

/**
 * Replays quotes from a CSV file, a topic for each symbol, written in place into the log. A fast reader sees every quote; a slow one
 * conflates: it takes all that wait in its queue and acts on the last of each symbol only.
 */
public final class Quotes {
    private static final int BID = 0;
    private static final int ASK = Long.BYTES;
    private static final int LENGTH = 2 * Long.BYTES;

    private record Quote(String symbol, double bid, double ask) {
    }

    private Quotes() {
    }

    /**
     * Replays the file.
     *
     * @param args how many times (1000); a URI to connect with (loopback).
     * @throws IOException if the file cannot be read.
     */
    public static void main(final String[] args) throws IOException {
        final int times = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        final String uri = args.length > 1 ? args[1] : "udp:interface=lo";
        final List<Quote> quotes = read();
        try (Connection readers = Umcast.connect(uri); Connection feed = Umcast.connect(uri)) {
            final Session fast = readers.createSession();
            final long[] seen = new long[1];
            final Session slow = readers.createSession();
            final Map<String, QueueSubscriber> queues = new LinkedHashMap<>();
            for (final String symbol : quotes.stream().map(Quote::symbol).distinct().toList()) {
                fast.subscribe(topic(symbol), (buffer, offset, length, header) -> seen[0]++);
                queues.put(symbol, slow.subscribeQueue(topic(symbol), SubscriberOptions.DEFAULT));
            }
            slow.start();
            final Thread replay = new Thread(() -> replay(feed, quotes, times), "feed");
            replay.start();
            final Map<String, Double> last = new HashMap<>();
            final long total = (long)quotes.size() * times;
            long actions = 0;
            while (seen[0] < total) {
                fast.poll();
                actions += seen[0] % 64 == 0 ? conflate(queues, last) : 0; // it has better things to do most of the time
            }
            join(replay); // it closes when all its receivers have everything, the slow one in its queues
            while (queues.values().stream().anyMatch(queue -> queue.backlogBytes() > 0)) {
                actions += conflate(queues, last);
            }
            System.out.println(seen[0] + " quotes seen by the fast reader; the slow one acted " + actions + " times, last on " + last);
        }
    }

    private static Topic topic(final String symbol) {
        return Topic.of("quotes." + symbol);
    }

    private static void replay(final Connection connection, final List<Quote> quotes, final int times) {
        try (Session session = connection.createSession()) {
            final Map<String, Publisher> publishers = new HashMap<>();
            quotes.forEach(quote -> publishers.computeIfAbsent(quote.symbol(), symbol -> session.createPublisher(topic(symbol))));
            publishers.values().forEach(publisher -> connection.awaitSubscribers(publisher.topic(), 2, Duration.ofSeconds(10)));
            final Map<String, Claim> claims = new HashMap<>();
            publishers.forEach((symbol, publisher) -> claims.put(symbol, publisher.newClaim()));
            for (int i = 0; i < times; i++) {
                for (final Quote quote : quotes) {
                    final Claim claim = claims.get(quote.symbol());
                    while (publishers.get(quote.symbol()).tryClaim(LENGTH, claim) < 0) {
                        session.poll();
                    }
                    final MutableDirectBuffer buffer = claim.buffer();
                    buffer.putDouble(claim.offset() + BID, quote.bid() + i * 1e-5);
                    buffer.putDouble(claim.offset() + ASK, quote.ask() + i * 1e-5);
                    claim.commit();
                }
                session.poll();
            }
        }
    }

    private static int conflate(final Map<String, QueueSubscriber> queues, final Map<String, Double> last) {
        int actions = 0;
        for (final Map.Entry<String, QueueSubscriber> queue : queues.entrySet()) {
            final int taken = queue.getValue().poll((buffer, offset, length, header) ->
                last.put(queue.getKey(), (buffer.getDouble(offset + BID) + buffer.getDouble(offset + ASK)) / 2), Integer.MAX_VALUE);
            actions += taken > 0 ? 1 : 0;
        }
        return actions;
    }

    private static List<Quote> read() throws IOException {
        try (BufferedReader csv = new BufferedReader(
            new InputStreamReader(Quotes.class.getResourceAsStream("quotes.csv"), StandardCharsets.UTF_8))) {
            return csv.lines().skip(1).map(line -> line.split(",", -1))
                .map(cells -> new Quote(cells[0], Double.parseDouble(cells[1]), Double.parseDouble(cells[2]))).toList();
        }
    }

    private static void join(final Thread thread) {
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
