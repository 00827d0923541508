/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.Set;
import java.util.regex.Pattern;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;

/** Which value can be read as which type (table 3-4 of the specification), and which names a property may have. */
final class Conversions {
    private static final Set<String> RESERVED = Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");
    private static final Pattern COMMA = Pattern.compile(",");

    private Conversions() {
    }

    static String[] list(final String text) {
        return COMMA.split(text);
    }

    static void checkName(final String name) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("a property needs a name");
        }
        boolean valid = Character.isJavaIdentifierStart(name.charAt(0)) && !RESERVED.contains(name);
        for (int i = 1; i < name.length(); i++) {
            valid &= Character.isJavaIdentifierPart(name.charAt(i));
        }
        if (!valid) {
            throw new JMSException("'" + name + "' is not a property's name: it has to be a Java identifier and no word of selectors");
        }
    }

    static void checkValue(final Object value, final boolean bytes) throws MessageFormatException {
        if (value != null && !(value instanceof Boolean || value instanceof Number number && isPlain(number) || value instanceof String ||
            bytes && (value instanceof byte[] || value instanceof Character))) {
            throw new MessageFormatException("a value of " + value.getClass().getName() + " cannot be held");
        }
    }

    private static boolean isPlain(final Number number) {
        return number instanceof Integer || number instanceof Long || number instanceof Double || number instanceof Float ||
            number instanceof Short || number instanceof Byte;
    }

    private static MessageFormatException cannot(final Object value, final String type) {
        return new MessageFormatException("a " + (value == null ? "null" : value.getClass().getSimpleName()) + " cannot be read as " + type);
    }

    static boolean toBoolean(final Object value) throws MessageFormatException {
        if (value instanceof Boolean b) {
            return b;
        }
        if (value == null || value instanceof String) {
            return Boolean.parseBoolean((String)value);
        }
        throw cannot(value, "boolean");
    }

    static byte toByte(final Object value) throws MessageFormatException {
        if (value instanceof Byte b) {
            return b;
        }
        if (value == null || value instanceof String) {
            return Byte.parseByte((String)value);
        }
        throw cannot(value, "byte");
    }

    static short toShort(final Object value) throws MessageFormatException {
        if (value instanceof Byte || value instanceof Short) {
            return ((Number)value).shortValue();
        }
        if (value == null || value instanceof String) {
            return Short.parseShort((String)value);
        }
        throw cannot(value, "short");
    }

    static char toChar(final Object value) throws MessageFormatException {
        if (value instanceof Character c) {
            return c;
        }
        if (value == null) {
            throw new NullPointerException("null cannot be read as char");
        }
        throw cannot(value, "char");
    }

    static int toInt(final Object value) throws MessageFormatException {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return ((Number)value).intValue();
        }
        if (value == null || value instanceof String) {
            return Integer.parseInt((String)value);
        }
        throw cannot(value, "int");
    }

    static long toLong(final Object value) throws MessageFormatException {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long) {
            return ((Number)value).longValue();
        }
        if (value == null || value instanceof String) {
            return Long.parseLong((String)value);
        }
        throw cannot(value, "long");
    }

    static float toFloat(final Object value) throws MessageFormatException {
        if (value instanceof Float f) {
            return f;
        }
        if (value == null || value instanceof String) {
            return Float.parseFloat((String)value);
        }
        throw cannot(value, "float");
    }

    static double toDouble(final Object value) throws MessageFormatException {
        if (value instanceof Float || value instanceof Double) {
            return ((Number)value).doubleValue();
        }
        if (value == null || value instanceof String) {
            return Double.parseDouble((String)value);
        }
        throw cannot(value, "double");
    }

    static String toText(final Object value) throws MessageFormatException {
        if (value instanceof byte[]) {
            throw cannot(value, "String");
        }
        return value == null ? null : value.toString();
    }

    static byte[] toBytes(final Object value) throws MessageFormatException {
        if (value == null || value instanceof byte[]) {
            return value == null ? null : ((byte[])value).clone();
        }
        throw cannot(value, "byte[]");
    }
}
