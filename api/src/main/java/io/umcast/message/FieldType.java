/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.message;

/** The type of a property, or of a value in a map or stream body. The ordinal is the number on the wire. */
public enum FieldType {
    /** No value. */
    NULL,
    /** One byte, 0 or 1. */
    BOOLEAN,
    /** 8 bits, signed. */
    BYTE,
    /** 16 bits, signed. */
    SHORT,
    /** A UTF-16 unit. */
    CHAR,
    /** 32 bits, signed. */
    INT,
    /** 64 bits, signed. */
    LONG,
    /** IEEE 754, 32 bits. */
    FLOAT,
    /** IEEE 754, 64 bits. */
    DOUBLE,
    /** UTF-8. */
    STRING,
    /** Bytes. */
    BYTES
}
