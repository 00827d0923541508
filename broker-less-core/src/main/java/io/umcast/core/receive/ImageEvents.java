/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import io.umcast.LossEvent;

/** Told what happens to images, by the data thread. Must not block; what it throws goes to the error handler. */
public interface ImageEvents {
    /**
     * A stream is delivered from here on.
     *
     * @param image    the stream as received.
     * @param position that delivery begins at.
     */
    void available(Image image, long position);

    /**
     * A stream that was available has ended.
     *
     * @param image    the stream as received.
     * @param position up to which it was delivered.
     * @param orderly  whether its publisher said goodbye.
     */
    void unavailable(Image image, long position, boolean orderly);

    /**
     * A part of a stream will never be delivered. With what was delivered, losses add up to the stream without hole or overlap.
     *
     * @param image  the stream as received.
     * @param from   the first lost position.
     * @param to     the position behind the last lost byte.
     * @param reason why it stands.
     */
    void loss(Image image, long from, long to, LossEvent.Reason reason);
}
