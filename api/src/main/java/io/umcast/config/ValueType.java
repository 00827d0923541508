/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

/**
 * How an option's text becomes its value.
 *
 * @param <T> of the value.
 */
interface ValueType<T> {
    /**
     * Reads a value.
     *
     * @param text as given.
     * @return the value.
     * @throws IllegalArgumentException whose message is the rule that the text breaks.
     */
    T parse(String text);

    /**
     * What may be given, for people: form, unit, range.
     *
     * @return a phrase that follows "must be".
     */
    String rule();
}
