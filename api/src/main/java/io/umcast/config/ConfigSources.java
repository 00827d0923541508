/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

import io.umcast.ConfigException;

/** Gathers texts from all places that options come from; the first that has a key wins. */
final class ConfigSources {
    static final String PREFIX = "umcast.";
    static final String FILE_PROPERTY = "umcast.properties";

    private final Scheme scheme;
    private final Map<Option<?>, Given> given = new LinkedHashMap<>();

    private ConfigSources(final Scheme scheme) {
        this.scheme = scheme;
    }

    /**
     * A text and where it comes from.
     *
     * @param text   as given.
     * @param origin for messages: empty, or a phrase in brackets that follows a blank.
     */
    record Given(String text, String origin) {
    }

    /** What is meant for one connection has to apply to it; files and system properties serve connections of all schemes. */
    static Map<Option<?>, Given> gather(final ConnectionUri uri, final Properties properties, final Properties system) {
        final ConfigSources sources = new ConfigSources(uri.scheme());
        uri.values().forEach((key, text) -> sources.take(key, text, "", true));
        sources.takeAll(properties, " (from the connection's properties)", true);
        final String file = system.getProperty(FILE_PROPERTY);
        if (file != null && !file.isEmpty()) {
            sources.takeAll(load(file), " (from " + file + ")", false);
        }
        for (final String name : system.stringPropertyNames()) {
            // names with further dots are not options but other switches of umcast's parts
            if (name.startsWith(PREFIX) && !name.equals(FILE_PROPERTY) && name.indexOf('.', PREFIX.length()) < 0) {
                final String origin = " (from the system property " + name + ")";
                sources.take(name.substring(PREFIX.length()), system.getProperty(name), origin, false);
            }
        }
        return sources.given;
    }

    private void takeAll(final Properties properties, final String origin, final boolean mustApply) {
        for (final String name : properties.stringPropertyNames()) {
            take(name, properties.getProperty(name), origin, mustApply);
        }
    }

    private void take(final String key, final String text, final String origin, final boolean mustApply) {
        final Option<?> option = Options.find(key);
        if (option == null) {
            throw new ConfigException(key, text, "is no option; did you mean " + nearest(key) +
                "? docs/configuration.md lists all" + origin);
        }
        if (option.appliesTo(scheme)) {
            given.putIfAbsent(option, new Given(text, origin));
        } else if (mustApply) {
            throw new ConfigException(key, text, "does not apply to " + scheme + ": connections" + origin);
        }
    }

    private static Properties load(final String file) {
        final Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (final IOException | IllegalArgumentException e) {
            throw new ConfigException(FILE_PROPERTY, file, "cannot be read: " + e);
        }
        return properties;
    }

    static String nearest(final String key) {
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (final Option<?> option : Options.all()) {
            final int distance = distance(key, option.key());
            if (distance < bestDistance) {
                bestDistance = distance;
                best = option.key();
            }
        }
        return best;
    }

    // Levenshtein's, by rows
    private static int distance(final String a, final String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            final int[] next = new int[b.length() + 1];
            next[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int replaced = row[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(replaced, 1 + Math.min(row[j], next[j - 1]));
            }
            row = next;
        }
        return row[b.length()];
    }
}
