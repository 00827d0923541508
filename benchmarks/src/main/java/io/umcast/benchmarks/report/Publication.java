/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes results into documents: tables between {@code <!-- bench:NAME -->} and {@code <!-- bench:end -->}, plots into
 * {@code docs/images}. What was not measured leaves its part of the documents as it is.
 */
public final class Publication {
    private static final String END = "<!-- bench:end -->";

    private static final String FIRST = "round-trips";

    private final Results results;
    private final Path root;
    private final Map<String, Plot> plots;

    /**
     * Of a run.
     *
     * @param results to publish.
     * @param root    of the project.
     */
    public Publication(final Results results, final Path root) {
        this.results = results;
        this.root = root;
        this.plots = new Plots(results).main();
    }

    /**
     * Writes all of it.
     *
     * @throws IOException if a file cannot be read or written.
     */
    public void write() throws IOException {
        final Path images = root.resolve("docs/images");
        Files.createDirectories(images);
        for (final Map.Entry<String, Plot> plot : plots.entrySet()) {
            plot.getValue().save(images.resolve(plot.getKey() + ".png"));
        }
        for (final String document : List.of("README.md", "docs/performance.md")) {
            final Path file = root.resolve(document);
            Files.writeString(file, fill(Files.readString(file), parts()));
        }
    }

    private Map<String, String> parts() {
        final Tables tables = new Tables(results);
        final Map<String, String> parts = new TreeMap<>();
        // the load before is told by the report alone: what it does shows in the spread
        final VerbsTable verbs = new VerbsTable(results);
        final String machine = results.machine().entrySet().stream().filter(entry -> !entry.getKey().startsWith("load"))
            .map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining(", ")) + ".\n";
        if (verbs.isMeasured()) {
            parts.put("verbs", verbs.table().markdown() + "\nMeasured on: " + machine);
        }
        if (results.samples().stream().anyMatch(sample -> !sample.suite().equals(Suites.VERBS))) {
            parts.put("machine", machine);
        }
        if (!tables.measuredTargets().isEmpty()) {
            parts.put("targets", tables.targets().markdown());
        }
        if (!tables.all().isEmpty()) {
            parts.put("results", tables.all().stream().map(table -> "### " + table.title() + "\n\n" + table.markdown())
                .collect(Collectors.joining("\n")));
        }
        if (CostModel.isMeasured(results)) {
            parts.put("parts", CostModel.parts(results).markdown());
        }
        if (!CostModel.predictions(results).isEmpty()) {
            parts.put("predictions", CostModel.predictions(results).markdown());
        }
        if (!plots.isEmpty()) {
            parts.put("plots", plots.keySet().stream().map(name -> image(name, "images/")).collect(Collectors.joining()));
        }
        if (plots.containsKey(FIRST)) {
            parts.put("summary", tables.summary().markdown() + "\n" + image(FIRST, "docs/images/"));
        }
        return parts;
    }

    private static String image(final String name, final String folder) {
        return "![" + name.replace('-', ' ') + "](" + folder + name + ".png)\n";
    }

    /** Replaces what stands between marks; a mark without its part stays as it is. */
    static String fill(final String document, final Map<String, String> parts) {
        String filled = document;
        for (final Map.Entry<String, String> part : parts.entrySet()) {
            final String begin = "<!-- bench:" + part.getKey() + " -->";
            final int from = filled.indexOf(begin);
            final int to = from < 0 ? -1 : filled.indexOf(END, from);
            if (to >= 0) {
                filled = filled.substring(0, from + begin.length()) + "\n" + part.getValue() + filled.substring(to);
            }
        }
        return filled;
    }
}
