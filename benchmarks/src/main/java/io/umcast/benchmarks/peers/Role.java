/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

/** What an agent does with messages. Two ways lead between agents, there and back. */
enum Role {
    /** Sends there, measures what comes back. */
    PING(true, false),
    /** Returns what comes. */
    PONG(false, true),
    /** Sends there. */
    SOURCE(true, false),
    /** Counts what comes. */
    SINK(false, true);

    private final boolean sendsThere;
    private final boolean hearsThere;

    Role(final boolean sendsThere, final boolean hearsThere) {
        this.sendsThere = sendsThere;
        this.hearsThere = hearsThere;
    }

    /** Whether it sends the way there. */
    boolean sendsThere() {
        return sendsThere;
    }

    /** Whether it sends the way back. */
    boolean sendsBack() {
        return this == PONG;
    }

    /** Whether it hears what comes the way there. */
    boolean hearsThere() {
        return hearsThere;
    }

    /** Whether it hears what comes back. */
    boolean hearsBack() {
        return this == PING;
    }
}
