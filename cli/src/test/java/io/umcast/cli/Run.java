/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A command run in this JVM: its exit status and what it wrote. */
record Run(int status, String out, String err) {
    static Run umcast(final String... args) {
        return with("", args);
    }

    static Run with(final String in, final String... args) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final Terminal terminal = new Terminal(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), out, err);
        final int status = Main.run(terminal, args);
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The one JSON object that standard output has to be. */
    Map<String, Object> json() {
        if (out.strip().lines().count() != 1) {
            throw new AssertionError("not one line on standard output: " + this);
        }
        return JsonReader.object(out.strip());
    }
}
