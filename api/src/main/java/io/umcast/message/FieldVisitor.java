/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.message;

/** Is shown named values. */
@FunctionalInterface
public interface FieldVisitor {
    /**
     * A value.
     *
     * @param name  its name; null in a stream body.
     * @param value boxed: Boolean, Byte, Short, Character, Integer, Long, Float, Double, String, byte[] or null.
     */
    void onField(String name, Object value);
}
