/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON value, strictly: objects become maps, arrays lists, whole numbers {@link Long}, others {@link Double}. */
final class JsonReader {
    private final String text;
    private int at;

    private JsonReader(final String text) {
        this.text = text;
    }

    /**
     * Reads an object.
     *
     * @param text that holds nothing else.
     * @return its values by their keys, in order.
     * @throws IllegalArgumentException if it is no JSON object.
     */
    static Map<String, Object> object(final String text) {
        final JsonReader reader = new JsonReader(text);
        final Map<String, Object> object = reader.object();
        reader.skipBlanks();
        if (reader.at != text.length()) {
            throw reader.wrong("nothing more");
        }
        return object;
    }

    private Map<String, Object> object() {
        final Map<String, Object> object = new LinkedHashMap<>();
        expect('{');
        if (!accept('}')) {
            do {
                skipBlanks();
                final String key = string();
                expect(':');
                object.put(key, value());
            } while (accept(','));
            expect('}');
        }
        return object;
    }

    private Object value() {
        skipBlanks();
        final char c = at < text.length() ? text.charAt(at) : 0;
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private List<Object> array() {
        final List<Object> array = new ArrayList<>();
        expect('[');
        if (!accept(']')) {
            do {
                array.add(value());
            } while (accept(','));
            expect(']');
        }
        return array;
    }

    private Object word(final String word, final Object meaning) {
        if (!text.startsWith(word, at)) {
            throw wrong("a value");
        }
        at += word.length();
        return meaning;
    }

    private Object number() {
        final int begin = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        final String number = text.substring(begin, at);
        if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw wrong("a value");
        }
        if (number.matches("-?[0-9]+")) {
            return Long.valueOf(number);
        }
        return Double.valueOf(number);
    }

    private String string() {
        final StringBuilder string = new StringBuilder();
        if (at >= text.length() || text.charAt(at) != '"') {
            throw wrong("a string");
        }
        at++;
        while (true) {
            if (at >= text.length() || text.charAt(at) < ' ') {
                throw wrong("the end of a string");
            }
            final char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            }
            string.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        final char c = at < text.length() ? text.charAt(at++) : 0;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw wrong("four digits");
                }
                at += 4;
                yield (char)Integer.parseInt(text, at - 4, at, 16);
            }
            default -> throw wrong("an escape");
        };
    }

    private boolean accept(final char c) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(final char c) {
        if (!accept(c)) {
            throw wrong("'" + c + "'");
        }
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException wrong(final String wanted) {
        return new IllegalArgumentException("JSON: " + wanted + " expected at " + at + " of: " + text);
    }
}
