/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import io.umcast.Connection;
import io.umcast.Session;
import io.umcast.Topic;
import org.agrona.concurrent.IdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Receives a flood and tells whether it was whole. */
@Command(name = "drain", description = "Receives umcast flood; tells its rate, and what was lost, doubled or out of order.",
    sortOptions = false, footer = {"", "Example, in two terminals:", "  umcast drain", "  umcast flood --seconds 5"})
final class Drain extends Reporting {
    @Mixin
    private Via via;

    @Option(names = "--topic", paramLabel = "TOPIC", defaultValue = Flood.TOPIC, description = "The topic (default: ${DEFAULT-VALUE}).")
    private Topic topic;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "0",
        description = "Ends after this time, or when the flood has ended before; 0: only then (default).")
    private Seconds seconds;

    @Option(names = "--count", paramLabel = "N", defaultValue = "0",
        description = "Ends after so many messages, in the middle of a flood, too; 0: no limit (default).")
    private long count;

    @Option(names = "--verify", description = "Checks every message's content: of flood --mix or --verify.")
    private boolean verify;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The flood's (default: ${DEFAULT-VALUE}).")
    private long seed;

    Drain(final Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        if (count < 0) {
            throw usageError("--count is 0 or more");
        }
        final long end = seconds.after(System.nanoTime());
        final Draining draining = new Draining(verify, seed, count == 0 ? Long.MAX_VALUE : count);
        try (Connection connection = via.connect(terminal(), draining); Session session = connection.createSession()) {
            session.subscribe(topic, draining);
            terminal().note("draining " + topic + " by " + via.uri());
            final Progress progress = Progress.show(terminal(), () -> "drain: " + Text.count(draining.progress(), "message"));
            try {
                final IdleStrategy idle = via.idle(Idle.spinning());
                while (!draining.isOver() && !terminal().isStopping() && System.nanoTime() - end < 0) {
                    idle.idle(draining.poll(session));
                }
            } finally {
                progress.close();
            }
        }
        report(draining);
        return draining.received() >= Math.max(1, count) && draining.vanished() == 0 && isWhole(draining) ? SUCCESS : FAILURE;
    }

    private static boolean isWhole(final Draining draining) {
        return draining.lost() + draining.duplicated() + draining.reordered() + draining.corrupt() == 0;
    }

    private void report(final Draining draining) {
        if (draining.received() == 0) {
            terminal().note("nothing was received: start umcast flood within the time of --seconds, with the same --via and --topic");
        } else if (draining.received() < count) {
            terminal().note("the flood had fewer messages than --count " + count);
        } else if (draining.vanished() > 0) {
            terminal().note("the flood has vanished without a goodbye");
        }
        final double rate = draining.perSecond(draining.received());
        result(new Json().put("received", draining.received()).put("lost", draining.lost()).put("duplicated", draining.duplicated())
            .put("reordered", draining.reordered()).put("corrupt", draining.corrupt()).put("rate", rate).put("bytes", draining.bytes()),
            "received " + Text.count(draining.received(), "message") + ", " + Text.rate(rate) + ", " +
            Text.throughput(draining.perSecond(draining.bytes())) + ", " + Text.bytes(draining.bytes()) + " in all; " +
            (isWhole(draining) ? "none lost, doubled, out of order" + (verify ? " or corrupt" : "") :
                Text.count(draining.lost()) + " lost, " + Text.count(draining.duplicated()) + " doubled, " +
                Text.count(draining.reordered()) + " out of order, " + Text.count(draining.corrupt()) + " corrupt"));
    }
}
