/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import picocli.CommandLine.Option;

/** A command whose result is for people, or a JSON object. */
abstract class Reporting extends Action {
    @Option(names = "--json", description = "Prints one JSON object on standard output; messages go to standard error.")
    private boolean json;

    Reporting(final Terminal terminal) {
        super(terminal);
    }

    @Override
    final boolean isJson() {
        return json;
    }

    /** Prints the result, the way that was asked for. */
    final void result(final Json object, final String text) {
        terminal().out().println(json ? object.toString() : text);
    }
}
