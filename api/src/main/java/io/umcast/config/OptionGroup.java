/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

/** The sections that options are listed in. */
public enum OptionGroup {
    /** Interface, groups, ports. */
    ADDRESS("Where"),
    /** Sizes of datagrams, logs, windows and buffers. */
    MEMORY("Memory and sizes"),
    /** Who waits for whom. */
    FLOW("Flow control"),
    /** How losses are found and repaired. */
    REPAIR("Repair"),
    /** Periods and bounds. */
    LIVENESS("Liveness and bounds"),
    /** Native library, poller, offloads. */
    MACHINE("Machine"),
    /** InfiniBand and RoCE. */
    VERBS("InfiniBand and RoCE"),
    /** Faults on purpose. */
    FAULTS("Faults on purpose, for tests");

    private final String title;

    OptionGroup(final String title) {
        this.title = title;
    }

    /**
     * The section's heading.
     *
     * @return the heading.
     */
    public String title() {
        return title;
    }
}
