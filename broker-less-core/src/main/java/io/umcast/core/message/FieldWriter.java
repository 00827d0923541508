/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

import net.openhft.chronicle.bytes.Bytes;

import io.umcast.message.FieldType;
import io.umcast.message.MessageFormatException;

/** Writes typed values, with and without names. */
final class FieldWriter {
    private FieldWriter() {
    }

    static int nameLength(final CharSequence name) {
        final int length = Text.length(name);
        if (length == 0 || length > 0xFFFF) {
            throw new MessageFormatException("a name has 1 to 65,535 bytes of UTF-8, not " + length);
        }
        return length;
    }

    static FieldType typeOf(final Object value) {
        if (value == null) {
            return FieldType.NULL;
        } else if (value instanceof CharSequence) {
            return FieldType.STRING;
        } else if (value instanceof Integer) {
            return FieldType.INT;
        } else if (value instanceof Long) {
            return FieldType.LONG;
        } else if (value instanceof Double) {
            return FieldType.DOUBLE;
        } else if (value instanceof Boolean) {
            return FieldType.BOOLEAN;
        } else if (value instanceof Byte) {
            return FieldType.BYTE;
        } else if (value instanceof Short) {
            return FieldType.SHORT;
        } else if (value instanceof Character) {
            return FieldType.CHAR;
        } else if (value instanceof Float) {
            return FieldType.FLOAT;
        } else if (value instanceof byte[]) {
            return FieldType.BYTES;
        }
        throw new MessageFormatException("a value of " + value.getClass().getName() + ": a message takes Boolean, Byte, Short, " +
            "Character, Integer, Long, Float, Double, String, byte[] and null");
    }

    /** A value that is not an object as the 64 bits that {@link #write} takes. */
    static long bits(final FieldType type, final Object value) {
        return switch (type) {
            case BOOLEAN -> (Boolean)value ? 1 : 0;
            case CHAR -> (Character)value;
            case FLOAT -> Float.floatToRawIntBits((Float)value);
            case DOUBLE -> Double.doubleToRawLongBits((Double)value);
            case BYTE, SHORT, INT, LONG -> ((Number)value).longValue();
            case NULL, STRING, BYTES -> 0;
        };
    }

    static int length(final FieldType type, final Object value) {
        return switch (type) {
            case NULL -> 0;
            case BOOLEAN, BYTE -> Byte.BYTES;
            case SHORT, CHAR -> Short.BYTES;
            case INT, FLOAT -> Integer.BYTES;
            case LONG, DOUBLE -> Long.BYTES;
            case STRING -> Math.addExact(Integer.BYTES, Text.length((CharSequence)value));
            case BYTES -> Math.addExact(Integer.BYTES, ((byte[])value).length);
        };
    }

    static void writeName(final Bytes<?> out, final CharSequence name, final int nameLength) {
        out.writeShort((short)nameLength);
        Text.write(out, name, nameLength);
    }

    static void write(final Bytes<?> out, final FieldType type, final long bits, final Object value, final int length) {
        switch (type) {
            case NULL -> { }
            case BOOLEAN, BYTE -> out.writeByte((byte)bits);
            case SHORT, CHAR -> out.writeShort((short)bits);
            case INT, FLOAT -> out.writeInt((int)bits);
            case LONG, DOUBLE -> out.writeLong(bits);
            case STRING -> {
                out.writeInt(length - Integer.BYTES);
                Text.write(out, (CharSequence)value, length - Integer.BYTES);
            }
            case BYTES -> {
                out.writeInt(length - Integer.BYTES);
                out.write((byte[])value);
            }
            default -> throw new IllegalStateException("a field of type " + type);
        }
    }
}
