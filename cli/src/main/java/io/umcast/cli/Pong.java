/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.nio.ByteOrder;

import io.umcast.Claim;
import io.umcast.Connection;
import io.umcast.ConnectionListener;
import io.umcast.Header;
import io.umcast.MessageHandler;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends every ping back. */
@Command(name = "pong", description = "Answers umcast ping. Ends after 10 s of silence once it has been used.", sortOptions = false,
    footer = {"", "Example, in two terminals:", "  umcast pong", "  umcast ping"})
final class Pong extends Reporting {
    static final Topic TOPIC = Topic.of("umcast.pong");

    private static final long SILENCE_NS = 10_000_000_000L;
    private static final int POLLS_PER_LOOK_AT_THE_CLOCK = 256;

    @Mixin
    private Via via;

    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "Ends after so many answers; 0: no end (default).")
    private long count;

    Pong(final Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        final Answering answering;
        try (Connection connection = via.connect(terminal(), new ConnectionListener() { });
             Session session = connection.createSession();
             Publisher publisher = session.createPublisher(TOPIC)) {
            answering = new Answering(publisher);
            session.subscribe(Ping.TOPIC, answering);
            terminal().note("answering pings by " + via.uri());
            serve(session, answering);
        }
        result(new Json().put("answered", answering.answered).put("refused", answering.refused),
            "answered " + Text.count(answering.answered, "ping"));
        return answering.refused == 0 && answering.answered >= count ? SUCCESS : FAILURE;
    }

    private void serve(final Session session, final Answering answering) {
        final IdleStrategy idle = via.idle(Idle.spinning());
        final long limit = count == 0 ? Long.MAX_VALUE : count;
        long seen = 0;
        long seenNs = System.nanoTime();
        int polls = 0;
        while (answering.answered < limit) {
            final int work = session.poll();
            idle.idle(work);
            if (work == 0 && ++polls % POLLS_PER_LOOK_AT_THE_CLOCK == 0) {
                final long nowNs = System.nanoTime();
                if (terminal().isStopping() || seen > 0 && answering.answered == seen && nowNs - seenNs > SILENCE_NS) {
                    return;
                }
                if (answering.answered != seen) {
                    seen = answering.answered;
                    seenNs = nowNs;
                }
            }
        }
    }

    /** Copies a ping from the slot it came in straight into the log it goes back by. */
    private static final class Answering implements MessageHandler {
        private final Publisher publisher;
        private final Claim claim;
        private long answered;
        private long refused;

        Answering(final Publisher publisher) {
            this.publisher = publisher;
            this.claim = publisher.newClaim();
        }

        @Override
        public void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
            final boolean greeting = length >= RoundTrips.MIN_SIZE && buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN) < 0;
            if (publisher.tryClaim(length, claim) > 0) {
                claim.buffer().putBytes(claim.offset(), buffer, offset, length);
                claim.commit();
                answered += greeting ? 0 : 1;
            } else {
                refused += greeting ? 0 : 1; // a greeting may come before we know who sent it
            }
        }
    }
}
