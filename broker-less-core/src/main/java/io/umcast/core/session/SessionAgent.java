/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

/** Runs a started session's duty cycles. */
final class SessionAgent implements Agent {
    private final EngineSession session;

    SessionAgent(final EngineSession session) {
        this.session = session;
    }

    /** A runner tells how it was ended, too: a session that has closed is no error. */
    static ErrorHandler errors(final ErrorHandler handler) {
        return error -> {
            if (!(error instanceof AgentTerminationException)) {
                handler.onError(error);
            }
        };
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
