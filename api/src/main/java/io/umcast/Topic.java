/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The name of a subject that messages are published to, such as {@code prices.EURUSD}.
 * <p>
 * A name has 1 to {@value #MAX_NAME_BYTES} bytes of UTF-8, without white space or control characters. Dots separate
 * levels; {@code *} and {@code >} are kept for patterns. A topic is a value: two topics of the same name are equal.
 */
public final class Topic {
    /** The longest name, in bytes of UTF-8: a definition has to fit into the smallest datagram. */
    public static final int MAX_NAME_BYTES = 255;

    private final String name;

    private Topic(final String name) {
        this.name = name;
    }

    /**
     * The topic of a name.
     *
     * @param name 1 to {@value #MAX_NAME_BYTES} bytes of UTF-8, no white space, no control character, no {@code *} or {@code >}.
     * @return the topic.
     * @throws ConfigException if the name breaks a rule; the message says which.
     */
    public static Topic of(final String name) {
        Objects.requireNonNull(name, "name");
        final int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MAX_NAME_BYTES) {
            throw new ConfigException("topic", name, "must have 1 to " + MAX_NAME_BYTES + " bytes of UTF-8, has " + length);
        }
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c) || c == '*' || c == '>') {
                throw new ConfigException("topic", name,
                    "must not hold white space, control characters, '*' or '>'; has one at index " + i);
            }
        }
        return new Topic(name);
    }

    /**
     * The name as given.
     *
     * @return the name.
     */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Topic topic && topic.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
