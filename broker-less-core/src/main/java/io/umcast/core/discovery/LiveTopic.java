/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A topic of a stream that is live.
 *
 * @param name         of the topic.
 * @param number       of the topic in its stream.
 * @param group        that the topic goes to, by the listener's own options.
 * @param streamId     of the stream.
 * @param connectionId of the publisher's connection.
 * @param publisher    the address that the stream's announcements come from.
 * @param ageNs        of the stream, in nanoseconds.
 * @param streamBytes  up to where the stream has been sent: a position.
 * @param messages     how many of the topic have been heard; nothing is asked for again, so some may be missing.
 * @param bytes        of those messages.
 */
public record LiveTopic(String name, int number, InetAddress group, long streamId, long connectionId, InetSocketAddress publisher,
    long ageNs, long streamBytes, long messages, long bytes) {
}
