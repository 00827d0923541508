/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** {@code jvm.options} is the one place of the JVM's flags: what repeats them must say the same. */
class JvmOptionsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void manifestsExportAndOpenWhatTheOptionsDo() throws IOException {
        assertManifestEqualsOptions("Add-Exports", "--add-exports[ =](\\S+)=ALL-UNNAMED");
        assertManifestEqualsOptions("Add-Opens", "--add-opens[ =](\\S+)=ALL-UNNAMED");
        assertManifestEqualsOptions("Enable-Native-Access", "--enable-native-access=(\\S+)");
    }

    @Test
    void testsRunWithTheOptions() throws IOException {
        final List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
        for (final String line : options()) {
            final String flag = line.replaceFirst(" ", "=");
            assertTrue(given.contains(flag) || unknownHere(flag), () -> "no " + flag + " in " + given);
        }
    }

    /** JDK 17 passes over what it does not know, and does not list it. */
    private static boolean unknownHere(final String flag) {
        return flag.startsWith("--sun-misc-unsafe-memory-access") && Runtime.version().feature() < 23;
    }

    private static void assertManifestEqualsOptions(final String entry, final String option) throws IOException {
        final String pom = Files.readString(ROOT.resolve("pom.xml"));
        final List<String> entries = matches("<" + entry + ">([^<]*)</" + entry + ">", pom);
        assertEquals(1, entries.size(), () -> entry + " in pom.xml");
        final Set<String> inManifest = new TreeSet<>(List.of(entries.get(0).split("\\s+")));
        final Set<String> inOptions = new TreeSet<>(matches(option, String.join("\n", options())));
        assertFalse(inOptions.isEmpty(), () -> "no " + option + " in jvm.options");
        assertEquals(inOptions, inManifest, entry);
    }

    private static List<String> options() throws IOException {
        try (var lines = Files.lines(ROOT.resolve("jvm.options"))) {
            return lines.map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        }
    }

    private static List<String> matches(final String regex, final String text) {
        return Pattern.compile(regex).matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
    }
}
