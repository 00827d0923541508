/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where programs are found.
 *
 * @param java      the JVM.
 * @param options   the file of its flags.
 * @param classPath of agents.
 * @param compiled  the directory of the C programs.
 */
public record Programs(Path java, Path options, String classPath, Path compiled) {
    static final String FLOOR = "floor";
    static final String CYCLONE = "cyclone";
    static final String UMCAST_JMS = "umcast-jms";
    static final String ARTEMIS = "artemis";
    static final String ACTIVEMQ = "activemq";

    /**
     * Those that this JVM was started with.
     *
     * @param options  the file of the JVM's flags.
     * @param compiled the directory of the C programs.
     * @return the programs.
     */
    public static Programs here(final Path options, final Path compiled) {
        final Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new Programs(java, options, System.getProperty("java.class.path"), compiled);
    }

    /** Whether Cyclone DDS was there to compile with. */
    boolean hasCyclone() {
        return Files.isExecutable(compiled.resolve(CYCLONE));
    }

    /** The command of one process. */
    List<String> command(final String program, final List<String> flags, final List<String> arguments) {
        final List<String> command = new ArrayList<>();
        if (FLOOR.equals(program) || CYCLONE.equals(program)) {
            command.add(compiled.resolve(program).toString());
        } else {
            command.addAll(List.of(java.toString(), "@" + options, "-XX:+UseParallelGC", "-XX:ParallelGCThreads=1", "-Xms128m", "-Xmx512m",
                "-XX:-UsePerfData", "-Xshare:auto", "-Dslf4j.internal.verbosity=ERROR"));
            command.addAll(flags);
            final boolean jms = List.of(UMCAST_JMS, ARTEMIS, ACTIVEMQ).contains(program);
            command.addAll(List.of("-cp", classPath, "io.umcast.benchmarks.peers." + (jms ? "JmsAgent" : "Agent"),
                UMCAST_JMS.equals(program) ? "umcast" : program));
        }
        command.addAll(arguments);
        return command;
    }
}
