/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.message;

import io.umcast.UmcastException;

/** What lies there is not a message as {@code docs/wire-protocol.md} says, or not of the kind that is asked for. */
public final class MessageFormatException extends UmcastException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with its reason.
     *
     * @param message what is wrong.
     */
    public MessageFormatException(final String message) {
        super(message);
    }
}
