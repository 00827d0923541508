/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import org.agrona.DirectBuffer;

/** Checks UTF-8 without making a string of it: no overlong form, no surrogate, nothing beyond U+10FFFF (RFC 3629). */
final class Utf8 {
    private Utf8() {
    }

    static boolean isValid(final DirectBuffer buffer, final int offset, final int length) {
        final int end = offset + length;
        int i = offset;
        while (i < end) {
            final int lead = buffer.getByte(i) & 0xFF;
            final int size = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
            if (size == 0 || size > end - i || !isTail(buffer, i, lead, size)) {
                return false;
            }
            i += size;
        }
        return true;
    }

    private static boolean isTail(final DirectBuffer buffer, final int begin, final int lead, final int size) {
        for (int i = 1; i < size; i++) {
            if ((buffer.getByte(begin + i) & 0xC0) != 0x80) {
                return false;
            }
        }
        if (size < 3) {
            return true;
        }
        final int second = buffer.getByte(begin + 1) & 0xFF;
        return switch (lead) {
            case 0xE0 -> second >= 0xA0; // else overlong
            case 0xED -> second < 0xA0; // else a surrogate
            case 0xF0 -> second >= 0x90; // else overlong
            case 0xF4 -> second < 0x90; // else beyond U+10FFFF
            default -> true;
        };
    }
}
