/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command: does its work and returns the exit status. */
abstract class Action implements Callable<Integer> {
    static final int SUCCESS = 0;
    static final int FAILURE = 1;
    static final int USAGE = 2;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    boolean help; // read by picocli

    @Option(names = "--debug", description = "Shows stack traces of errors.")
    private boolean debug;

    Action(final Terminal terminal) {
        this.terminal = terminal;
    }

    final Terminal terminal() {
        return terminal;
    }

    final boolean isDebugging() {
        return debug;
    }

    /** Whether the result is one JSON object on standard output. */
    boolean isJson() {
        return false;
    }

    /** The error of options that cannot be used, or not together. */
    final CommandLine.ParameterException usageError(final String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
