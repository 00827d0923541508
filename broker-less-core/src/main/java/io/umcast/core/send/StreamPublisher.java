/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import java.nio.charset.StandardCharsets;

import org.agrona.DirectBuffer;

import io.umcast.Claim;
import io.umcast.Publisher;
import io.umcast.Topic;
import io.umcast.core.log.Log;
import io.umcast.core.wire.RecordType;

/**
 * One topic of a stream, for the threads that publish. The stream opens and shuts its gate. Small, two to a cache line: of ten thousand topics
 * every message touches another one; what is the stream's stands with the log.
 */
public final class StreamPublisher implements Publisher {
    private static final byte OPEN = 0;

    private final OutboundStream stream;
    private final Topic topic;
    private final int number;
    private final Log log;
    /** {@link #OPEN}, or why not. */
    private volatile byte gate = (byte)NOT_CONNECTED;
    private volatile boolean defined;
    private boolean remote;
    private boolean local;

    StreamPublisher(final OutboundStream stream, final Topic topic, final int number, final Log log) {
        this.stream = stream;
        this.topic = topic;
        this.number = number;
        this.log = log;
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length) {
        final long refusal = gate;
        if (refusal != OPEN) {
            return refusal;
        }
        if (!defined && !define()) {
            return stream.backPressured();
        }
        checkLength(length);
        buffer.boundsCheck(offset, length); // before the claim, so that none is left behind
        final int index = log.ring().tryClaim(number, length);
        if (index < 0) {
            return stream.backPressured();
        }
        log.buffer().putBytes(index, buffer, offset, length);
        final long position = log.positionBehind(index, length);
        log.commit(index);
        return position;
    }

    @Override
    public long tryClaim(final int length, final Claim claim) {
        final long refusal = gate;
        if (refusal != OPEN) {
            return refusal;
        }
        if (!(claim instanceof LogClaim own) || !own.isOf(log)) {
            throw new IllegalArgumentException("the claim is not of this publisher's stream: make it with newClaim()");
        }
        if (own.isHeld()) {
            throw new IllegalArgumentException("the claim holds uncommitted room: commit or abort it first");
        }
        if (!defined && !define()) {
            return stream.backPressured();
        }
        checkLength(length);
        final int index = log.ring().tryClaim(number, length);
        if (index < 0) {
            return stream.backPressured();
        }
        own.hold(index, length);
        return log.positionBehind(index, length);
    }

    private void checkLength(final int length) {
        if (length < 0 || length > log.maxLength()) {
            throw new IllegalArgumentException("a message of " + length + " bytes to " + topic + ": the stream's log of " +
                log.capacity() + " bytes takes 0 to " + log.maxLength() + "; raise the option log");
        }
    }

    /** Writes the topic's definition in front of its first message. Two threads may both write it: it says the same. */
    private boolean define() {
        final byte[] name = topic.name().getBytes(StandardCharsets.UTF_8);
        final int index = log.ring().tryClaim(RecordType.TOPIC_DEFINITION, Integer.BYTES + name.length);
        if (index < 0) {
            return false;
        }
        log.buffer().putInt(index, number, java.nio.ByteOrder.LITTLE_ENDIAN);
        log.buffer().putBytes(index + Integer.BYTES, name);
        log.commit(index);
        defined = true;
        return true;
    }

    @Override
    public Claim newClaim() {
        return new LogClaim(log);
    }

    @Override
    public Topic topic() {
        return topic;
    }

    @Override
    public long streamId() {
        return stream.id();
    }

    @Override
    public int maxMessageLength() {
        return log.maxLength();
    }

    @Override
    public boolean isConnected() {
        return gate == OPEN;
    }

    @Override
    public long position() {
        return log.claimed();
    }

    @Override
    public long consumedPosition() {
        return stream.consumedPosition();
    }

    @Override
    public boolean isClosed() {
        return gate == CLOSED;
    }

    @Override
    public void close() {
        shut();
        stream.remove(this);
    }

    /**
     * Whether it is worth while to go on: there is room for the longest message.
     *
     * @return whether an eighth of the log is free.
     */
    public boolean hasRoom() {
        return log.retained() + log.capacity() - log.claimed() >= log.capacity() >> 3;
    }

    int number() {
        return number;
    }

    /** Says whether a receiver on the network subscribes to the topic. */
    synchronized void remote(final boolean connected) {
        remote = connected;
        updateGate();
    }

    /** Says whether a subscriber of the same session subscribes to the topic. */
    synchronized void local(final boolean connected) {
        local = connected && !stream.needsGroup();
        updateGate();
    }

    synchronized void shut() {
        gate = (byte)CLOSED;
    }

    private void updateGate() {
        if (gate != CLOSED) {
            gate = remote || local ? OPEN : (byte)NOT_CONNECTED;
        }
    }
}
