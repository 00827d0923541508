/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

/** What is done about a receiver that keeps a stream from the others: the values of {@link Options#SLOW_RECEIVER}. */
public enum SlowReceiver {
    /** It is waited for, as long as it reports. */
    WAIT,
    /** It is no longer waited for after {@link Options#SLOW_TIMEOUT}, and both sides are told. */
    DROP
}
