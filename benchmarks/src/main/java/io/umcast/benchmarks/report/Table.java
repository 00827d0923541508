/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of text.
 *
 * @param title  above it.
 * @param header of the columns; the first column names the rows.
 * @param rows   as long as the header.
 */
record Table(String title, List<String> header, List<List<String>> rows) {
    boolean isEmpty() {
        return rows.isEmpty();
    }

    String markdown() {
        final List<String> rule = header.stream().map(column -> "---").toList();
        return row(header) + row(rule) + rows.stream().map(Table::row).collect(Collectors.joining());
    }

    private static String row(final List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    String html() {
        return "<table><tr>" + cells("th", header) + "</tr>\n" +
            rows.stream().map(row -> "<tr" + (row.contains(Names.UMCAST) ? " class=\"own\"" : "") + ">" + cells("td", row) + "</tr>\n")
                .collect(Collectors.joining()) + "</table>\n";
    }

    private static String cells(final String tag, final List<String> cells) {
        return cells.stream().map(cell -> "<" + tag + ">" + HtmlReport.escape(cell) + "</" + tag + ">").collect(Collectors.joining());
    }
}
