/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.message;

import io.umcast.Header;

/** Called for each message, in place. */
@FunctionalInterface
public interface MessageListener {
    /**
     * A message.
     *
     * @param message valid during the call only.
     * @param header  what the stream knows of it; valid during the call only.
     */
    void onMessage(Message message, Header header);
}
