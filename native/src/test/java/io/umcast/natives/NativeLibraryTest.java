/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library as the build left it, and in processes of their own: switched off, from a jar, with a folder that cannot be written. */
class NativeLibraryTest {
    @TempDir
    private Path folder;

    @Test
    void loadsAndFitsTheClasses() {
        assertEquals("", NativeLibrary.reason());
        assertTrue(NativeLibrary.available());
    }

    @Test
    void namesPlatformsAsTheBuildDoes() {
        assertEquals("/io/umcast/natives/linux-x86_64/libumcast.so", NativeLibrary.resource("Linux", "amd64"));
        assertEquals("/io/umcast/natives/linux-aarch64/libumcast.so", NativeLibrary.resource("Linux", "aarch64"));
    }

    @Test
    void staysOutWhenSwitchedOff() throws Exception {
        assertEquals("switched off by -Dumcast.native=off", reasonIn(classes(), "-Dumcast.native=off"));
    }

    @Test
    void loadsFromAJarAndLeavesNothingBehind() throws Exception {
        final Path jar = jar();
        final Path temporary = Files.createDirectory(folder.resolve("tmp"));
        assertEquals("", reasonIn(jar, "-Djava.io.tmpdir=" + temporary));
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.filter(file -> file.getFileName().toString().startsWith("umcast")).toList());
        }
    }

    @Test
    void saysWhichFolderCannotBeUnpackedTo() throws Exception {
        final String reason = reasonIn(jar(), "-Djava.io.tmpdir=" + folder.resolve("absent"));
        assertTrue(reason.contains("cannot be unpacked") && reason.contains("absent"), reason);
    }

    /** Run by the tests in a JVM of its own: prints the reason. */
    public static final class Reason {
        private Reason() {
        }

        /**
         * Prints why the library cannot be used.
         *
         * @param arguments none.
         */
        public static void main(final String[] arguments) {
            System.out.print(NativeLibrary.reason());
        }
    }

    private String reasonIn(final Path classes, final String flag) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), flag,
            "-XX:TieredStopAtLevel=1", "-cp", classes + File.pathSeparator + testClasses(), Reason.class.getName()));
        final Process process = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(folder.resolve("err")));
        return output;
    }

    private Path jar() throws IOException {
        final Path jar = folder.resolve("natives.jar");
        final Path classes = classes();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar)); Stream<Path> files = Files.walk(classes)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                try (InputStream in = Files.newInputStream(file)) {
                    in.transferTo(out);
                }
            }
        }
        return jar;
    }

    private static Path classes() {
        return location(NativeLibrary.class);
    }

    private static Path testClasses() {
        return location(NativeLibraryTest.class);
    }

    private static Path location(final Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
