/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.umcast.ConfigException;
import io.umcast.config.UmcastPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class UmcastFlagTest {
    @TempDir
    private Path root;
    private Path attribute;
    private final List<String> warnings = new ArrayList<>();

    /** Another process: sets the attribute, says so, and ends with its input. */
    static final class OtherProcess {
        private OtherProcess() {
        }

        public static void main(final String[] args) throws IOException {
            final UmcastFlag flag = UmcastFlag.apply(UmcastPolicy.SET, "ib0", Path.of(args[0]), System.err::println);
            System.out.println("set");
            if (System.in.read() < 0) {
                flag.close();
            }
        }
    }

    @BeforeEach
    void makeInterface() throws IOException {
        attribute = Files.createDirectories(root.resolve("sys/class/net/ib0")).resolve("umcast");
        Files.writeString(attribute, "0\n");
    }

    private UmcastFlag apply(final UmcastPolicy policy) {
        return UmcastFlag.apply(policy, "ib0", root, warnings::add);
    }

    private String value() throws IOException {
        return Files.readString(attribute).strip();
    }

    private Process otherProcess() throws IOException {
        final Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
            System.getProperty("java.class.path"), OtherProcess.class.getName(), root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertEquals('s', process.getInputStream().read());
        return process;
    }

    @Test
    void warnTellsOnceAndChangesNothing() throws IOException {
        apply(UmcastPolicy.WARN).close();
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("echo 1 > "), warnings.get(0));
        assertEquals("0", value());
    }

    @Test
    void nothingIsSaidOfAnAttributeThatIsSet() throws IOException {
        Files.writeString(attribute, "1\n");
        apply(UmcastPolicy.WARN).close();
        apply(UmcastPolicy.REQUIRE).close();
        apply(UmcastPolicy.SET).close();
        assertEquals(List.of(), warnings);
        assertEquals("1", value());
    }

    @Test
    void requireRefusesWithTheFix() {
        final var refused = assertThrows(ConfigException.class, () -> apply(UmcastPolicy.REQUIRE));
        assertTrue(refused.getMessage().contains("echo 1 > " + attribute), refused.getMessage());
    }

    @Test
    void ignoreDoesNotLook() throws IOException {
        Files.delete(attribute);
        apply(UmcastPolicy.IGNORE).close();
        assertEquals(List.of(), warnings);
    }

    @Test
    void setRefusesWhatHasNoAttribute() throws IOException {
        Files.delete(attribute);
        final var refused = assertThrows(ConfigException.class, () -> apply(UmcastPolicy.SET));
        assertTrue(refused.getMessage().contains("ib0 has no umcast attribute"), refused.getMessage());
        assertTrue(refused.getMessage().contains("create_child"), refused.getMessage());
    }

    @Test
    void lastUserOfAProcessRestores() throws IOException {
        final UmcastFlag first = apply(UmcastPolicy.SET);
        final UmcastFlag second = apply(UmcastPolicy.SET);
        assertEquals("1", value());
        first.close();
        first.close();
        assertEquals("1", value());
        second.close();
        assertEquals("0", value());
    }

    @Test
    void lastProcessRestores() throws Exception {
        final Process other = otherProcess();
        try {
            apply(UmcastPolicy.SET).close();
            assertEquals("1", value());
            other.getOutputStream().close();
            assertEquals(0, other.waitFor());
            assertEquals("0", value());
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void whatAKilledProcessSetIsRestoredByTheNext() throws Exception {
        otherProcess().destroyForcibly().waitFor();
        assertEquals("1", value());
        apply(UmcastPolicy.SET).close();
        assertEquals("0", value());
    }

    @Test
    void tellsOfALibraryThatTakesSocketsFromTheKernel() throws IOException {
        Files.writeString(attribute, "1\n");
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/maps"),
            "7f00-7f01 r-xp 00000000 08:01 42                         /usr/lib/x86_64-linux-gnu/libvmalloc.txt\n");
        apply(UmcastPolicy.REQUIRE).close();
        Files.writeString(root.resolve("proc/self/maps"),
            "7f00-7f01 r-xp 00000000 08:01 42                         /usr/lib/x86_64-linux-gnu/libvma.so.9.8\n");
        apply(UmcastPolicy.WARN).close();
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).startsWith("/usr/lib/x86_64-linux-gnu/libvma.so.9.8 is loaded"), warnings.get(0));
        assertThrows(ConfigException.class, () -> apply(UmcastPolicy.REQUIRE));
        apply(UmcastPolicy.IGNORE).close();
        assertEquals(1, warnings.size());
    }

    /** Says which library was preloaded. */
    static final class PreloadedProcess {
        private PreloadedProcess() {
        }

        public static void main(final String[] args) {
            System.out.println(Preloaded.look(Path.of("/")));
        }
    }

    @Test
    void seesALibraryThatIsReallyPreloaded() throws IOException {
        assertEquals("", Preloaded.look(Path.of("/")));
        final String any = Files.readAllLines(Path.of("/proc/self/maps")).stream().filter(line -> line.contains("/libm.so"))
            .map(line -> line.substring(line.indexOf('/'))).findFirst().orElseThrow();
        final Path library = Files.copy(Path.of(any), root.resolve("libvma.so.0")); // in name only: it takes nothing from the kernel
        final ProcessBuilder builder = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
            System.getProperty("java.class.path"), PreloadedProcess.class.getName());
        builder.environment().put("LD_PRELOAD", library.toString());
        final Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertEquals(library.toString(), new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }
}
