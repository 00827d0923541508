/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.net.InetSocketAddress;

/** What is known of a message besides its bytes. A flyweight: valid during the handler's call only; allocates nothing. */
public interface Header {
    /**
     * The topic that the message was published to.
     *
     * @return the topic; the same object for each message of a topic.
     */
    Topic topic();

    /**
     * The stream that the message came by: one log of one publishing session.
     *
     * @return the stream's id, a random 64-bit number; 0 on a raw endpoint.
     */
    long streamId();

    /**
     * The position in the stream just behind the message: what {@link Publisher#offer} returned for it.
     *
     * @return the position in bytes; on a raw endpoint the count of datagrams so far.
     */
    long position();

    /**
     * When the datagram that completed the message left its publisher (for a local message: when it was handed over).
     *
     * @return nanoseconds since 1970-01-01 UTC by the publisher's clock; 0 on a raw endpoint.
     */
    long publishTimeNs();

    /**
     * The address that the stream's datagrams come from.
     *
     * @return the source; the same object for each message of an image.
     */
    InetSocketAddress source();
}
