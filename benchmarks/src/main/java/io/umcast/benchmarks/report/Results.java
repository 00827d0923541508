/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * All that was measured in one run.
 *
 * @param machine that it was measured on.
 * @param samples in the order in which they were taken.
 */
public record Results(Map<String, String> machine, List<Sample> samples) {
    private static final String FILE = "results.json";
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /**
     * Writes {@code results.json}, and a histogram log for each suite and contender.
     *
     * @param directory that takes them.
     * @throws IOException if it does not.
     */
    public void save(final Path directory) throws IOException {
        final JsonObject all = new JsonObject();
        all.add("machine", GSON.toJsonTree(machine));
        final JsonArray array = new JsonArray();
        for (final Sample sample : samples) {
            final JsonObject object = new JsonObject();
            object.addProperty("suite", sample.suite());
            object.addProperty("contender", sample.contender());
            object.add("setting", GSON.toJsonTree(sample.setting()));
            object.addProperty("round", sample.round());
            object.add("values", GSON.toJsonTree(sample.values()));
            object.addProperty("histogram", Metric.print(sample.histogram()));
            array.add(object);
        }
        all.add("samples", array);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(FILE), GSON.toJson(all));
        saveLogs(directory);
    }

    /**
     * The samples of a setting.
     *
     * @param suite     that they belong to.
     * @param contender that was measured.
     * @param setting   all of it.
     * @return one for each round.
     */
    public List<Sample> of(final String suite, final String contender, final Map<String, Integer> setting) {
        return samples.stream().filter(sample -> sample.suite().equals(suite) && sample.contender().equals(contender))
            .filter(sample -> sample.setting().equals(setting)).toList();
    }

    /**
     * A value over all rounds.
     *
     * @param suite     that it belongs to.
     * @param contender that was measured.
     * @param setting   all of it.
     * @param metric    see {@link Metric}.
     * @return median and spread.
     */
    public Spread spread(final String suite, final String contender, final Map<String, Integer> setting, final String metric) {
        return Spread.of(of(suite, contender, setting).stream().mapToDouble(sample -> sample.value(metric)).toArray());
    }

    /**
     * The quotients of values that were measured in the same round.
     *
     * @param above the samples whose values are divided.
     * @param below the samples that they are divided by.
     * @param metric see {@link Metric}.
     * @return median and spread of the rounds that both have.
     */
    public static Spread ratio(final List<Sample> above, final List<Sample> below, final String metric) {
        return Spread.of(above.stream().mapToDouble(sample -> below.stream().filter(other -> other.round() == sample.round())
            .mapToDouble(other -> sample.value(metric) / other.value(metric)).findFirst().orElse(Double.NaN)).toArray());
    }

    /**
     * The settings of a suite, in the order in which they were measured.
     *
     * @param suite that they belong to.
     * @return each once.
     */
    public List<Map<String, Integer>> settings(final String suite) {
        return samples.stream().filter(sample -> sample.suite().equals(suite)).map(Sample::setting).distinct().toList();
    }

    /**
     * Who was measured.
     *
     * @param suite in which.
     * @return names, in the order of tables.
     */
    public List<String> contenders(final String suite) {
        return Names.ALL.stream().filter(name ->
            samples.stream().anyMatch(sample -> sample.suite().equals(suite) && sample.contender().equals(name))).toList();
    }

    /**
     * The times of all rounds.
     *
     * @param suite     that they belong to.
     * @param contender that was measured.
     * @param setting   all of it.
     * @return one histogram.
     */
    public Histogram histogram(final String suite, final String contender, final Map<String, Integer> setting) {
        final Histogram all = Metric.parse("");
        of(suite, contender, setting).forEach(sample -> all.add(sample.histogram()));
        return all;
    }

    private void saveLogs(final Path directory) throws IOException {
        final Map<String, List<Sample>> files = new LinkedHashMap<>();
        for (final Sample sample : samples) {
            if (sample.histogram().getTotalCount() > 0) {
                files.computeIfAbsent(sample.suite() + "-" + sample.contender().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
                    name -> new ArrayList<>()).add(sample);
            }
        }
        for (final Map.Entry<String, List<Sample>> file : files.entrySet()) {
            try (PrintStream out = new PrintStream(directory.resolve(file.getKey() + ".hlog").toFile(), StandardCharsets.UTF_8)) {
                final HistogramLogWriter writer = new HistogramLogWriter(out);
                writer.outputComment("[times in ns; tags are settings; intervals are rounds]");
                writer.outputLogFormatVersion();
                writer.outputLegend();
                for (final Sample sample : file.getValue()) {
                    final Histogram histogram = sample.histogram().copy();
                    histogram.setTag(tag(sample));
                    writer.outputIntervalHistogram(sample.round(), sample.round() + 1.0, histogram, 1.0);
                }
            }
        }
    }

    private static String tag(final Sample sample) {
        return String.join("-", sample.setting().entrySet().stream().map(entry -> entry.getKey() + entry.getValue()).toList());
    }

    /**
     * Reads {@code results.json}.
     *
     * @param directory that has it.
     * @return what was saved.
     * @throws IOException if it cannot be read.
     */
    public static Results load(final Path directory) throws IOException {
        final JsonObject all = JsonParser.parseString(Files.readString(directory.resolve(FILE))).getAsJsonObject();
        final Map<String, String> machine = new LinkedHashMap<>();
        all.getAsJsonObject("machine").entrySet().forEach(entry -> machine.put(entry.getKey(), entry.getValue().getAsString()));
        final List<Sample> samples = new ArrayList<>();
        for (final JsonElement element : all.getAsJsonArray("samples")) {
            final JsonObject object = element.getAsJsonObject();
            final Map<String, Integer> setting = new TreeMap<>();
            object.getAsJsonObject("setting").entrySet().forEach(entry -> setting.put(entry.getKey(), entry.getValue().getAsInt()));
            final Map<String, Double> values = new TreeMap<>();
            object.getAsJsonObject("values").entrySet().forEach(entry -> values.put(entry.getKey(), entry.getValue().getAsDouble()));
            samples.add(new Sample(object.get("suite").getAsString(), object.get("contender").getAsString(), setting,
                object.get("round").getAsInt(), values, Metric.parse(object.get("histogram").getAsString())));
        }
        return new Results(machine, samples);
    }
}
