/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

/** Whom a publisher waits for: the values of {@link Options#FLOW_CONTROL}. */
public enum FlowControl {
    /** Nobody. */
    NONE,
    /** The fastest receiver, and those who keep up with it: see {@link Options#LAG_CREDIT}. */
    MAX,
    /** The slowest receiver, so that nobody is left behind. */
    MIN
}
