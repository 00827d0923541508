/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.Header;
import io.umcast.MessageHandler;
import io.umcast.Subscriber;
import io.umcast.core.message.MessageView;
import io.umcast.message.MessageFormatException;

/** One topic's messages for all consumers of an engine: looks at each in place, copies it once if anybody wants to keep it. */
final class TopicHub implements MessageHandler {
    private final Engine engine;
    private final UmcastDestination destination;
    private final CopyOnWriteArrayList<Inbox> inboxes = new CopyOnWriteArrayList<>();
    private final MessageView view = new MessageView();
    private final MessageView grouped = new MessageView();
    private final GroupAssembler groups = new GroupAssembler();
    private Subscriber subscriber;

    TopicHub(final Engine engine, final UmcastDestination destination) {
        this.engine = engine;
        this.destination = destination;
    }

    CopyOnWriteArrayList<Inbox> inboxes() {
        return inboxes;
    }

    GroupAssembler groups() {
        return groups;
    }

    void subscriber(final Subscriber value) {
        subscriber = value;
    }

    void close() {
        subscriber.close();
    }

    @Override
    public boolean accepts(final int length) {
        for (final Inbox inbox : inboxes) {
            if (!inbox.hasRoom(length)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (inboxes.isEmpty()) {
            return;
        }
        try {
            view.wrapAny(buffer, offset, length);
        } catch (final MessageFormatException e) {
            engine.onError(e);
            return;
        }
        if (view.groupSize() == 0) {
            deliver(view, null, header);
            return;
        }
        for (final byte[] bytes : groups.add(header.streamId(), view, copy(view))) {
            deliver(grouped.wrap(new UnsafeBuffer(bytes), 0, bytes.length), bytes, header);
        }
    }

    private static byte[] copy(final MessageView from) {
        final byte[] bytes = new byte[from.buffer().capacity()];
        from.buffer().getBytes(0, bytes);
        return bytes;
    }

    private void deliver(final MessageView message, final byte[] copied, final Header header) {
        byte[] bytes = copied;
        for (final Inbox inbox : inboxes) {
            try {
                if (inbox.wants(message) && !inPlace(inbox, message)) {
                    if (bytes == null) {
                        bytes = copy(message);
                    }
                    put(inbox, message, bytes, header);
                }
            } catch (final MessageFormatException e) {
                engine.onError(e); // a property that a selector asks for is malformed
            }
        }
    }

    private boolean inPlace(final Inbox inbox, final MessageView message) {
        final CopyOnWriteArrayList<UmcastConsumer> consumers = inbox.consumers();
        return consumers.size() == 1 && message.deliveryTime() <= message.sendTime() && consumers.get(0).deliverInPlace(message, destination);
    }

    private void put(final Inbox inbox, final MessageView message, final byte[] bytes, final Header header) {
        final long now = System.nanoTime();
        final long delayNs = TimeUnit.MILLISECONDS.toNanos(Math.max(0, message.deliveryTime() == 0 ? 0 :
            message.deliveryTime() - message.sendTime()));
        final boolean expires = message.expiration() != 0;
        final long expiresNs = now + TimeUnit.MILLISECONDS.toNanos(message.expiration() - message.sendTime());
        final Delivery delivery = new Delivery(bytes, destination, inbox, expires, expiresNs, message.priority());
        if (delayNs > 0) {
            engine.later(() -> inbox.add(delivery), delayNs);
        } else {
            inbox.put(delivery, header);
        }
    }
}
