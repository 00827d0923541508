/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.umcast.Connection;
import io.umcast.ConnectionListener;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.UmcastException;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures round trips, one at a time. */
@Command(name = "ping", description = "Measures round trips to an umcast pong, one at a time.", sortOptions = false,
    footer = {"", "Example, in two terminals:", "  umcast pong", "  umcast ping --size 64 --count 100000"})
final class Ping extends Reporting {
    static final Topic TOPIC = Topic.of("umcast.ping");

    /** As loss-timeout, unless it is set: until then what is missing may come. */
    private static final long LOST_NS = 5_000_000_000L;
    private static final long GREETING_NS = 20_000_000L;

    @Mixin
    private Via via;

    @Option(names = "--size", paramLabel = "B", defaultValue = "64",
        description = "Bytes of a message (default: ${DEFAULT-VALUE}). Below 8 only the low bytes of its number fit in, " +
            "so that several pings at once " +
            "may take each other's answers for theirs.")
    private ByteSize size;

    @Option(names = "--count", paramLabel = "N", defaultValue = "100000",
        description = "Round trips to measure (default: ${DEFAULT-VALUE}).")
    private long count;

    @Option(names = "--warmup", paramLabel = "N", defaultValue = "20000",
        description = "Round trips before, not measured (default: ${DEFAULT-VALUE}).")
    private long warmup;

    @Option(names = "--wait", paramLabel = "S", defaultValue = "10",
        description = "Seconds to wait for a pong (default: ${DEFAULT-VALUE}).")
    private Seconds wait;

    Ping(final Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        if (count < 1 || warmup < 0) {
            throw usageError("--count is at least 1, --warmup at least 0");
        }
        final Histogram histogram = Percentiles.newHistogram();
        final long lost;
        try (Connection connection = via.connect(terminal(), new ConnectionListener() { });
             Session session = connection.createSession();
             Publisher publisher = session.createPublisher(TOPIC)) {
            final RoundTrips trips = new RoundTrips(session, publisher, size.bytes(), via.idle(Idle.spinning()));
            session.subscribe(Pong.TOPIC, trips);
            lost = measure(connection, publisher, trips, histogram);
        }
        result(new Json().put("size", size.bytes()).put("count", histogram.getTotalCount()).put("lost", lost)
            .put("rtt_ns", Percentiles.json(histogram)),
            "round trips of " + size.bytes() + " B: " + Text.count(histogram.getTotalCount()) + ", " + Text.count(lost) + " lost" +
            Percentiles.text(histogram));
        return lost == 0 && histogram.getTotalCount() == count ? SUCCESS : FAILURE;
    }

    private long measure(final Connection connection, final Publisher publisher, final RoundTrips trips, final Histogram histogram) {
        final long deadline = System.nanoTime() + wait.nanos();
        Via.awaitSubscriber(terminal(), connection, publisher, wait, "umcast pong");
        final long first = new SecureRandom().nextLong() >>> 2; // numbers of our own, and never below zero
        greet(trips, first, deadline);
        final AtomicLong done = new AtomicLong();
        long lost = 0;
        final Progress progress = Progress.show(terminal(), () -> "ping: " + Text.count(done.get()) + " of " + Text.count(warmup + count));
        try {
            for (long i = 0; i < warmup + count && !terminal().isStopping(); i++) {
                final long nanos = trips.roundTrip(first + i, LOST_NS);
                if (nanos == RoundTrips.LOST) {
                    lost++;
                } else if (i >= warmup) {
                    Percentiles.record(histogram, nanos);
                }
                done.lazySet(i);
            }
        } finally {
            progress.close();
        }
        return lost;
    }

    /** The pong hears us; now until we hear it: its publisher has to learn of our subscription. */
    private void greet(final RoundTrips trips, final long first, final long deadline) {
        long greeting = Long.MIN_VALUE + first;
        while (trips.roundTrip(greeting++, GREETING_NS) == RoundTrips.LOST) {
            if (terminal().isStopping() || System.nanoTime() - deadline > 0) {
                throw new UmcastException("an umcast pong is there, but its answers do not come through by " + via.uri());
            }
        }
    }
}
