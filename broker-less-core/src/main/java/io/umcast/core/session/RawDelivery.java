/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.agrona.DirectBuffer;

import io.umcast.Topic;
import io.umcast.core.receive.SubscriptionRegistry;
import io.umcast.core.receive.TopicDispatch;
import io.umcast.core.transport.PeerAddress;
import io.umcast.natives.Abi;

/** Delivers datagrams as they are to all subscriptions of a raw endpoint: it hears one group, so every topic is that group. */
final class RawDelivery {
    private static final int MAX_SOURCES = 256;

    private final SubscriptionRegistry registry;
    private final ImageFactory factory;
    private final Map<PeerAddress, Source> sources = new LinkedHashMap<>();
    private Source last;
    private long datagrams;

    /** What one sender's datagrams are dispatched by. */
    private final class Source {
        private final PeerAddress address;
        private final TopicDispatch dispatch;
        private long version = -1;
        private final Set<Topic> known = new HashSet<>();

        Source(final PeerAddress address) {
            this.address = address;
            this.dispatch = factory.rawDispatch(address);
        }

        /** Compares without making an object. */
        boolean is(final DirectBuffer records, final int record) {
            return records.getLong(record + Abi.RX_SOURCE) == address.high() &&
                records.getLong(record + Abi.RX_SOURCE + Long.BYTES) == address.low() &&
                records.getInt(record + Abi.RX_SOURCE_PORT) == address.port();
        }

        void deliver(final DirectBuffer buffer, final int offset, final int length, final long position) {
            if (version != registry.version()) {
                version = registry.version();
                for (final Topic topic : registry.topics()) {
                    if (known.add(topic)) {
                        dispatch.define(known.size(), topic);
                    }
                }
            }
            dispatch.refresh();
            for (int number = 1; number <= known.size(); number++) {
                if (dispatch.accepts(number, length)) {
                    dispatch.dispatch(number, buffer, offset, length, position, 0);
                }
            }
        }
    }

    RawDelivery(final SubscriptionRegistry registry, final ImageFactory factory) {
        this.registry = registry;
        this.factory = factory;
    }

    void onDatagram(final DirectBuffer records, final int record, final DirectBuffer buffer, final int offset, final int length) {
        if (last == null || !last.is(records, record)) {
            last = source(PeerAddress.read(records, record));
        }
        last.deliver(buffer, offset, length, ++datagrams);
    }

    private Source source(final PeerAddress address) {
        if (sources.size() >= MAX_SOURCES && !sources.containsKey(address)) {
            sources.remove(sources.keySet().iterator().next());
        }
        return sources.computeIfAbsent(address, Source::new);
    }
}
