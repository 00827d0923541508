/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code umcast}. */
@Command(name = "umcast", mixinStandardHelpOptions = true, version = "umcast 0.1.0-SNAPSHOT")
public final class Main implements Runnable {
    private Main() {
    }

    /**
     * Runs one command and ends the JVM with its exit status.
     *
     * @param args the command and its options.
     */
    public static void main(final String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
