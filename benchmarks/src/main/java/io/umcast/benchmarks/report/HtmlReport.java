/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** All of a run on one page that needs nothing else: no script, no other file. */
public final class HtmlReport {
    private static final String STYLE = """
        body { font-family: sans-serif; max-width: 60em; margin: 2em auto; color: #222; line-height: 1.4 }
        table { border-collapse: collapse; margin: 1em 0; font-size: 85% }
        th, td { border-bottom: 1px solid #ddd; padding: .25em .7em; text-align: left }
        tr.own { background: #eef6f2; font-weight: bold }
        figure { margin: 1em 0 }
        """;

    private HtmlReport() {
    }

    /**
     * Writes the page.
     *
     * @param results to show.
     * @param file    to write.
     * @throws IOException if it cannot be written.
     */
    public static void write(final Results results, final Path file) throws IOException {
        final Tables tables = new Tables(results);
        final StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">" +
            "<title>umcast: benchmarks</title>\n<style>\n" + STYLE + "</style></head><body>\n<h1>umcast: benchmarks</h1>\n");
        page.append("<p>Medians of rounds in turn, in brackets the least and the most. All on one machine, over loopback; contenders " +
            "follow each other in each round, and quotients are of neighbours. References run once.</p>\n");
        section(page, tables.targets());
        page.append("<h2>Plots</h2>\n");
        new Plots(results).all().values().forEach(plot -> page.append("<figure>\n").append(plot.svg()).append("</figure>\n"));
        tables.all().forEach(table -> section(page, table));
        if (new VerbsTable(results).isMeasured()) {
            section(page, new VerbsTable(results).table());
        }
        if (CostModel.isMeasured(results)) {
            section(page, CostModel.parts(results));
            section(page, CostModel.predictions(results));
        }
        section(page, tables.machine());
        Files.writeString(file, page + "</body></html>\n");
    }

    /**
     * For a terminal.
     *
     * @param results to show.
     * @return the ratios to the targets, as Markdown; those that were measured, and queue pairs beside perftest.
     */
    public static String summary(final Results results) {
        final VerbsTable verbs = new VerbsTable(results);
        return new Tables(results).measuredTargets().markdown() + (verbs.isMeasured() ? verbs.table().markdown() : "");
    }

    private static void section(final StringBuilder page, final Table table) {
        page.append("<h2>").append(escape(table.title())).append("</h2>\n").append(table.html());
    }

    static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
