/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/** Whom a stream waits for. */
public enum FlowControl {
    /** Nobody is waited for. */
    NONE,
    /**
     * The fastest receiver leads. The log keeps what the others lack, up to the whole of it; who then still is in the way for longer than
     * its credit is left behind, and is told.
     */
    MAX,
    /** The slowest receiver that is followed leads: nobody of them is left behind. */
    MIN
}
