/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.util.Locale;

import picocli.CommandLine;

/**
 * A size on the command line.
 *
 * @param bytes 0 or more.
 */
record ByteSize(int bytes) {
    /** Reads 64, 8k, 1m. */
    static final class Converter implements CommandLine.ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(final String text) {
            final String lower = text.toLowerCase(Locale.ROOT);
            final int shift = lower.endsWith("k") ? 10 : lower.endsWith("m") ? 20 : lower.endsWith("g") ? 30 : 0;
            final String digits = shift == 0 ? lower : lower.substring(0, lower.length() - 1);
            if (!digits.matches("[0-9]{1,10}") || Long.parseLong(digits) << shift > Integer.MAX_VALUE) {
                throw new CommandLine.TypeConversionException("'" + text + "' is no size in bytes, such as 64, 8k or 1m");
            }
            return new ByteSize(Integer.parseInt(digits) << shift);
        }
    }
}
