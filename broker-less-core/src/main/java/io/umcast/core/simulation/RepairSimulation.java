/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import java.util.Properties;
import java.util.Random;

import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.ConnectionListener;
import io.umcast.LossEvent;
import io.umcast.Publisher;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import io.umcast.config.Config;
import io.umcast.config.Options;
import io.umcast.core.connection.SessionConfigs;
import io.umcast.core.membership.SessionGroups;
import io.umcast.core.session.EngineSession;

/**
 * One publisher and many receivers over a network that loses: the engine's own sessions on a {@link MemoryFabric}, a message of 256
 * bytes in a datagram every 25 us. The publisher's duty cycle takes 1 us, a receiver's 4 us, not all at the same time. A run is repeated
 * exactly by the same scenario.
 */
public final class RepairSimulation {
    private static final Topic TOPIC = Topic.of("simulation");
    private static final int MTU = 1472;
    private static final int MESSAGE = 256;
    private static final long TICK_NS = 1_000;
    private static final int RECEIVER_TICKS = 4;
    private static final int MESSAGE_TICKS = 25;
    private static final int SETTLE_TICKS = 20_000_000;
    private static final int DATAGRAMS_UNDER_WAY = 1 << 15;
    private static final MemoryConfig SENDING = MemoryConfig.DEFAULT.withRings(8, 1 << 14, 1 << 18).withReceiveBuffer(64 << 20);
    private static final MemoryConfig RECEIVING = MemoryConfig.DEFAULT.withRings(256, 8, 1 << 13);

    private final RepairScenario scenario;
    private final Config config;
    private final MemoryFabric fabric;
    private final RepairLedger ledger = new RepairLedger();
    private final Random random;
    private final EngineSession publishing;
    private final EngineSession[] receiving;
    private final long[] next;
    private final boolean[] broken;
    private int phase;

    private RepairSimulation(final RepairScenario scenario) {
        this.scenario = scenario;
        this.config = Config.resolve("udp:interface=lo&log=1m&name=simulated" +
            (scenario.options().isEmpty() ? "" : "&" + scenario.options()), new Properties());
        this.random = new Random(scenario.seed());
        this.fabric = new MemoryFabric(random.nextLong(), MTU, DATAGRAMS_UNDER_WAY);
        this.publishing = session(0, SENDING, new ConnectionListener() {
        });
        this.receiving = new EngineSession[scenario.receivers()];
        this.next = new long[scenario.receivers()];
        this.broken = new boolean[scenario.receivers()];
    }

    /**
     * Runs a scenario to its end: until every receiver has everything.
     *
     * @param scenario to run.
     * @return what came of it.
     * @throws IllegalStateException if it does not come to an end.
     */
    public static RepairResult run(final RepairScenario scenario) {
        final RepairSimulation simulation = new RepairSimulation(scenario);
        try {
            return simulation.run();
        } finally {
            simulation.close();
        }
    }

    private EngineSession session(final int id, final MemoryConfig memory, final ConnectionListener listener) {
        final MemoryTransport transport = fabric.open(memory);
        if (id > 0) {
            ledger.add(transport);
        }
        final SessionConfigs configs = new SessionConfigs(config, 1, listener, listener, error -> {
            throw new IllegalStateException(error);
        }, random);
        return new EngineSession(id, configs.create(transport.mtu(), transport.receiveBufferBytes()), transport,
            SessionGroups.unmanaged(transport), fabric, closed -> {
        });
    }

    private void subscribe(final int i) {
        receiving[i] = session(i + 1, RECEIVING, new ConnectionListener() {
            @Override
            public void onLoss(final LossEvent loss) {
                broken[i] = true;
            }
        });
        receiving[i].subscribe(TOPIC, (buffer, offset, length, header) -> {
            broken[i] |= length != MESSAGE || buffer.getLong(offset) != next[i];
            next[i]++;
        }, SubscriberOptions.DEFAULT);
    }

    private RepairResult run() {
        for (int i = 0; i < receiving.length; i++) {
            subscribe(i);
        }
        fabric.conditions(LinkConditions.PERFECT.withLatency(scenario.roundTripNs() / 2, 0));
        final Publisher publisher = publishing.createPublisher(TOPIC);
        for (int i = 0; publishing.subscriberCount(TOPIC) < receiving.length; i++) {
            check(i);
            tick();
        }
        lose(scenario.loss());
        publish(publisher);
        for (int i = 0; !isComplete() || !ledger.isSettled(); i++) {
            check(i);
            tick();
        }
        int incomplete = 0;
        for (int i = 0; i < receiving.length; i++) {
            incomplete += broken[i] || next[i] != scenario.datagrams() ? 1 : 0;
        }
        return ledger.result(scenario, config.get(Options.NAK_BACKOFF), incomplete);
    }

    private void lose(final double share) {
        final LinkConditions lossy = LinkConditions.PERFECT.withLatency(scenario.roundTripNs() / 2, 0).withLoss(share);
        if (scenario.shared()) {
            fabric.sharedLoss(share);
            fabric.unicastConditions(lossy);
        } else {
            fabric.conditions(lossy);
        }
        fabric.tap(ledger);
    }

    private void publish(final Publisher publisher) {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE]);
        long number = 0;
        for (int i = 0; number < scenario.datagrams(); i++) {
            if (i % MESSAGE_TICKS == 0) {
                message.putLong(0, number);
                final long position = publisher.offer(message, 0, MESSAGE);
                if (position > 0) {
                    number++;
                } else if (position != Publisher.BACK_PRESSURED) {
                    throw new IllegalStateException("message " + number + " was refused with " + position);
                }
            }
            tick();
        }
    }

    private void tick() {
        fabric.advance(TICK_NS);
        publishing.poll();
        for (int i = phase; i < receiving.length; i += RECEIVER_TICKS) {
            receiving[i].poll();
        }
        phase = (phase + 1) % RECEIVER_TICKS;
    }

    private boolean isComplete() {
        for (int i = 0; i < receiving.length; i++) {
            if (next[i] < scenario.datagrams() && !broken[i]) {
                return false;
            }
        }
        return true;
    }

    private void check(final int ticks) {
        if (ticks > SETTLE_TICKS) {
            throw new IllegalStateException("no end in sight after " + fabric.nanoTime() + " ns of " + scenario);
        }
    }

    /** Lets the memory go; that nobody says goodbye harms nobody here. */
    private void close() {
        fabric.tap(DatagramTap.NONE);
    }
}
