/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Writes one JSON object, in the order of its keys. */
final class Json {
    private static final int DECIMALS = 3;

    private final StringBuilder text = new StringBuilder("{");

    Json put(final String key, final long value) {
        return raw(key, Long.toString(value));
    }

    /** A number with at most three decimals, never in exponents; what is no number becomes null. */
    Json put(final String key, final double value) {
        return raw(key, Double.isFinite(value) ?
            BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString() : "null");
    }

    Json put(final String key, final boolean value) {
        return raw(key, Boolean.toString(value));
    }

    Json put(final String key, final String value) {
        return raw(key, quote(value));
    }

    Json put(final String key, final Json value) {
        return raw(key, value.toString());
    }

    /** An array of what writes itself as JSON: objects and numbers. */
    Json put(final String key, final List<?> values) {
        final StringBuilder array = new StringBuilder("[");
        values.forEach(value -> array.append(array.length() > 1 ? "," : "").append(value));
        return raw(key, array.append(']').toString());
    }

    private Json raw(final String key, final String value) {
        text.append(text.length() > 1 ? "," : "").append(quote(key)).append(':').append(value);
        return this;
    }

    private static String quote(final String value) {
        final StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    // a lone half of a surrogate pair is no Unicode text: escaped, it survives
                    final boolean half = Character.isSurrogate(c) && !isPair(value, i);
                    if (c < ' ' || c == 0x7F || half) {
                        quoted.append("\\u").append(hex(c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isPair(final String value, final int i) {
        return Character.isHighSurrogate(value.charAt(i)) ?
            i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1)) :
            i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
    }

    private static String hex(final char c) {
        return Integer.toHexString(0x1_0000 | c).substring(1);
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
