/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.ArrayList;
import java.util.List;

import jakarta.jms.Message;
import jakarta.jms.Session;

import io.umcast.core.message.MessageView;

/**
 * What a session has been given and not yet acknowledged; redelivery comes from here, and nothing of it goes over the network. Where messages
 * are acknowledged one by one there is at most one, the listener's, which only the thread touches that delivers.
 */
final class Acknowledger {
    private final boolean keeps;
    private final int mode;
    private final int redeliveries;
    private final List<Delivery> unacknowledged = new ArrayList<>();
    /** What a listener has now, unless the mode keeps it. */
    private Delivery current;

    Acknowledger(final int mode, final int redeliveries) {
        this.mode = mode;
        this.redeliveries = redeliveries;
        this.keeps = mode == Session.SESSION_TRANSACTED || mode == Session.CLIENT_ACKNOWLEDGE;
    }

    private static UmcastMessage message(final Delivery delivery, final UmcastSession session) {
        final MessageView view = delivery.deliver();
        return UmcastMessage.of(view).received(view, delivery, delivery.destination(), session);
    }

    /** A message for one who asked for it. */
    Message received(final Delivery delivery, final UmcastSession session) {
        if (keeps) {
            keep(delivery);
        } else {
            delivery.inbox().doneInTurn(delivery);
        }
        return message(delivery, session);
    }

    /** A message for a listener; {@link #handled} follows. */
    UmcastMessage begin(final Delivery delivery, final UmcastSession session) {
        if (keeps) {
            keep(delivery);
        } else {
            current = delivery;
        }
        return message(delivery, session);
    }

    private synchronized void keep(final Delivery delivery) {
        unacknowledged.add(delivery);
    }

    /**
     * A listener has returned, or thrown.
     *
     * @return whether the message is given up: the listener threw too often.
     */
    boolean handled(final Delivery delivery, final boolean failed) {
        if (current == null) { // kept, or the listener has had the session recover
            return false;
        }
        current = null;
        if (failed && mode != UmcastJms.NO_ACKNOWLEDGE && delivery.count() <= redeliveries) {
            delivery.inbox().giveBack(delivery);
            return false;
        }
        delivery.inbox().doneInTurn(delivery);
        return failed;
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
        if (current != null) {
            current.inbox().giveBack(current);
            current = null;
        }
        for (int i = unacknowledged.size() - 1; i >= 0; i--) {
            unacknowledged.get(i).inbox().giveBack(unacknowledged.get(i));
        }
        unacknowledged.clear();
    }

    synchronized void close() {
        recover(); // of use to those who share a subscription
    }
}
