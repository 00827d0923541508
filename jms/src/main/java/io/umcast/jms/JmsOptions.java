/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.umcast.Session;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

import jakarta.jms.JMSException;

/**
 * What a URI says to this provider rather than to umcast: the options that begin with {@code jms.}.
 *
 * @param uri         what is left for umcast.
 * @param hold        whether a full queue holds publishers back rather than dropping messages.
 * @param queueBytes  what a consumer may have waiting and unacknowledged.
 * @param priority    whether messages of higher priority overtake.
 * @param discoveryNs how long the first message to a topic waits for a subscriber.
 * @param sendNs      how long a send waits for room.
 * @param redeliveries how often a message is delivered again to a listener that throws.
 * @param shareNs how long a process that shares a subscription may be silent before the others take over what it had.
 * @param clientNs how long another process may take to object to a client id.
 * @param idle        what the engine's thread does when there is nothing to do: event, backoff, yield or spin.
 */
record JmsOptions(String uri, boolean hold, long queueBytes, boolean priority, long discoveryNs, long sendNs, int redeliveries,
    long shareNs, long clientNs, String idle) {
    private static final String PREFIX = "jms.";

    static JmsOptions parse(final String uri) throws JMSException {
        final int colon = uri.indexOf(':');
        if (colon < 0) {
            throw new JMSException("'" + uri + "' is not a URI such as udp:interface=lo");
        }
        final List<String> rest = new ArrayList<>();
        boolean hold = false;
        boolean priority = false;
        long queueBytes = 64L << 20;
        long discoveryNs = TimeUnit.MILLISECONDS.toNanos(100);
        long sendNs = TimeUnit.SECONDS.toNanos(30);
        int redeliveries = 6;
        long shareNs = TimeUnit.SECONDS.toNanos(2);
        long clientNs = TimeUnit.MILLISECONDS.toNanos(500);
        String idle = "event";
        for (final String pair : uri.substring(colon + 1).split("&", -1)) {
            if (!pair.startsWith(PREFIX)) {
                rest.add(pair);
                continue;
            }
            final int equals = pair.indexOf('=');
            final String key = equals < 0 ? pair : pair.substring(0, equals);
            final String value = equals < 0 ? "" : pair.substring(equals + 1);
            switch (key) {
                case "jms.overrun" -> hold = choice(key, value, "drop", "hold") == 1;
                case "jms.priority" -> priority = choice(key, value, "off", "on") == 1;
                case "jms.queue" -> queueBytes = number(key, value, 1024, Long.MAX_VALUE / 2);
                case "jms.discovery" -> discoveryNs = TimeUnit.MILLISECONDS.toNanos(number(key, value, 0, 60_000));
                case "jms.send-timeout" -> sendNs = TimeUnit.MILLISECONDS.toNanos(number(key, value, 0, 3_600_000));
                case "jms.redeliveries" -> redeliveries = (int)number(key, value, 0, Integer.MAX_VALUE);
                case "jms.share-timeout" -> shareNs = TimeUnit.MILLISECONDS.toNanos(number(key, value, 100, 600_000));
                case "jms.client-wait" -> clientNs = TimeUnit.MILLISECONDS.toNanos(number(key, value, 10, 600_000));
                case "jms.idle" -> {
                    choice(key, value, "event", "backoff", "yield", "spin");
                    idle = value;
                }
                default -> throw new JMSException("'" + key + "' is not an option: there are jms.overrun, jms.priority, jms.queue, " +
                    "jms.discovery, jms.send-timeout, jms.redeliveries, jms.share-timeout, jms.client-wait and jms.idle");
            }
        }
        return new JmsOptions(uri.substring(0, colon + 1) + String.join("&", rest), hold, queueBytes, priority, discoveryNs, sendNs,
            redeliveries, shareNs, clientNs, idle);
    }

    private static int choice(final String key, final String value, final String... choices) throws JMSException {
        final int index = List.of(choices).indexOf(value);
        if (index < 0) {
            throw new JMSException(key + "='" + value + "': must be one of " + String.join(", ", choices));
        }
        return index;
    }

    private static long number(final String key, final String value, final long min, final long max) throws JMSException {
        final String lower = value.toLowerCase(Locale.ROOT);
        final int shift = lower.endsWith("k") ? 10 : lower.endsWith("m") ? 20 : lower.endsWith("g") ? 30 : 0;
        try {
            final long number = Math.multiplyExact(Long.parseLong(shift > 0 ? lower.substring(0, lower.length() - 1) : lower), 1L << shift);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (final NumberFormatException | ArithmeticException e) {
            throw Refusals.because(new JMSException(key + "='" + value + "': must be a number from " + min + " to " + max), e);
        }
        throw new JMSException(key + "='" + value + "': must be a number from " + min + " to " + max);
    }

    Session started(final Session session) {
        return switch (idle) {
            case "spin" -> session.start(new BusySpinIdleStrategy());
            case "yield" -> session.start(new YieldingIdleStrategy());
            case "backoff" -> session.start(new BackoffIdleStrategy(100, 20, 1_000, 200_000));
            default -> session.start();
        };
    }
}
