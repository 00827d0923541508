/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;

import org.agrona.ErrorHandler;

import io.umcast.ConfigException;
import io.umcast.ConnectionListener;
import io.umcast.Topic;
import io.umcast.TopicPattern;
import io.umcast.core.group.GroupMapper;
import io.umcast.core.receive.ImageConfig;
import io.umcast.core.send.StreamConfig;
import io.umcast.core.transport.Group;

/**
 * What a session is made from.
 *
 * @param domain           the domain id.
 * @param port             the UDP port of the groups.
 * @param sources          the sources to hear (SSM), empty for any.
 * @param groups           which topic goes to which group.
 * @param streams          of its streams.
 * @param images           of its images.
 * @param logBytes         the size of a log.
 * @param local            whether own subscribers hear own publishers.
 * @param raw              whether datagrams are messages, without umcast's protocol.
 * @param statusIntervalNs the longest time between statuses.
 * @param lingerNs         how long closing waits for receivers.
 * @param handlerBoundNs   after what time without a duty cycle the conductor takes the control side over.
 * @param tag              of the receiver, 0 for none.
 * @param name             of the receiver.
 * @param seed             of what is random.
 * @param errorHandler     told what goes wrong.
 * @param listener         told by the data thread what happens to images.
 * @param sendingListener  told what happens to receivers, under a lock: must only pass it on.
 */
public record SessionConfig(int domain, int port, List<InetAddress> sources, GroupMapper groups, StreamConfig streams,
    ImageConfig images, int logBytes, boolean local, boolean raw, long statusIntervalNs, long lingerNs, long handlerBoundNs, long tag,
    String name, long seed, ErrorHandler errorHandler, ConnectionListener listener, ConnectionListener sendingListener) {
    private static final int UNSEEN_BOUNDS = 4;

    /** For how long the conductor leaves a data thread alone that is at work; others are to hear of it before they take it for gone. */
    long unseenNs() {
        final long timeoutNs = Math.min(streams.receiverTimeoutNs(), images.imageTimeoutNs());
        return Math.max(handlerBoundNs, Math.min(UNSEEN_BOUNDS * handlerBoundNs, timeoutNs >> 1));
    }

    /**
     * The group that carries a topic.
     *
     * @param topic of any name.
     * @return the group, of any source.
     */
    Group group(final Topic topic) {
        return new Group(groups.groupOf(topic.name()), port, null);
    }

    /** The groups that may carry a pattern's topics, each once for each source to hear. */
    List<Group> heard(final TopicPattern pattern) {
        if (raw && !pattern.isLiteral()) {
            throw new ConfigException("pattern", pattern.text(), "a raw endpoint knows no topics: subscribe to any one name");
        }
        final List<InetAddress> from = sources.isEmpty() ? Collections.singletonList(null) : sources;
        return groups.groupsOf(pattern).stream().flatMap(group -> from.stream().map(source -> new Group(group, port, source))).toList();
    }
}
