/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.List;

/** One thing to look at. */
@FunctionalInterface
interface Check {
    /**
     * Looks.
     *
     * @param host the machine.
     * @return what was found; empty if there is nothing of the kind.
     */
    List<Finding> look(Host host);
}
