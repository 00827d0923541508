/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.net.InetSocketAddress;

import io.umcast.Header;
import io.umcast.Topic;

/** The header that handlers see; one per stream, filled anew for each message. The topic is looked up only if a handler asks for it. */
final class MessageHeader implements Header {
    private final TopicDispatch dispatch;
    private int topicNumber;
    private long position;
    private long publishTimeNs;

    MessageHeader(final TopicDispatch dispatch) {
        this.dispatch = dispatch;
    }

    void set(final int newTopicNumber, final long newPosition, final long newPublishTimeNs) {
        topicNumber = newTopicNumber;
        position = newPosition;
        publishTimeNs = newPublishTimeNs;
    }

    @Override
    public Topic topic() {
        return dispatch.topic(topicNumber);
    }

    @Override
    public long streamId() {
        return dispatch.streamId();
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
        return dispatch.source();
    }
}
