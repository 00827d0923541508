/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;

import io.umcast.core.message.MessageView;

/** Calls a session's listeners, one message at a time: by a thread of its own, or in place by the engine's. */
final class Dispatcher implements Runnable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final ThreadLocal<Boolean> IN_PLACE = new ThreadLocal<>();

    private final UmcastSession session;
    private final List<UmcastConsumer> consumers;
    private final ReentrantLock delivering;
    private final Waiter waiter;
    private final Acknowledger acknowledger;
    private Thread thread;

    Dispatcher(final UmcastSession session, final List<UmcastConsumer> consumers, final ReentrantLock delivering, final Waiter waiter,
        final Acknowledger acknowledger) {
        this.session = session;
        this.consumers = consumers;
        this.delivering = delivering;
        this.waiter = waiter;
        this.acknowledger = acknowledger;
    }

    synchronized void start() {
        if (thread == null) {
            thread = new Thread(this, "umcast-jms-session-" + NUMBER.incrementAndGet());
            thread.start();
        }
        waiter.signal();
    }

    @Override
    public void run() {
        while (!session.isClosed()) {
            if (session.connection().isRunning() && deliverSome()) {
                waiter.found();
            } else {
                waiter.await(this::isReady, Long.MAX_VALUE);
            }
        }
    }

    private boolean isReady() {
        if (session.isClosed()) {
            return true;
        }
        if (session.connection().isRunning()) {
            for (final UmcastConsumer consumer : consumers) {
                if (consumer.listener() != null && !consumer.inbox().isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Delivers what is there, the consumers in turns, until somebody waits for the listeners' rest. */
    private boolean deliverSome() {
        boolean any = false;
        boolean more = true;
        delivering.lock();
        try {
            while (more) {
                more = false;
                for (final UmcastConsumer consumer : consumers) {
                    more |= isRunning() && !delivering.hasQueuedThreads() && deliver(consumer);
                }
                any |= more;
            }
        } finally {
            delivering.unlock();
        }
        return any;
    }

    private boolean isRunning() {
        return session.connection().isRunning() && !session.isClosed();
    }

    private boolean deliver(final UmcastConsumer consumer) {
        final MessageListener listener = consumer.listener();
        final Delivery delivery = listener == null || consumer.isClosed() ? null : consumer.inbox().poll();
        if (delivery == null) {
            return false;
        }
        final UmcastMessage message = acknowledger.begin(delivery, session);
        boolean failed = false;
        try {
            listener.onMessage(message);
        } catch (final RuntimeException e) {
            failed = true;
            if (delivery.count() == 1) {
                session.connection().engine().onError(e);
            }
        }
        if (acknowledger.handled(delivery, failed)) {
            session.connection().tell(new JMSException("the listener of " + delivery.destination() + " threw " + delivery.count() +
                " times: message " + message.getJMSMessageID() + " is given up"));
        }
        return true;
    }

    /** Whether the caller is the engine's thread in a listener: it must not wait. */
    static boolean isInPlace() {
        return IN_PLACE.get() != null;
    }

    /** By the engine's thread: a message where it lies, if its turn is now. */
    boolean deliverInPlace(final UmcastConsumer consumer, final MessageView message, final UmcastDestination destination) {
        final UmcastConnection connection = session.connection();
        if (!connection.isRunning() || !consumer.inbox().isEmpty() || !delivering.tryLock()) {
            return false;
        }
        try {
            final MessageListener listener = consumer.listener();
            if (listener == null || consumer.isClosed() || !connection.isRunning() || !consumer.inbox().isEmpty()) {
                return false; // who stops or closes may have had the lock in the meantime, and goes on
            }
            IN_PLACE.set(Boolean.TRUE);
            final UmcastMessage shown = UmcastMessage.of(message).received(message, null, destination, session);
            listener.onMessage(shown);
            shown.detach();
        } catch (final RuntimeException e) {
            connection.engine().onError(e);
        } finally {
            IN_PLACE.remove();
            delivering.unlock();
        }
        return true;
    }
}
