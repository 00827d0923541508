/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

/** What is done about the IPoIB interface's {@code umcast} attribute: the values of {@link Options#UMCAST}. */
public enum UmcastPolicy {
    /** Warns when it is not 1. */
    WARN,
    /** Refuses to go on when it is not 1. */
    REQUIRE,
    /** Sets it to 1 (needs root). */
    SET,
    /** Does not look. */
    IGNORE
}
