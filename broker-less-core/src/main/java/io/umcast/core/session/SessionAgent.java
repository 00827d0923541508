/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import org.agrona.concurrent.Agent;

/** Runs a started session's duty cycles. */
final class SessionAgent implements Agent {
    private final EngineSession session;

    SessionAgent(final EngineSession session) {
        this.session = session;
    }

    @Override
    public int doWork() {
        return session.agentCycle();
    }

    @Override
    public String roleName() {
        return "umcast-session-" + session.id();
    }
}
