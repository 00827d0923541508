/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.ArrayList;
import java.util.List;

import jakarta.jms.Message;
import jakarta.jms.Session;

import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.core.message.MessageView;

/** What a session has been given and not yet acknowledged; redelivery comes from here, and nothing of it goes over the network. */
final class Acknowledger {
    private final boolean keeps;
    private final int mode;
    private final int redeliveries;
    private final List<Delivery> unacknowledged = new ArrayList<>();
    private final UnsafeBuffer bytes = new UnsafeBuffer();
    private boolean recovered;

    Acknowledger(final int mode, final int redeliveries) {
        this.mode = mode;
        this.redeliveries = redeliveries;
        this.keeps = mode == Session.SESSION_TRANSACTED || mode == Session.CLIENT_ACKNOWLEDGE;
    }

    private UmcastMessage message(final Delivery delivery, final UmcastSession session) {
        delivery.delivered();
        bytes.wrap(delivery.bytes());
        final MessageView view = new MessageView().wrapAny(bytes, 0, bytes.capacity());
        return UmcastMessage.of(view).received(view, delivery, delivery.destination(), session);
    }

    /** A message for one who asked for it. */
    synchronized Message received(final Delivery delivery, final UmcastSession session) {
        final UmcastMessage message = message(delivery, session);
        if (keeps) {
            unacknowledged.add(delivery);
        } else {
            delivery.inbox().done(delivery);
        }
        return message;
    }

    /** A message for a listener; {@link #handled} follows. */
    synchronized UmcastMessage begin(final Delivery delivery, final UmcastSession session) {
        recovered = false;
        unacknowledged.add(delivery);
        return message(delivery, session);
    }

    /**
     * A listener has returned, or thrown.
     *
     * @return whether the message is given up: the listener threw too often.
     */
    synchronized boolean handled(final Delivery delivery, final boolean failed) {
        if (keeps) {
            return false;
        }
        if (!recovered) {
            unacknowledged.remove(delivery);
            if (failed && mode != UmcastJms.NO_ACKNOWLEDGE && delivery.count() <= redeliveries) {
                delivery.inbox().giveBack(delivery);
                return false;
            }
            delivery.inbox().done(delivery);
        }
        return failed && !recovered;
    }

    /** Message.acknowledge: of use in CLIENT_ACKNOWLEDGE only. */
    synchronized void acknowledge() {
        if (mode == Session.CLIENT_ACKNOWLEDGE) {
            acknowledgeAll();
        }
    }

    synchronized void acknowledgeAll() {
        unacknowledged.forEach(delivery -> delivery.inbox().done(delivery));
        unacknowledged.clear();
    }

    synchronized void recover() {
        recovered = true;
        for (int i = unacknowledged.size() - 1; i >= 0; i--) {
            unacknowledged.get(i).inbox().giveBack(unacknowledged.get(i));
        }
        unacknowledged.clear();
    }

    synchronized void close() {
        recover(); // of use to those who share a subscription
    }
}
