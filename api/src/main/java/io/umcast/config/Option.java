/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import java.util.EnumSet;
import java.util.Set;

import io.umcast.ConfigException;

/**
 * One option: its key, its type, its default, and what it means. All are declared in {@link Options}.
 *
 * @param <T> of its value: sizes are {@code Integer} bytes, durations {@code Long} nanoseconds.
 */
public final class Option<T> {
    /** The text that leaves a value to umcast, where an option allows it. */
    public static final String AUTO = "auto";

    private final String key;
    private final ValueType<T> type;
    private final String defaultText;
    private final OptionGroup group;
    private final String doc;
    private final Set<Scheme> schemes;

    private Option(final String key, final ValueType<T> type, final String defaultText, final OptionGroup group, final String doc,
        final Set<Scheme> schemes) {
        this.key = key;
        this.type = type;
        this.defaultText = defaultText;
        this.group = group;
        this.doc = doc;
        this.schemes = schemes;
    }

    static <T> Option<T> of(final OptionGroup group, final String key, final ValueType<T> type, final String defaultText,
        final String doc) {
        return new Option<>(key, type, defaultText, group, doc, EnumSet.allOf(Scheme.class));
    }

    Option<T> onlyFor(final Scheme scheme) {
        return new Option<>(key, type, defaultText, group, doc, EnumSet.of(scheme));
    }

    /**
     * The key, as in a URI.
     *
     * @return lower case words, joined by hyphens.
     */
    public String key() {
        return key;
    }

    /**
     * The value that holds when none is given, as text.
     *
     * @return the text; may be {@link #AUTO}, may be empty.
     */
    public String defaultText() {
        return defaultText;
    }

    /**
     * What may be given: form, unit, range.
     *
     * @return a phrase that follows "must be".
     */
    public String rule() {
        return type.rule();
    }

    /**
     * The section that it is listed in.
     *
     * @return the section.
     */
    public OptionGroup group() {
        return group;
    }

    /**
     * What it means.
     *
     * @return one line.
     */
    public String doc() {
        return doc;
    }

    /**
     * Whether it has a meaning in a scheme.
     *
     * @param scheme of a URI.
     * @return whether it has.
     */
    public boolean appliesTo(final Scheme scheme) {
        return schemes.contains(scheme);
    }

    /**
     * Reads a value.
     *
     * @param text as given.
     * @return the value.
     * @throws ConfigException if the text breaks the option's rule; names the key, the text and the rule.
     */
    public T parse(final String text) {
        return parse(text, "");
    }

    T parse(final String text, final String origin) {
        try {
            return type.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new ConfigException(key, text, e.getMessage() + origin);
        }
    }

    @Override
    public String toString() {
        return key;
    }
}
