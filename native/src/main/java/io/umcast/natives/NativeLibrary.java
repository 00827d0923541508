/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.natives;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * Loads the C poller once: from the folder of classes if it lies there as a file, else unpacked from the jar into a private folder
 * that is removed at once. {@code -Dumcast.native=off} keeps it from being loaded.
 */
public final class NativeLibrary {
    /** The system property that switches the library off. */
    public static final String PROPERTY = "umcast.native";

    private static final String REASON = load();

    private NativeLibrary() {
    }

    /**
     * Can the C poller be used?
     *
     * @return true if the library is loaded and fits.
     */
    public static boolean available() {
        return REASON.isEmpty();
    }

    /**
     * Why it cannot be used.
     *
     * @return the reason, and what would help; empty if it can.
     */
    public static String reason() {
        return REASON;
    }

    /**
     * Where the library lies in the class path.
     *
     * @param os   as {@code os.name} says.
     * @param arch as {@code os.arch} says.
     * @return the resource's path.
     */
    static String resource(final String os, final String arch) {
        final String machine = arch.equals("amd64") ? "x86_64" : arch;
        return "/io/umcast/natives/" + os.toLowerCase(Locale.ROOT) + "-" + machine + "/libumcast.so";
    }

    private static String load() {
        if ("off".equals(System.getProperty(PROPERTY))) {
            return "switched off by -D" + PROPERTY + "=off";
        }
        final String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
        final URL url = NativeLibrary.class.getResource(resource);
        if (url == null) {
            return "there is no library for this platform: " + resource + " is not in the class path";
        }
        try {
            loadFrom(url);
            return mismatch();
        } catch (final IOException e) {
            return "the library cannot be unpacked to " + System.getProperty("java.io.tmpdir") + " (" + e +
                "): name another folder with -Djava.io.tmpdir=DIR";
        } catch (final UnsatisfiedLinkError e) {
            return "the library cannot be loaded: " + e.getMessage() +
                " (a folder mounted noexec? Name another with -Djava.io.tmpdir=DIR)";
        }
    }

    private static void loadFrom(final URL url) throws IOException {
        if ("file".equals(url.getProtocol())) {
            try {
                System.load(new File(url.toURI()).getAbsolutePath());
                return;
            } catch (final URISyntaxException e) {
                throw new IOException(e);
            }
        }
        final Path folder = Files.createTempDirectory("umcast"); // readable by its owner alone
        final Path file = folder.resolve("libumcast.so");
        try (InputStream in = url.openStream()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            System.load(file.toString());
        } finally {
            Files.deleteIfExists(file); // loaded is loaded
            Files.deleteIfExists(folder);
        }
    }

    private static String mismatch() {
        final int[] expected = {Abi.VERSION, Abi.TX_HEADER, Abi.RX_RECORD_SIZE, Abi.STATS_SIZE, Abi.ADDRESS_SIZE, Abi.OPEN_SIZE,
            Abi.INFO_SIZE, Abi.MEMBERSHIP_SIZE, Abi.EVENT_SIZE};
        for (int item = 0; item < expected.length; item++) {
            final int actual = UmcastNative.abi(item);
            if (actual != expected[item]) {
                return "the library is of another build than the classes (item " + item + " is " + actual + ", not " + expected[item] +
                    "): take both from one release";
            }
        }
        return "";
    }
}
