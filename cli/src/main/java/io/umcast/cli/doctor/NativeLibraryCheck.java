/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.List;

/** The C poller. */
final class NativeLibraryCheck implements Check {
    private static final String NAME = "native library";

    @Override
    public List<Finding> look(final Host host) {
        final String failure = host.nativeFailure();
        return List.of(failure.isEmpty() ? Finding.ok(NAME, "loaded") :
            Finding.warning(NAME, "not used: " + failure, "umcast works without it by plain Java, slower, and without verbs"));
    }
}
