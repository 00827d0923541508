/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

/** The root of what umcast throws: always for a refusal that the caller can do something about, never per message. */
public class UmcastException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with its reason.
     *
     * @param message what was refused, why, and what would help.
     */
    public UmcastException(final String message) {
        super(message);
    }

    /**
     * An exception with its reason and what led to it.
     *
     * @param message what was refused, why, and what would help.
     * @param cause   what led to it, or null.
     */
    public UmcastException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
