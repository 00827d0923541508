/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.ConnectionListener;
import io.umcast.LossEvent;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import io.umcast.core.counters.CounterType;
import io.umcast.core.counters.CountersDirectory;
import io.umcast.core.counters.CountersSnapshot;
import org.agrona.concurrent.UnsafeBuffer;

/** A program for a network namespace: a stream by two cables, of which now one, now the other is taken down while it runs. */
final class FeedCut {
    static final String SUCCESS = "every message came, once, in order";
    static final String FEED_A = "feeda";
    static final String FEED_B = "feedb";
    private static final int MESSAGES_A_PHASE = 40_000;
    private static final String PATIENT = "&image-timeout=60s&receiver-timeout=60s&loss-timeout=60s";
    private static final long LIMIT_NS = 100_000_000_000L;

    private final UnsafeBuffer message = new UnsafeBuffer(new byte[1024]);
    private final long begin = System.nanoTime();
    private Session publishing;
    private Session subscribing;
    private long sent;
    private long received;
    private String fault;

    private FeedCut() {
    }

    /**
     * Runs it.
     *
     * @param args further options of the URI, or none.
     * @throws Exception if anything fails.
     */
    public static void main(final String[] args) throws Exception {
        new FeedCut().run(args.length == 0 ? "" : "&" + args[0]);
        System.out.println(SUCCESS);
    }

    private void run(final String options) throws Exception {
        final String uri = "udp:interface=" + FEED_A + "&feed-b=" + FEED_B + "&linger=0s" + PATIENT + options;
        final ConnectionConfig callbacks = ConnectionConfig.defaults().errorHandler(error -> fault = error.toString())
            .listener(new ConnectionListener() {
                @Override
                public void onLoss(final LossEvent loss) {
                    fault = loss.toString();
                }
            });
        try (Connection connection = Umcast.connect(uri, callbacks)) {
            publishing = connection.createSession();
            subscribing = connection.createSession();
            final Topic topic = Topic.of("prices");
            subscribing.subscribe(topic, (buffer, offset, length, header) -> {
                if (buffer.getLong(offset) != received) {
                    fault = "message " + buffer.getLong(offset) + " came as number " + received;
                }
                received++;
            });
            final Publisher publisher = publishing.createPublisher(topic);
            await("the subscriber", publisher::isConnected);
            final String[] changes = {FEED_A + " down", FEED_A + " up", FEED_B + " down", FEED_B + " up", ""};
            for (final String change : changes) {
                publish(publisher, MESSAGES_A_PHASE);
                if (!change.isEmpty()) {
                    final int space = change.indexOf(' ');
                    link(change.substring(0, space), change.substring(space + 1)); // while messages are under way
                }
                publish(publisher, MESSAGES_A_PHASE);
                await("all", () -> received == sent);
                seeWhichLost(change);
                final long pause = System.nanoTime() + 300_000_000L;
                await("announcements", () -> System.nanoTime() > pause);
            }
        }
    }

    /** A cut cable has lost something, as the counters of this process tell; one that was never cut has not. */
    private void seeWhichLost(final String change) {
        if (change.endsWith(" down")) {
            await("the loss of " + change, () -> lost(change.startsWith(FEED_A) ? " feed A" : " feed B") > 0);
            if (change.startsWith(FEED_A) && lost(" feed B") != 0) {
                throw new IllegalStateException("feed B has lost " + lost(" feed B") + " bytes");
            }
        }
    }

    private static long lost(final String feed) {
        final String own = ProcessHandle.current().pid() + "-"; // another process' file may go while it is read
        return CountersDirectory.list(CountersDirectory.byDefault()).stream()
            .filter(file -> file.getFileName().toString().startsWith(own)).map(CountersSnapshot::read)
            .flatMap(snapshot -> snapshot.counters().stream())
            .filter(counter -> counter.typeId() == CounterType.FEED_BYTES_LOST.id() && counter.label().endsWith(feed))
            .mapToLong(CountersSnapshot.Counter::value).sum();
    }

    private static void link(final String name, final String state) throws Exception {
        final Process process = new ProcessBuilder("ip", "link", "set", name, state).inheritIO().start();
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("cannot set " + name + " " + state);
        }
    }

    private void publish(final Publisher publisher, final int count) {
        final long[] result = new long[1];
        for (int i = 0; i < count; i++) {
            message.putLong(0, sent);
            await("room", () -> (result[0] = publisher.offer(message, 0, 8 + (int)(sent % 700))) != Publisher.BACK_PRESSURED);
            if (result[0] < 0) {
                throw new IllegalStateException("refused with " + result[0]);
            }
            sent++;
        }
    }

    private void await(final String what, final BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            publishing.poll();
            subscribing.poll();
            if (fault != null || System.nanoTime() - begin > LIMIT_NS) {
                throw new IllegalStateException(what + ": " + received + " of " + sent + " received, " + fault);
            }
        }
    }
}
