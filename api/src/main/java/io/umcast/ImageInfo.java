/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.net.InetSocketAddress;

/**
 * One stream as a session receives it.
 *
 * @param sessionId    the receiving session.
 * @param streamId     the stream.
 * @param source       where its datagrams come from.
 * @param joinPosition the position in bytes that delivery began at.
 */
public record ImageInfo(int sessionId, long streamId, InetSocketAddress source, long joinPosition) {
}
