/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this very command line tool is started once more. */
final class Processes {
    private Processes() {
    }

    /**
     * The command line of another umcast with the same JVM, its flags and its class path.
     *
     * @param arguments a command and its options.
     * @return what {@link ProcessBuilder} takes.
     */
    static List<String> umcast(final List<String> arguments) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-javaagent:") && !flag.startsWith("-agentlib:") && !flag.startsWith("-agentpath:")) {
                command.add(flag); // a debugger or profiler is this process's own
            }
        }
        final String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            command.addAll(List.of("-jar", classPath)); // its manifest has the exports, should the flags have come from there
        } else {
            command.addAll(List.of("-cp", classPath, Main.class.getName()));
        }
        command.addAll(arguments);
        return command;
    }
}
