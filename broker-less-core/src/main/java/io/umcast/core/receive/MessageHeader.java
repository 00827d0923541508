/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.net.InetSocketAddress;

import io.umcast.Header;
import io.umcast.Topic;

/** The header that handlers see; one per stream, filled anew for each message. */
final class MessageHeader implements Header {
    private final long streamId;
    private final InetSocketAddress source;
    private Topic topic;
    private long position;
    private long publishTimeNs;

    MessageHeader(final long streamId, final InetSocketAddress source) {
        this.streamId = streamId;
        this.source = source;
    }

    void set(final Topic newTopic, final long newPosition, final long newPublishTimeNs) {
        topic = newTopic;
        position = newPosition;
        publishTimeNs = newPublishTimeNs;
    }

    @Override
    public Topic topic() {
        return topic;
    }

    @Override
    public long streamId() {
        return streamId;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long publishTimeNs() {
        return publishTimeNs;
    }

    @Override
    public InetSocketAddress source() {
        return source;
    }
}
