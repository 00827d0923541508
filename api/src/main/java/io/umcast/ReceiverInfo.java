/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.net.InetSocketAddress;

/**
 * A receiver as a publishing stream sees it.
 *
 * @param streamId   the stream.
 * @param receiverId the receiving session's id on the network.
 * @param name       what the receiver calls itself: host and process id by default.
 * @param address    where its status comes from.
 * @param position   how far it has consumed the stream, in bytes.
 * @param lag        how much of what was sent it has not consumed, in bytes.
 * @param followed   whether it could be given all that it has not consumed, and is not left behind or left out by {@code tag}: then
 *                   {@code fc=min} waits for it.
 */
public record ReceiverInfo(long streamId, long receiverId, String name, InetSocketAddress address, long position,
    long lag, boolean followed) {
}
