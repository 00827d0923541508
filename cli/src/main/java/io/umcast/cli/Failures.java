/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import io.umcast.UmcastException;

/** What went wrong, in a line. */
final class Failures {
    private Failures() {
    }

    /**
     * A line for people.
     *
     * @param error what was thrown.
     * @return its message; with the kind of error before it, unless it is one of ours.
     */
    static String message(final Throwable error) {
        final String message = error.getMessage();
        final String line = error instanceof UmcastException && message != null ? message :
            error.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        return line.replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
