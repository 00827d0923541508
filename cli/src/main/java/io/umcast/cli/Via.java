/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.time.Duration;

import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.ConnectionListener;
import io.umcast.Publisher;
import io.umcast.Umcast;
import io.umcast.UmcastException;
import org.agrona.concurrent.IdleStrategy;
import picocli.CommandLine.Option;

/** How a command reaches the network. */
final class Via {
    static final String LOOPBACK = "udp:interface=lo";
    private static final Duration STEP = Duration.ofMillis(100);

    @Option(names = "--via", paramLabel = "URI", defaultValue = LOOPBACK,
        description = "The network, such as @|bold udp:interface=eth0&mtu=8k&group=239.7.7.7&port=40456|@ (default: ${DEFAULT-VALUE}). " +
            "The same on both sides. All keys are in docs/configuration.md.")
    private String uri;

    @Option(names = "--idle", paramLabel = "HOW",
        description = "What its thread does when there is nothing to do: ${COMPLETION-CANDIDATES}.")
    private Idle idle;

    String uri() {
        return uri;
    }

    /** Connects; what goes wrong later is told on standard error. */
    Connection connect(final Terminal terminal, final ConnectionListener listener) {
        return Umcast.connect(uri,
            ConnectionConfig.defaults().listener(listener).errorHandler(error -> terminal.note(Failures.message(error))));
    }

    IdleStrategy idle(final IdleStrategy byDefault) {
        return idle == null ? byDefault : idle.strategy();
    }

    /**
     * Waits until somebody subscribes to a publisher's topic.
     *
     * @param terminal   that may ask to stop.
     * @param connection of the publisher.
     * @param publisher  to wait for.
     * @param wait       the longest wait.
     * @param remedy     what to start, for the error.
     * @throws UmcastException if nobody came.
     */
    static void awaitSubscriber(final Terminal terminal, final Connection connection, final Publisher publisher, final Seconds wait,
        final String remedy) {
        final long deadline = System.nanoTime() + wait.nanos();
        boolean there = publisher.isConnected();
        while (!there && !terminal.isStopping() && System.nanoTime() - deadline < 0) {
            there = connection.awaitSubscribers(publisher.topic(), 1, STEP);
        }
        if (!there) {
            throw new UmcastException("nobody subscribes to " + publisher.topic() + " by " + connection.uri() +
                (terminal.isStopping() ? "" : ", waited " + Text.time(wait.nanos())) + ": start " + remedy);
        }
    }
}
