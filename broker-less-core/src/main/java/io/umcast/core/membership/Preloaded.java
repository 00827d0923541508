/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a library that takes sockets out of the kernel's hands has been loaded into this process, as LD_PRELOAD does with libvma and
 * libxlio: an IP_ADD_MEMBERSHIP may then be its own affair, and the kernel announces nothing.
 */
public final class Preloaded {
    private static final Pattern LIBRARY = Pattern.compile("(?m)\\s(/\\S*/lib(?:vma|xlio)[^/\\s]*\\.so[^/\\s]*)");

    private Preloaded() {
    }

    /**
     * Looks at the process's memory map.
     *
     * @param root the directory that stands for /.
     * @return the library's path; empty if there is none.
     */
    public static String look(final Path root) {
        try {
            final Matcher matcher = LIBRARY.matcher(Files.readString(root.resolve("proc/self/maps"), StandardCharsets.ISO_8859_1));
            return matcher.find() ? matcher.group(1) : "";
        } catch (final IOException e) {
            return "";
        }
    }
}
