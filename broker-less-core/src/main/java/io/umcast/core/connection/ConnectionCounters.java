/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.agrona.ErrorHandler;

import io.umcast.config.Config;
import io.umcast.core.counters.CountersDirectory;
import io.umcast.core.counters.CountersFile;
import io.umcast.core.membership.MembershipManager;
import io.umcast.core.session.EngineSession;

/** The connection's counters file: sessions' numbers are copied into it by the conductor, errors as they happen. */
final class ConnectionCounters {
    private final CountersFile file;
    private final Map<EngineSession, SessionCounters> sessions = new ConcurrentHashMap<>();
    private final MembershipCounters memberships;

    ConnectionCounters(final Config config, final long connectionId) {
        file = CountersFile.create(CountersDirectory.of(config), connectionId, config.uri());
        memberships = new MembershipCounters(file);
    }

    /** An error handler that records each distinct error in the file ahead of another handler. */
    ErrorHandler recording(final ErrorHandler next) {
        return error -> {
            file.errorLog().record(error);
            next.onError(error);
        };
    }

    void update(final EngineSession session) {
        final SessionCounters counters = sessions.computeIfAbsent(session, key -> new SessionCounters(file, "session " + key.id()));
        synchronized (counters) {
            counters.begin();
            session.report(counters);
            counters.end();
        }
    }

    void update(final MembershipManager manager) {
        synchronized (memberships) {
            memberships.update(manager);
        }
    }

    void remove(final EngineSession session) {
        final SessionCounters counters = sessions.remove(session);
        if (counters != null) {
            synchronized (counters) {
                counters.free();
            }
        }
    }

    void close() {
        file.close();
    }
}
