/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import picocli.CommandLine;

/**
 * A duration on the command line.
 *
 * @param nanos 0 or more.
 */
record Seconds(long nanos) {
    private static final double LONGEST = 1e9;

    /** The nanosecond that is so much later, by {@link System#nanoTime()}; a time that never comes if it is 0. */
    long after(final long nowNs) {
        return nanos == 0 ? nowNs + Long.MAX_VALUE / 2 : nowNs + nanos;
    }

    /** Reads 5, 0.5, 5s. */
    static final class Converter implements CommandLine.ITypeConverter<Seconds> {
        @Override
        public Seconds convert(final String text) {
            final String digits = text.endsWith("s") ? text.substring(0, text.length() - 1) : text;
            if (!digits.matches("[0-9]{1,10}(\\.[0-9]{1,9})?") || Double.parseDouble(digits) > LONGEST) {
                throw new CommandLine.TypeConversionException("'" + text + "' is no number of seconds, such as 5 or 0.5");
            }
            return new Seconds(Math.round(Double.parseDouble(digits) * 1e9));
        }
    }
}
