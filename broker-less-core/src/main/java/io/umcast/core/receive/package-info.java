/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * The receiving half of a session: subscriptions, and an image for each stream that is heard. All of it is owned by the session's
 * data thread, without locks; other threads read an image's positions and interest, add and close subscriptions, and poll queues.
 * <p>
 * Bytes enter at {@link io.umcast.core.receive.Image#onData}, in the slot that the network put them in. What comes in order
 * leaves there and then through {@link io.umcast.core.receive.TopicDispatch} to the handlers; what does not waits in the image's
 * reorder buffer. Nothing here knows a socket or reads a clock: time is passed in, so a test or a simulation can move it.
 */
package io.umcast.core.receive;
