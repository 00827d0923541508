/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * A measured process. It does duty cycles, and what the lines of its standard input say; each is answered with a line, a JSON object.
 * <pre>
 * Agent umcast|aeron|jeromq ping|pong|source|sink [KEY=VALUE ...]
 *
 *   await N                          when N receivers are there
 *   closed STAGE SIZE MS             ping: round trips, one after the other
 *   open STAGE SIZE RATE MS          ping: round trips at a fixed rate
 *   flood STAGE SIZE RATE MS         source: as much as goes (rate 0), or at a fixed rate
 *   tally STAGE SENT                 sink: when SENT messages have come, or none for 2 s (umcast: 10 s, C: 0.2 s)
 *   allocated                        bytes that the data thread has allocated since it answered the last command
 *   quit                             or the end of the input
 * </pre>
 */
public final class Agent {
    private static final long CONNECT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long RELIABLE_SILENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int DEFAULT_BURST = 256 << 10;

    private final Pinging pinging = new Pinging();
    private final Echo echo = new Echo();
    private final Tally tally = new Tally();
    private final Network network;
    private final IdleStrategy idle;
    private final Flooding flooding;
    private final boolean answering;
    private long allocatedBefore;

    private Agent(final String name, final Role role, final Settings settings) {
        answering = role == Role.PONG;
        final Network.Receiver receiver = switch (role) {
            case PING -> pinging;
            case PONG -> echo;
            case SOURCE, SINK -> tally;
        };
        network = switch (name) {
            case "umcast" -> new UmcastNetwork(role, settings, receiver);
            case "aeron" -> new AeronNetwork(role, settings, receiver);
            case "jeromq" -> new JeroMqNetwork(role, settings, receiver);
            default -> throw new IllegalArgumentException("umcast, aeron or jeromq, not " + name);
        };
        pinging.by(network);
        echo.by(network);
        idle = switch (settings.text("idle", "spin")) {
            case "spin" -> NoOpIdleStrategy.INSTANCE;
            case "yield" -> new YieldingIdleStrategy();
            default -> new BackoffIdleStrategy();
        };
        flooding = new Flooding(network, idle, settings.number("burst", DEFAULT_BURST));
    }

    /**
     * Runs until it is told to quit.
     *
     * @param args see above.
     */
    public static void main(final String[] args) {
        new Agent(args[0], Role.valueOf(args[1].toUpperCase(Locale.ROOT)),
            new Settings(Arrays.copyOfRange(args, 2, args.length))).run();
        System.exit(0); // whatever threads a network leaves behind
    }

    private void run() {
        final Commands commands = new Commands();
        String command = "";
        while (!Commands.QUIT.equals(command)) {
            idle.idle(cycle());
            final String next = commands.poll();
            if (next != null) {
                final long allocated = Allocation.now() - allocatedBefore;
                command = next;
                answer(command, allocated);
                allocatedBefore = Allocation.now();
            }
        }
        network.close();
    }

    private int cycle() {
        final int work = network.poll();
        if (answering) {
            return work + echo.flush();
        }
        tally.onPolled();
        return work;
    }

    private void answer(final String command, final long allocated) {
        final String[] words = command.split(" ", -1);
        final int[] numbers = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
        switch (words[0]) {
            case "await" -> reply(await(numbers[0]));
            case "closed" -> reply(pinging.closed(numbers[0], numbers[1], millis(numbers[2])));
            case "open" -> reply(pinging.open(numbers[0], numbers[1], numbers[2], millis(numbers[3])));
            case "flood" -> reply(numbers[2] == 0 ? flooding.flood(numbers[0], numbers[1], millis(numbers[3])) :
                flooding.paced(numbers[0], numbers[1], numbers[2], millis(numbers[3])));
            case "tally" -> reply(count(numbers[0], numbers[1]));
            case "allocated" -> reply(new Reply().put("allocated", allocated));
            case Commands.QUIT -> { }
            default -> throw new IllegalArgumentException(command);
        }
    }

    private static long millis(final int value) {
        return TimeUnit.MILLISECONDS.toNanos(value);
    }

    private static void reply(final Reply reply) {
        System.out.println(reply);
    }

    private Reply await(final int receivers) {
        final long deadline = System.nanoTime() + CONNECT_NS;
        while (!network.isConnected(receivers)) {
            idle.idle(cycle());
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not connected");
            }
        }
        return new Reply();
    }

    private Reply count(final int stage, final long sent) {
        final long begin = System.nanoTime();
        final long silenceNs = network instanceof UmcastNetwork ? RELIABLE_SILENCE_NS : SILENCE_NS;
        while (tally.received(stage) < sent && System.nanoTime() - Math.max(begin, tally.lastNs()) < silenceNs) {
            idle.idle(cycle());
        }
        return tally.reply(stage);
    }
}
