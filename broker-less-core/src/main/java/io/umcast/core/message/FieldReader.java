/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

import org.agrona.DirectBuffer;

import io.umcast.message.FieldType;
import io.umcast.message.MessageFormatException;

/** Walks typed values in place, one {@link #next} after the other, and never beyond the section that holds them. */
public final class FieldReader {
    private static final FieldType[] TYPES = FieldType.values();
    private static final int NO_NAME = -1;
    private static final int FNV_BASIS = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;

    private DirectBuffer buffer;
    private int position;
    private int end;
    private boolean named;
    private FieldType type;
    private int nameOffset;
    private int nameLength;
    private int valueOffset;
    private int valueLength;

    /**
     * Begins a section.
     *
     * @param newBuffer that holds it.
     * @param offset    where it begins.
     * @param length    of it in bytes.
     * @param hasNames  whether its values have names.
     * @return this.
     */
    public FieldReader wrap(final DirectBuffer newBuffer, final int offset, final int length, final boolean hasNames) {
        buffer = newBuffer;
        position = offset;
        end = offset + length;
        named = hasNames;
        type = null;
        return this;
    }

    /**
     * Goes to the next value.
     *
     * @return whether there is one.
     * @throws MessageFormatException if what lies there is not one, or not whole.
     */
    public boolean next() {
        if (position == end) {
            return false;
        }
        final int number = buffer.getByte(position) & 0xFF;
        if (number >= TYPES.length) {
            throw new MessageFormatException("the type " + number + " of a value is not known");
        }
        type = TYPES[number];
        int at = position + 1;
        if (named) {
            need(at, Short.BYTES);
            nameLength = buffer.getShort(at) & 0xFFFF;
            nameOffset = at + Short.BYTES;
            need(nameOffset, nameLength);
            at = nameOffset + nameLength;
        } else {
            nameLength = NO_NAME;
        }
        if (type == FieldType.STRING || type == FieldType.BYTES) {
            need(at, Integer.BYTES);
            valueLength = buffer.getInt(at);
            at += Integer.BYTES;
        } else {
            valueLength = FieldWriter.length(type, null);
        }
        need(at, valueLength);
        valueOffset = at;
        position = at + valueLength;
        return true;
    }

    private void need(final int at, final int length) {
        if (length < 0 || length > end - at) {
            throw new MessageFormatException("a value needs " + length + " bytes where " + (end - at) + " are left");
        }
    }

    /**
     * The value's type.
     *
     * @return its type.
     */
    public FieldType type() {
        return type;
    }

    /**
     * The value's name.
     *
     * @return its name, or null if it has none.
     */
    public String name() {
        return nameLength == NO_NAME ? null : Text.read(buffer, nameOffset, nameLength);
    }

    boolean isNamed(final CharSequence name) {
        return nameLength >= 0 && Text.matches(buffer, nameOffset, nameLength, name);
    }

    /**
     * Begins with one text at hand, as if it were a value without a name.
     *
     * @param newBuffer that holds it.
     * @param offset    where its UTF-8 begins.
     * @param length    of it in bytes.
     * @return this.
     */
    FieldReader wrapText(final DirectBuffer newBuffer, final int offset, final int length) {
        wrap(newBuffer, offset, length, false);
        position = end;
        type = FieldType.STRING;
        nameLength = NO_NAME;
        valueOffset = offset;
        valueLength = length;
        return this;
    }

    /**
     * The value of a BOOLEAN.
     *
     * @return the value.
     * @throws MessageFormatException if it is of another type.
     */
    public boolean booleanValue() {
        if (type != FieldType.BOOLEAN) {
            throw isNot("boolean");
        }
        return buffer.getByte(valueOffset) != 0;
    }

    /**
     * The value of a BYTE, SHORT, INT or LONG.
     *
     * @return the value.
     * @throws MessageFormatException if it is of another type.
     */
    public long longValue() {
        return switch (type) {
            case BYTE -> buffer.getByte(valueOffset);
            case SHORT -> buffer.getShort(valueOffset);
            case INT -> buffer.getInt(valueOffset);
            case LONG -> buffer.getLong(valueOffset);
            default -> throw isNot("whole number");
        };
    }

    /**
     * The value of a FLOAT or DOUBLE.
     *
     * @return the value.
     * @throws MessageFormatException if it is of another type.
     */
    public double doubleValue() {
        return switch (type) {
            case FLOAT -> buffer.getFloat(valueOffset);
            case DOUBLE -> buffer.getDouble(valueOffset);
            default -> throw isNot("decimal number");
        };
    }

    /**
     * The value's length.
     *
     * @return bytes: of a STRING, those of its UTF-8.
     */
    public int valueLength() {
        return valueLength;
    }

    /**
     * Whether the value is this text; compared in place.
     *
     * @param text to compare with.
     * @return whether it is a STRING of those characters.
     * @throws MessageFormatException if it is a STRING, but not UTF-8.
     */
    public boolean isText(final CharSequence text) {
        return type == FieldType.STRING && Text.matches(buffer, valueOffset, valueLength, text);
    }

    /**
     * A hash of the value's bytes: the same for the same bytes.
     *
     * @return FNV-1a of 32 bits.
     */
    public int valueHash() {
        int hash = FNV_BASIS;
        for (int i = valueOffset; i < valueOffset + valueLength; i++) {
            hash = (hash ^ buffer.getByte(i) & 0xFF) * FNV_PRIME;
        }
        return hash;
    }

    /**
     * The value of a STRING.
     *
     * @return the value; null if it is NULL.
     * @throws MessageFormatException if it is of another type, or not UTF-8.
     */
    public String stringValue() {
        return switch (type) {
            case NULL -> null;
            case STRING -> Text.read(buffer, valueOffset, valueLength);
            default -> throw isNot("string");
        };
    }

    boolean stringValue(final StringBuilder into) {
        if (type == FieldType.NULL) {
            return false;
        }
        if (type != FieldType.STRING) {
            throw isNot("string");
        }
        Text.read(buffer, valueOffset, valueLength, into);
        return true;
    }

    /**
     * The value.
     *
     * @return Boolean, Byte, Short, Character, Integer, Long, Float, Double, String, byte[] or null.
     */
    public Object value() {
        return switch (type) {
            case NULL -> null;
            case BOOLEAN -> booleanValue();
            case BYTE -> buffer.getByte(valueOffset);
            case SHORT -> buffer.getShort(valueOffset);
            case CHAR -> (char)buffer.getShort(valueOffset);
            case INT -> buffer.getInt(valueOffset);
            case LONG -> buffer.getLong(valueOffset);
            case FLOAT -> buffer.getFloat(valueOffset);
            case DOUBLE -> buffer.getDouble(valueOffset);
            case STRING -> stringValue();
            case BYTES -> bytesValue();
        };
    }

    private byte[] bytesValue() {
        final byte[] bytes = new byte[valueLength];
        buffer.getBytes(valueOffset, bytes);
        return bytes;
    }

    private MessageFormatException isNot(final String wanted) {
        return new MessageFormatException("a value of type " + type + " is asked for as a " + wanted);
    }
}
