/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What names of topics have to look like: {@code prices.*}, {@code prices.>}, {@code *.EURUSD}.
 * <p>
 * Dots separate a name's tokens. A token {@code *} stands for any one token, a last token {@code >} for one token or more; every other
 * token stands for itself, each character literally. So {@code prices.*} matches {@code prices.EURUSD}, but neither {@code prices} nor
 * {@code prices.spot.EURUSD}; {@code prices.>} matches both of the longer ones; {@code >} matches every topic. A token may be empty, and
 * {@code *} matches an empty one, too. A pattern without either sign is a topic's name and matches that topic alone. A pattern is a value:
 * two of the same text are equal.
 */
public final class TopicPattern {
    private static final String ANY = "*";
    private static final String REST = ">";

    private final String text;
    private final String[] tokens;
    private final Topic topic;

    private TopicPattern(final String text, final String[] tokens, final Topic topic) {
        this.text = text;
        this.tokens = tokens;
        this.topic = topic;
    }

    /**
     * The pattern of a text.
     *
     * @param text 1 to {@value Topic#MAX_NAME_BYTES} bytes of UTF-8, no white space, no control character; {@code *} only as a whole
     *             token, {@code >} only as the whole last one.
     * @return the pattern.
     * @throws ConfigException if the text breaks a rule; the message says which.
     */
    public static TopicPattern of(final String text) {
        Objects.requireNonNull(text, "text");
        final int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > Topic.MAX_NAME_BYTES) {
            throw new ConfigException("pattern", text, "must have 1 to " + Topic.MAX_NAME_BYTES + " bytes of UTF-8, has " + length);
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i)) || Character.isISOControl(text.charAt(i))) {
                throw new ConfigException("pattern", text, "must not hold white space or control characters; has one at index " + i);
            }
        }
        final String[] tokens = text.split("\\.", -1);
        boolean literal = true;
        for (int i = 0; i < tokens.length; i++) {
            final boolean sign = tokens[i].equals(ANY) || tokens[i].equals(REST) && i == tokens.length - 1;
            if (!sign && (tokens[i].contains(ANY) || tokens[i].contains(REST))) {
                throw new ConfigException("pattern", text,
                    "must have '*' only as a whole token, such as prices.*, and '>' only as the whole last token, such as prices.>");
            }
            literal &= !sign;
        }
        return new TopicPattern(text, tokens, literal ? Topic.of(text) : null);
    }

    /**
     * The pattern that matches one topic alone.
     *
     * @param topic of any name.
     * @return the pattern.
     */
    public static TopicPattern of(final Topic topic) {
        return new TopicPattern(topic.name(), new String[0], topic);
    }

    /**
     * Whether a topic's name looks like this. Makes no object.
     *
     * @param topic of any name.
     * @return whether it does.
     */
    public boolean matches(final Topic topic) {
        return matches(topic.name());
    }

    /**
     * Whether a name looks like this. Makes no object.
     *
     * @param name a topic's.
     * @return whether it does.
     */
    public boolean matches(final String name) {
        if (topic != null) {
            return name.equals(text);
        }
        int at = 0; // where the next token begins, or -1 behind the last
        for (final String token : tokens) {
            if (at < 0) {
                return false;
            }
            if (token.equals(REST)) {
                return true;
            }
            final int dot = name.indexOf('.', at);
            final int end = dot < 0 ? name.length() : dot;
            if (!token.equals(ANY) && !(end - at == token.length() && name.startsWith(token, at))) {
                return false;
            }
            at = dot < 0 ? -1 : dot + 1;
        }
        return at < 0;
    }

    /**
     * Whether it has neither {@code *} nor {@code >}: it is one topic's name.
     *
     * @return whether it is.
     */
    public boolean isLiteral() {
        return topic != null;
    }

    /**
     * The one topic that it matches.
     *
     * @return the topic, or null if it has {@code *} or {@code >}.
     */
    public Topic topic() {
        return topic;
    }

    /**
     * The text as given.
     *
     * @return the text.
     */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof TopicPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
