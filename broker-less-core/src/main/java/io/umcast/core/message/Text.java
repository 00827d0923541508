/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

import org.agrona.DirectBuffer;

import net.openhft.chronicle.bytes.Bytes;

import io.umcast.message.MessageFormatException;

/**
 * UTF-8, with one addition: a surrogate without its other half has three bytes of its own, so that every Java string comes back as it
 * was. Overlong and cut sequences are refused.
 */
final class Text {
    private static final int ASCII_END = 0x80;
    private static final int TWO_BYTES_END = 0x800;
    private static final int THREE_BYTES_END = 0x10000;

    private Text() {
    }

    static int length(final CharSequence text) {
        final int chars = text.length();
        long length = chars;
        for (int i = 0; i < chars; i++) {
            final char c = text.charAt(i);
            if (c >= ASCII_END) {
                length++;
                if (c >= TWO_BYTES_END) {
                    length++;
                    if (isPair(text, i)) {
                        i++; // the second has been counted as one: 4 bytes for two
                    }
                }
            }
        }
        if (length > Integer.MAX_VALUE - Long.BYTES) {
            throw new MessageFormatException("a text of " + length + " bytes is too long");
        }
        return (int)length;
    }

    private static boolean isPair(final CharSequence text, final int i) {
        return Character.isHighSurrogate(text.charAt(i)) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }

    /** Writes a text whose length in bytes is known. */
    static void write(final Bytes<?> out, final CharSequence text, final int length) {
        final int chars = text.length();
        if (length == chars) {
            for (int i = 0; i < chars; i++) {
                out.writeByte((byte)text.charAt(i));
            }
            return;
        }
        for (int i = 0; i < chars; i++) {
            final char c = text.charAt(i);
            if (c < ASCII_END) {
                out.writeByte((byte)c);
            } else if (c < TWO_BYTES_END) {
                out.writeByte((byte)(0xC0 | c >> 6));
                out.writeByte((byte)(0x80 | c & 0x3F));
            } else if (isPair(text, i)) {
                i++;
                final int point = Character.toCodePoint(c, text.charAt(i));
                out.writeByte((byte)(0xF0 | point >> 18));
                out.writeByte((byte)(0x80 | point >> 12 & 0x3F));
                out.writeByte((byte)(0x80 | point >> 6 & 0x3F));
                out.writeByte((byte)(0x80 | point & 0x3F));
            } else {
                out.writeByte((byte)(0xE0 | c >> 12));
                out.writeByte((byte)(0x80 | c >> 6 & 0x3F));
                out.writeByte((byte)(0x80 | c & 0x3F));
            }
        }
    }

    static String read(final DirectBuffer in, final int offset, final int length) {
        final char[] chars = new char[length];
        int count = 0;
        int i = offset;
        final int end = offset + length;
        while (i < end) {
            final byte first = in.getByte(i);
            if (first >= 0) {
                chars[count++] = (char)first;
                i++;
            } else {
                final int point = point(in, i, end);
                i += width(point);
                count += Character.toChars(point, chars, count);
            }
        }
        return new String(chars, 0, count);
    }

    static void read(final DirectBuffer in, final int offset, final int length, final StringBuilder into) {
        int i = offset;
        final int end = offset + length;
        while (i < end) {
            final int point = point(in, i, end);
            i += width(point);
            into.appendCodePoint(point);
        }
    }

    private static int width(final int point) {
        return point < ASCII_END ? 1 : point < TWO_BYTES_END ? 2 : point < THREE_BYTES_END ? 3 : 4;
    }

    private static int point(final DirectBuffer in, final int i, final int end) {
        final int first = in.getByte(i) & 0xFF;
        if (first < ASCII_END) {
            return first;
        }
        final int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        if (first < 0xC2 || first > 0xF4 || i + more >= end) {
            throw new MessageFormatException("not UTF-8: the byte " + first + " at " + i);
        }
        int point = first & 0x3F >> more;
        for (int k = 1; k <= more; k++) {
            final int next = in.getByte(i + k);
            if ((next & 0xC0) != 0x80) {
                throw new MessageFormatException("not UTF-8: the byte " + (next & 0xFF) + " at " + (i + k));
            }
            point = point << 6 | next & 0x3F;
        }
        if (width(point) != more + 1 || point > Character.MAX_CODE_POINT) {
            throw new MessageFormatException("not UTF-8: a sequence of " + (more + 1) + " bytes for " + point);
        }
        return point;
    }

    /** Whether the bytes are this text; allocates nothing. */
    static boolean matches(final DirectBuffer in, final int offset, final int length, final CharSequence text) {
        final int chars = text.length();
        int i = offset;
        final int end = offset + length;
        int k = 0;
        while (i < end) {
            if (k == chars) {
                return false;
            }
            final byte first = in.getByte(i);
            if (first >= 0) {
                if (text.charAt(k) != first) {
                    return false;
                }
                k++;
                i++;
            } else {
                final int point = point(in, i, end);
                i += width(point);
                if (point != Character.codePointAt(text, k)) {
                    return false;
                }
                k += Character.charCount(point);
            }
        }
        return k == chars;
    }
}
