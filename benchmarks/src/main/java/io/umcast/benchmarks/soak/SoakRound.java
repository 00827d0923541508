/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import io.umcast.Topic;

/** Some seconds of publishing to one to three subscribers: everything is opened, disturbed by chance, and closed. */
final class SoakRound {
    private static final Topic TOPIC = Topic.of("soak");
    private static final long EVENT_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private final SplittableRandom random;
    private final String common;
    private final IdleStrategy idle = new BackoffIdleStrategy();
    private final List<SoakSubscriber> subscribers = new ArrayList<>();
    /** What each publisher sent before it left. */
    private final Map<Long, Long> totals = new HashMap<>();
    private SoakPublisher publisher;
    private long nextPublisher;
    private long received;
    private long sent;
    private long wrong;
    private long losses;
    private int events;

    SoakRound(final long seed, final int port) {
        random = new SplittableRandom(seed);
        common = "udp:interface=lo&linger=20s&port=" + port + "&log=" + pick("1m", "4m") + "&mtu=" + pick("auto", "1472") + "&native=" +
            pick("auto", "auto", "off");
    }

    private String pick(final String... values) {
        return values[random.nextInt(values.length)];
    }

    /** Runs for so long; anything that goes wrong is counted. */
    void run(final long durationNs) {
        final int count = 1 + random.nextInt(3);
        try {
            for (int i = 0; i < count; i++) {
                subscribers.add(subscriber());
            }
            publisher = publisher();
            disturb(durationNs);
            leave();
        } finally {
            if (publisher != null) {
                publisher.close();
            }
            List.copyOf(subscribers).forEach(this::end);
        }
    }

    private SoakSubscriber subscriber() {
        return new SoakSubscriber(String.format(Locale.ROOT, "%s&loss=%.3f&duplicate=%.3f&reorder=%.3f&seed=%d", common,
            random.nextDouble(0.05), random.nextDouble(0.02), random.nextDouble(0.05), random.nextInt()), TOPIC);
    }

    private SoakPublisher publisher() {
        final SoakPublisher fresh = new SoakPublisher(nextPublisher++, common, TOPIC, random.split());
        awaitReceivers(fresh);
        return fresh;
    }

    private void awaitReceivers(final SoakPublisher of) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (of.receivers() < subscribers.size()) {
            checkTime(deadline, "subscribers");
            idle.idle(of.cycle(false));
        }
    }

    private void disturb(final long durationNs) {
        final long end = System.nanoTime() + durationNs;
        long event = System.nanoTime() + EVENT_NS;
        boolean pausing = false;
        for (long now = System.nanoTime(); now - end < 0; now = System.nanoTime()) {
            idle.idle(publisher.cycle(!pausing));
            if (now - event > 0) {
                event = now + EVENT_NS;
                pausing = random.nextInt(8) == 0;
                happen();
            }
        }
    }

    private void happen() {
        events++;
        switch (random.nextInt(10)) {
            case 0 -> {
                leave();
                publisher = publisher();
            }
            case 1 -> {
                end(subscribers.get(random.nextInt(subscribers.size())));
                subscribers.add(subscriber());
                awaitReceivers(publisher);
            }
            case 2, 3 -> subscribers.get(random.nextInt(subscribers.size())).stall(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(300)));
            case 4 -> System.gc();
            default -> events--; // nothing
        }
    }

    /** The publisher leaves, when all have everything. */
    private void leave() {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (!publisher.isDrained()) {
            checkTime(deadline, "subscribers to consume everything");
            idle.idle(publisher.cycle(false));
        }
        publisher.close();
        sent += publisher.sent();
        wrong += publisher.errors();
        totals.put(publisher.id(), publisher.sent());
    }

    private void end(final SoakSubscriber subscriber) {
        subscriber.close();
        subscribers.remove(subscriber);
        received += subscriber.received();
        wrong += subscriber.wrong();
        losses += subscriber.losses();
        totals.forEach((id, total) -> {
            final long upTo = subscriber.upTo(id);
            wrong += upTo >= 0 && upTo != total ? 1 : 0;
        });
    }

    private static void checkTime(final long deadline, final String what) {
        if (System.nanoTime() - deadline > 0) {
            throw new IllegalStateException("waited in vain for " + what);
        }
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    long wrong() {
        return wrong;
    }

    long losses() {
        return losses;
    }

    int events() {
        return events;
    }

    String describe() {
        return common;
    }
}
