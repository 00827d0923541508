/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Locale;

import io.umcast.Claim;
import io.umcast.Connection;
import io.umcast.ConnectionListener;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.UmcastException;
import org.agrona.concurrent.IdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demo's publisher: paces itself for half of the time, then floods. */
@Command(name = "demo-publisher", hidden = true, description = "A part of the demo.")
final class DemoPublisher extends DemoProcess {
    /** Messages a second while latency is measured. */
    static final int PACE = 10_000;

    private static final int BURST = 1024;
    private static final double WARMUP_SHARE = 0.15;
    private static final long MOST_WARMUP_NS = 1_000_000_000L;
    private static final long LINGER_NS = 10_000_000_000L;
    private static final Duration STEP = Duration.ofMillis(50);

    @Option(names = "--seconds", required = true)
    private Seconds seconds;

    @Option(names = "--subscribers", required = true)
    private int subscribers;

    @Option(names = "--wait", defaultValue = "30")
    private Seconds wait;

    private long sent;

    DemoPublisher(final Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        watchParent();
        final boolean confirmed;
        try (Connection connection = via().connect(terminal(), new ConnectionListener() { });
             Session session = connection.createSession();
             Publisher publisher = session.createPublisher(Topic.of(TOPIC))) {
            await(connection, publisher);
            final IdleStrategy idle = idle();
            publish(session, publisher, idle);
            confirmed = linger(session, publisher, idle);
        }
        report(status("done").put("final", true).put("confirmed", confirmed));
        return confirmed && !terminal().isStopping() ? SUCCESS : FAILURE;
    }

    private void await(final Connection connection, final Publisher publisher) {
        final long deadline = System.nanoTime() + wait.nanos();
        while (!connection.awaitSubscribers(publisher.topic(), subscribers, STEP)) {
            if (terminal().isStopping() || System.nanoTime() - deadline > 0) {
                throw new UmcastException("only " + connection.subscriberCount(publisher.topic()) + " of " + subscribers +
                    " subscribers have come");
            }
        }
    }

    private void publish(final Session session, final Publisher publisher, final IdleStrategy idle) {
        final Claim claim = publisher.newClaim();
        final long begin = System.nanoTime();
        final long measured = begin + Math.min(MOST_WARMUP_NS, (long)(seconds.nanos() * WARMUP_SHARE));
        final long flood = begin + seconds.nanos() / 2;
        final long end = begin + seconds.nanos();
        for (long nowNs = begin; nowNs - end < 0 && !terminal().isStopping(); nowNs = System.nanoTime()) {
            final Phase phase = nowNs - measured < 0 ? Phase.WARMUP : nowNs - flood < 0 ? Phase.LATENCY : Phase.THROUGHPUT;
            final long due = phase == Phase.THROUGHPUT ? sent + BURST : (long)((nowNs - begin) * (PACE / 1e9));
            int published = 0;
            while (sent < due && published < BURST && publish(publisher, claim, phase)) {
                published++;
            }
            idle.idle(session.poll() + published);
            if (isReportDue(nowNs)) {
                report(status(phase.name().toLowerCase(Locale.ROOT)));
            }
        }
    }

    private boolean publish(final Publisher publisher, final Claim claim, final Phase phase) {
        final long position = publisher.tryClaim(MESSAGE_LENGTH, claim);
        if (position < 0) {
            if (position != Publisher.BACK_PRESSURED) {
                throw new UmcastException("the subscribers have gone");
            }
            return false;
        }
        claim.buffer().putLong(claim.offset() + SEQUENCE_OFFSET, sent++, ByteOrder.LITTLE_ENDIAN);
        claim.buffer().putLong(claim.offset() + TIME_OFFSET, System.nanoTime(), ByteOrder.LITTLE_ENDIAN);
        claim.buffer().putInt(claim.offset() + PHASE_OFFSET, phase.ordinal(), ByteOrder.LITTLE_ENDIAN);
        claim.commit();
        return true;
    }

    private boolean linger(final Session session, final Publisher publisher, final IdleStrategy idle) {
        final long deadline = System.nanoTime() + LINGER_NS;
        while (publisher.consumedPosition() < publisher.position()) {
            if (System.nanoTime() - deadline > 0 || terminal().isStopping()) {
                return false;
            }
            idle.idle(session.poll());
        }
        return true;
    }

    private Json status(final String phase) {
        return new Json().put("phase", phase).put("messages", sent).put("bytes", sent * MESSAGE_LENGTH).put("time_ns", System.nanoTime());
    }
}
