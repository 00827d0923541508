/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import org.agrona.ErrorHandler;

import io.umcast.ConnectionListener;
import io.umcast.core.group.GroupMapper;
import io.umcast.core.receive.ImageConfig;
import io.umcast.core.send.StreamConfig;

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
public record SessionConfig(int domain, int port, java.util.List<java.net.InetAddress> sources, GroupMapper groups, StreamConfig streams,
    ImageConfig images, int logBytes, boolean local, boolean raw, long statusIntervalNs, long lingerNs, long handlerBoundNs, long tag,
        String name,
    long seed, ErrorHandler errorHandler, ConnectionListener listener, ConnectionListener sendingListener) {
}
