/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.util.List;
import java.util.Locale;

/** The demo's figures as a table. */
final class DemoTable {
    private static final String ROW = "  %-14s %8s %16s %14s %12s %8s%n";

    private DemoTable() {
    }

    /**
     * A row.
     *
     * @param name      of the process.
     * @param pid       of the process.
     * @param messages  sent or received so far.
     * @param perSecond messages a second now.
     * @param bytes     of a message.
     * @param lost      so far; below zero if that does not apply.
     */
    record Row(String name, long pid, long messages, double perSecond, int bytes, long lost) {
    }

    static String text(final double seconds, final String phase, final List<Row> rows) {
        final StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "  %4.1f s  %s%n", seconds, phase));
        text.append(String.format(Locale.ROOT, ROW, "process", "pid", "messages", "msg/s", "MB/s", "lost"));
        for (final Row row : rows) {
            text.append(String.format(Locale.ROOT, ROW, row.name(), row.pid(), Text.count(row.messages()),
                Text.count(Math.round(row.perSecond())),
                String.format(Locale.ROOT, "%,.1f", row.perSecond() * row.bytes() / 1e6), row.lost() < 0 ? "" : Text.count(row.lost())));
        }
        return text.toString();
    }

    /** The same in a line, where lines cannot be written over. */
    static String line(final double seconds, final String phase, final List<Row> rows) {
        final StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "  %4.1f s  %-11s", seconds, phase));
        rows.forEach(row -> text.append("  ").append(row.name()).append(' ').append(Text.count(Math.round(row.perSecond()))).append("/s"));
        return text.toString();
    }
}
