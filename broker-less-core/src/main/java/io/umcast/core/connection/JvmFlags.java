/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import io.umcast.UmcastException;

/** Looks whether the JVM was started with the flags that Agrona needs, and names the one that is missing. */
final class JvmFlags {
    private static final String PACKAGE = "jdk.internal.misc";
    private static final String FLAG = "--add-exports java.base/" + PACKAGE + "=ALL-UNNAMED";

    private JvmFlags() {
    }

    static void check() {
        if (!Object.class.getModule().isExported(PACKAGE, JvmFlags.class.getModule())) {
            throw new UmcastException("the JVM lacks a flag that Agrona's buffers need: start it with " + FLAG +
                " (a runnable jar has it in its manifest: Add-Exports: java.base/" + PACKAGE + ")");
        }
    }
}
