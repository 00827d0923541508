/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

/** Who calls the network: the values of {@link Options#POLLER}. */
public enum PollerMode {
    /** The thread that runs the session's duty cycles. */
    INLINE,
    /** A native thread of its own. */
    NATIVE
}
