/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import java.util.concurrent.ConcurrentLinkedQueue;

import org.agrona.ErrorHandler;

import io.umcast.ConnectionListener;
import io.umcast.MembershipEvent;
import io.umcast.NetworkEvent;
import io.umcast.ReceiverInfo;

/**
 * Keeps what the sending side has to tell until the conductor tells it: that side runs under a lock, under which no code of the application
 * must run. Rare, so it may allocate.
 */
final class EventQueue implements ConnectionListener {
    private final ConcurrentLinkedQueue<Runnable> events = new ConcurrentLinkedQueue<>();
    private final ConnectionListener listener;
    private final ErrorHandler errorHandler;

    EventQueue(final ConnectionListener listener, final ErrorHandler errorHandler) {
        this.listener = listener;
        this.errorHandler = errorHandler;
    }

    @Override
    public void onReceiverJoined(final ReceiverInfo receiver) {
        events.add(() -> listener.onReceiverJoined(receiver));
    }

    @Override
    public void onReceiverDropped(final ReceiverInfo receiver) {
        events.add(() -> listener.onReceiverDropped(receiver));
    }

    @Override
    public void onReceiverLeft(final ReceiverInfo receiver, final boolean orderly) {
        events.add(() -> listener.onReceiverLeft(receiver, orderly));
    }

    @Override
    public void onNetworkEvent(final NetworkEvent event) {
        events.add(() -> listener.onNetworkEvent(event));
    }

    @Override
    public void onMembership(final MembershipEvent event) {
        events.add(() -> listener.onMembership(event));
    }

    /** Tells what has gathered; by the conductor. */
    void deliver() {
        for (Runnable event = events.poll(); event != null; event = events.poll()) {
            try {
                event.run();
            } catch (final RuntimeException e) {
                errorHandler.onError(e);
            }
        }
    }
}
