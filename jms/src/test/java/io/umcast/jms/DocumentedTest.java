/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Each row of docs/jms.md's tables of features names a test, and each named test exists. */
final class DocumentedTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Map<String, String> LETTERS = Map.of("C", "ContractTest", "P", "ProviderTest", "S", "SpringTest",
        "J", "JoramSuiteTest");
    private static final Pattern TOKEN = Pattern.compile("`(\\w+)`|\\b([CPSJ])\\b");

    private static List<String> rows(final String heading) throws IOException {
        final List<String> rows = new ArrayList<>();
        boolean inside = false;
        for (final String line : Files.readAllLines(ROOT.resolve("docs/jms.md"))) {
            if (line.startsWith("#")) {
                inside = line.startsWith(heading);
            } else if (inside && line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| feature")) {
                rows.add(line);
            }
        }
        return rows;
    }

    private static String source(final String className) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (final Path tests : modules.map(module -> module.resolve("src/test/java")).filter(Files::isDirectory).toList()) {
                try (Stream<Path> files = Files.walk(tests)) {
                    final List<Path> found = files.filter(file -> file.getFileName().toString().equals(className + ".java")).toList();
                    if (!found.isEmpty()) {
                        return Files.readString(found.get(0));
                    }
                }
            }
        }
        throw new AssertionError("no test class " + className);
    }

    /** The tests that a cell names exist; how many. */
    private static int check(final String cell, final String row) throws IOException {
        String className = null;
        int tests = 0;
        final Matcher tokens = TOKEN.matcher(cell);
        while (tokens.find()) {
            if (tokens.group(2) != null) {
                className = LETTERS.get(tokens.group(2));
                source(className);
            } else if (Character.isUpperCase(tokens.group(1).charAt(0))) {
                className = tokens.group(1);
                source(className);
            } else {
                assertTrue(className != null, () -> "no class before " + tokens.group(1) + ": " + row);
                assertTrue(source(className).contains("void " + tokens.group(1) + "("), className + " has no " + tokens.group(1) + ": " + row);
                tests++;
            }
        }
        return tests;
    }

    private static void checkAll(final String heading) throws IOException {
        final List<String> rows = rows(heading);
        assertFalse(rows.isEmpty(), heading);
        for (final String row : rows) {
            final String[] cells = row.split("\\|", -1);
            assertTrue(check(cells[cells.length - 2], row) > 0, "names no test: " + row);
        }
    }

    @Test
    void whatWorksIsShownByTestsThatExist() throws IOException {
        checkAll("## What works");
    }

    @Test
    void whatDoesNotIsRefusedByTestsThatExist() throws IOException {
        checkAll("## What does not");
    }
}
