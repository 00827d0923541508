/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.Topic;

import io.umcast.jms.UmcastConnection;

/**
 * A measured process that uses JMS, or the broker of others. As {@link Agent}: a line of its standard input is answered with a line.
 * <pre>
 * JmsAgent umcast|artemis|activemq broker|ping|pong|source|sink [KEY=VALUE ...]
 *
 *   await N                          when N receivers are there
 *   closed STAGE SIZE MS             ping: round trips, one after the other
 *   open STAGE SIZE RATE MS          ping: round trips at a fixed rate
 *   flood STAGE SIZE 0 MS            source: as much as goes
 *   tally STAGE SENT                 sink: when SENT messages have come, or none for 10 s
 *   quit                             or the end of the input
 * </pre>
 */
public final class JmsAgent {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOST_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SLACK_NS = 100_000;
    /** Who sends as much as goes looks at the clock after so many messages. */
    private static final int BURST = 16;

    private final AutoCloseable broker;
    private final Connection connection;
    private final Topic topic;
    private final JmsOutput output;
    private final JmsInput input;

    private JmsAgent(final JmsProvider provider, final String role, final Settings settings) throws Exception {
        if (role.equals("broker")) {
            broker = provider.broker(settings);
            connection = null;
            topic = null;
            output = null;
            input = null;
            return;
        }
        broker = null;
        connection = provider.factory(settings).createConnection();
        final Role part = Role.valueOf(role.toUpperCase(Locale.ROOT));
        final int mode = provider.mode(settings);
        final Session hearing = connection.createSession(mode);
        final Session sending = connection.createSession(mode);
        final Topic there = hearing.createTopic("there." + mode);
        final Topic back = hearing.createTopic("back." + mode);
        topic = part.sendsThere() ? there : back;
        output = part == Role.SINK ? null : new JmsOutput(sending, topic);
        if (part == Role.SOURCE) {
            input = null;
        } else {
            // who answers in a listener does so by the listener's session
            input = new JmsInput(part == Role.SINK ? null : new JmsOutput(hearing, topic), part == Role.PONG);
            hearing.createConsumer(part.hearsThere() ? there : back).setMessageListener(input);
        }
        connection.start();
    }

    /**
     * Runs until it is told to quit.
     *
     * @param args see above.
     * @throws Exception if the provider fails.
     */
    public static void main(final String[] args) throws Exception {
        new JmsAgent(JmsProvider.valueOf(args[0].toUpperCase(Locale.ROOT)), args[1],
            new Settings(Arrays.copyOfRange(args, 2, args.length))).run();
        System.exit(0); // whatever threads a provider leaves behind
    }

    private void run() throws Exception {
        final Commands commands = new Commands();
        String command = "";
        while (!Commands.QUIT.equals(command)) {
            command = commands.take(); // asleep: what is measured has all cores
            answer(command);
        }
        if (broker != null) {
            broker.close();
        } else {
            connection.close();
        }
    }

    private void answer(final String command) throws JMSException {
        final String[] words = command.split(" ", -1);
        final int[] numbers = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
        switch (words[0]) {
            case "await" -> reply(await(numbers[0]));
            case "closed" -> reply(closed(numbers[0], numbers[1], millis(numbers[2])));
            case "open" -> reply(open(numbers[0], numbers[1], numbers[2], millis(numbers[3])));
            case "flood" -> reply(flood(numbers[0], numbers[1], millis(numbers[3])));
            case "tally" -> {
                input.await(numbers[0], numbers[1], SILENCE_NS);
                reply(input.tally(numbers[0]));
            }
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

    private Reply await(final int receivers) throws JMSException {
        // a broker knows its subscribers once they are made
        if (receivers > 0 && connection instanceof UmcastConnection brokerless && !brokerless.awaitSubscribers(topic, receivers, CONNECT)) {
            throw new IllegalStateException("not connected");
        }
        return new Reply();
    }

    private Reply flood(final int stage, final int size, final long durationNs) throws JMSException {
        final long allocatedBefore = Allocation.now();
        final long begin = System.nanoTime();
        long sent = 0;
        long nowNs = begin;
        while (nowNs - begin < durationNs) {
            for (int i = 0; i < BURST; i++) {
                output.send(size, sent, 0, stage);
                sent++;
            }
            nowNs = System.nanoTime();
        }
        return new Reply().put("sent", sent).put("ns", nowNs - begin).put("allocated", Allocation.now() - allocatedBefore);
    }

    /** The listener that takes a round trip's time sends the next message. */
    private Reply closed(final int stage, final int size, final long durationNs) throws JMSException {
        input.begin(stage, System.nanoTime() + durationNs);
        output.send(size, 0, System.nanoTime(), stage);
        LockSupport.parkNanos(durationNs);
        input.await(stage, Long.MAX_VALUE, QUIET_NS);
        return new Reply().put("sent", input.received(stage)).put("received", input.received(stage)).put("hist", input.times());
    }

    /** A message's round trip counts from its intended time, however late it leaves: no coordinated omission. */
    private Reply open(final int stage, final int size, final int rate, final long durationNs) throws JMSException {
        final long total = Math.max(1, Math.round(durationNs / 1e9 * rate));
        final double intervalNs = 1e9 / rate;
        input.begin(stage, 0);
        final long begin = System.nanoTime();
        long sent = 0;
        while (sent < total) {
            final long intended = begin + (long)(sent * intervalNs);
            final long aheadNs = intended - System.nanoTime();
            if (aheadNs > SLACK_NS) {
                LockSupport.parkNanos(aheadNs - SLACK_NS);
            } else if (aheadNs > 0) {
                Thread.yield();
            } else {
                output.send(size, sent, intended, stage);
                sent++;
            }
        }
        final long tookNs = System.nanoTime() - begin;
        input.await(stage, sent, LOST_NS);
        return new Reply().put("sent", sent).put("received", input.received(stage)).put("ns", tookNs).put("hist", input.times());
    }
}
