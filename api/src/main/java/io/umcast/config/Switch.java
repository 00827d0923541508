/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

/** Whether something is used: the values of options that can also be left to umcast. */
public enum Switch {
    /** Used where it works. */
    AUTO,
    /** Used; an error where it does not work. */
    ON,
    /** Not used. */
    OFF
}
