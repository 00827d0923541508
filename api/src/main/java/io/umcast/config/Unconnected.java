/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

/** What a publisher without receivers does: the values of {@link Options#UNCONNECTED}. */
public enum Unconnected {
    /** Refuses messages with {@code NOT_CONNECTED}. */
    REFUSE,
    /** Sends them all the same. */
    SEND
}
