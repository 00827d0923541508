/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.concurrent.CopyOnWriteArrayList;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.Header;
import io.umcast.MessageHandler;
import io.umcast.Subscriber;
import io.umcast.core.message.MessageView;
import io.umcast.message.MessageFormatException;

/** One topic's messages for all consumers of an engine: looks at each in place, copies it once if anybody wants to keep it. */
final class TopicHub implements MessageHandler {
    /** Temporary destinations, and what processes tell each other: no pattern means them. */
    private static final String INTERNAL = "umcast.";

    private final Engine engine;
    private final UmcastDestination destination;
    private final CopyOnWriteArrayList<Inbox> inboxes = new CopyOnWriteArrayList<>();
    private final MessageView view = new MessageView();
    private final MessageView grouped = new MessageView();
    private final GroupAssembler groups = new GroupAssembler();
    private Subscriber subscriber;
    private long idleSinceNs;
    private boolean closing;

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

    UmcastDestination destination() {
        return destination;
    }

    /** It has no inbox any more; whether this is to be looked at later. */
    boolean idleSince(final long nowNs) {
        idleSinceNs = nowNs;
        final boolean first = !closing;
        closing = true;
        return first;
    }

    long idleNs(final long nowNs) {
        return nowNs - idleSinceNs;
    }

    /** It was looked at, and has inboxes again. */
    void busy() {
        closing = false;
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
        if (inboxes.isEmpty() || destination.isPattern() && header.topic().name().startsWith(INTERNAL)) {
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
        final UmcastDestination from = destination.isPattern() ? new UmcastTopic(header.topic().name()) : destination;
        for (final Inbox inbox : inboxes) {
            try {
                if (inbox.wants(message) && !inPlace(inbox, message, from)) {
                    if (bytes == null) {
                        bytes = copy(message);
                    }
                    inbox.put(new Delivery(bytes, from, inbox, message), header);
                }
            } catch (final MessageFormatException e) {
                engine.onError(e); // a property that a selector asks for is malformed
            }
        }
    }

    private boolean inPlace(final Inbox inbox, final MessageView message, final UmcastDestination from) {
        final CopyOnWriteArrayList<UmcastConsumer> consumers = inbox.consumers();
        return consumers.size() == 1 && !inbox.isShared() && message.deliveryTime() <= message.sendTime() &&
            consumers.get(0).deliverInPlace(message, from);
    }
}
