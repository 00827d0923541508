/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.util.concurrent.atomic.AtomicInteger;

import io.umcast.Connection;
import io.umcast.ConnectionListener;
import io.umcast.Publisher;
import io.umcast.ReceiverInfo;
import io.umcast.Session;
import io.umcast.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes as many messages as go. */
@Command(name = "flood", description = "Publishes as fast as its receivers take it, for umcast drain.", sortOptions = false,
    footer = {"", "Examples, beside an umcast drain in another terminal:", "  umcast flood --size 64 --seconds 5",
        "  umcast flood --via 'udp:interface=lo&log=16m' --mix --count 1000000    (with: drain --verify)"})
final class Flood extends Reporting {
    static final String TOPIC = "umcast.flood";

    private static final Seconds DEFAULT_TIME = new Seconds(5_000_000_000L);

    @Mixin
    private Via via;

    @Option(names = "--topic", paramLabel = "TOPIC", defaultValue = TOPIC, description = "The topic (default: ${DEFAULT-VALUE}).")
    private Topic topic;

    @Option(names = "--size", paramLabel = "B", defaultValue = "64",
        description = "Bytes of a message (default: ${DEFAULT-VALUE}); from 8 on it has a number, so that drain sees losses.")
    private ByteSize size;

    @Option(names = "--seconds", paramLabel = "S", description = "How long (default: 5, without end if --count is given).")
    private Seconds seconds;

    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "The most messages; 0: no limit (default).")
    private long count;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "0", description = "Messages a second; 0: as many as go (default).")
    private double rate;

    @Option(names = "--mix", description = "Sizes as they are met: 90 %% of 8 to 256 B, 9.9 %% of 1 to 4 KiB, 0.1 %% of 64 KiB to 1 MiB " +
        "(or what the log takes: log=16m takes it). Implies --verify.")
    private boolean mix;

    @Option(names = "--verify", description = "Fills messages with what drain --verify can check.")
    private boolean verify;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of --mix and --verify (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--wait", paramLabel = "S", defaultValue = "10",
        description = "Seconds to wait for a subscriber (default: ${DEFAULT-VALUE}).")
    private Seconds wait;

    Flood(final Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        if (count < 0 || !(rate >= 0)) {
            throw usageError("--count and --rate are 0 or more");
        }
        final Seconds time = seconds != null ? seconds : count > 0 ? new Seconds(0) : DEFAULT_TIME;
        final Flooding.Load load =
            new Flooding.Load(size.bytes(), mix, mix || verify, seed, count == 0 ? Long.MAX_VALUE : count, rate, time);
        final AtomicInteger vanished = new AtomicInteger();
        final Flooding flooding;
        final boolean consumed;
        try (Connection connection = via.connect(terminal(), listener(vanished));
             Session session = connection.createSession();
             Publisher publisher = session.createPublisher(topic)) {
            if (!mix && size.bytes() > publisher.maxMessageLength()) {
                throw usageError("--size " + size.bytes() + ": the longest message is of " + publisher.maxMessageLength() +
                    " bytes, an eighth of the log; raise log= in --via");
            }
            Via.awaitSubscriber(terminal(), connection, publisher, wait, "umcast drain");
            flooding = new Flooding(session, publisher, load, via.idle(Idle.spinning()));
            final Progress progress = Progress.show(terminal(), () -> "flood: " + Text.count(flooding.progress(), "message"));
            try {
                flooding.run(terminal()::isStopping);
                consumed = flooding.linger(terminal()::isStopping);
            } finally {
                progress.close();
            }
        }
        final boolean confirmed = consumed && vanished.get() == 0 && !flooding.isCutShort(); // closing has told of all who vanished
        report(flooding, confirmed);
        return confirmed ? SUCCESS : FAILURE;
    }

    private ConnectionListener listener(final AtomicInteger vanished) {
        return new ConnectionListener() {
            @Override
            public void onReceiverLeft(final ReceiverInfo receiver, final boolean orderly) {
                if (!orderly) {
                    vanished.incrementAndGet();
                    terminal().note("receiver " + receiver.name() + " at " + Text.address(receiver.address()) + " has vanished");
                }
            }
        };
    }

    private void report(final Flooding flooding, final boolean confirmed) {
        if (flooding.isCutShort()) {
            terminal().note("ended early: the last subscriber has left");
        } else if (!confirmed) {
            terminal().note("not everything has been confirmed by the receivers");
        }
        final double rateReached = flooding.perSecond(flooding.sent());
        result(new Json().put("sent", flooding.sent()).put("rate", rateReached).put("back_pressured", flooding.backPressured())
            .put("bytes", flooding.bytes()).put("confirmed", confirmed),
            "sent " + Text.count(flooding.sent(), "message") + ", " + Text.rate(rateReached) + ", " +
            Text.throughput(flooding.perSecond(flooding.bytes())) + ", " + Text.bytes(flooding.bytes()) + " in all, pushed back " +
            Text.count(flooding.backPressured(), "time") + (confirmed ? "; its receivers have it all" : ""));
    }
}
