/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.message;

/** What a message's body holds. The ordinal is the number on the wire. */
public enum BodyType {
    /** Nothing. */
    NONE,
    /** Bytes, as they are. */
    BYTES,
    /** Text in UTF-8. */
    TEXT,
    /** Named typed values. */
    MAP,
    /** Typed values one after the other. */
    STREAM,
    /** A serialized Java object. */
    OBJECT
}
