/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

import java.util.Arrays;

import net.openhft.chronicle.bytes.Bytes;

import io.umcast.message.FieldType;

/** Values, named or not, that wait to be written; knows how long they will be. Grows, and then allocates nothing. */
final class FieldList {
    private static final FieldType[] TYPES = FieldType.values();
    private static final int INITIAL_FIELDS = 8;

    private CharSequence[] names = new CharSequence[INITIAL_FIELDS];
    private int[] nameLengths = new int[INITIAL_FIELDS];
    private byte[] types = new byte[INITIAL_FIELDS];
    private long[] bits = new long[INITIAL_FIELDS];
    private Object[] values = new Object[INITIAL_FIELDS];
    private int[] lengths = new int[INITIAL_FIELDS];
    private int count;
    private int encodedLength;

    void clear() {
        Arrays.fill(names, 0, count, null);
        Arrays.fill(values, 0, count, null);
        count = 0;
        encodedLength = 0;
    }

    int count() {
        return count;
    }

    int encodedLength() {
        return encodedLength;
    }

    void add(final CharSequence name, final Object value) {
        final FieldType type = FieldWriter.typeOf(value);
        add(name, type, FieldWriter.bits(type, value), value);
    }

    void add(final CharSequence name, final FieldType type, final long valueBits, final Object value) {
        if (count == names.length) {
            grow();
        }
        final int nameLength = name == null ? 0 : FieldWriter.nameLength(name);
        final int length = FieldWriter.length(type, value);
        final int total = Math.addExact(encodedLength, Math.addExact(name == null ? 1 : 3 + nameLength, length));
        names[count] = name;
        nameLengths[count] = nameLength;
        types[count] = (byte)type.ordinal();
        bits[count] = valueBits;
        values[count] = value;
        lengths[count] = length;
        count++;
        encodedLength = total;
    }

    private void grow() {
        final int capacity = count * 2;
        names = Arrays.copyOf(names, capacity);
        nameLengths = Arrays.copyOf(nameLengths, capacity);
        types = Arrays.copyOf(types, capacity);
        bits = Arrays.copyOf(bits, capacity);
        values = Arrays.copyOf(values, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
    }

    void write(final Bytes<?> out) {
        for (int i = 0; i < count; i++) {
            out.writeByte(types[i]);
            if (names[i] != null) {
                FieldWriter.writeName(out, names[i], nameLengths[i]);
            }
            FieldWriter.write(out, TYPES[types[i]], bits[i], values[i], lengths[i]);
        }
    }
}
