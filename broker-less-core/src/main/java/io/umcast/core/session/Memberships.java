/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.util.HashMap;
import java.util.Map;

import io.umcast.core.transport.Group;
import io.umcast.core.transport.Transport;

/** Which groups a session hears, and for how many subscriptions: the first joins, the last leaves. */
final class Memberships {
    private final Transport transport;
    private final Map<Group, Integer> counts = new HashMap<>();
    private volatile boolean any;

    Memberships(final Transport transport) {
        this.transport = transport;
    }

    /** Joins with the first user. */
    synchronized void acquire(final Group group) {
        final int users = counts.getOrDefault(group, 0);
        if (users == 0) {
            transport.join(group);
            any = true;
        }
        counts.put(group, users + 1);
    }

    /**
     * Leaves with the last user.
     *
     * @return whether the group was left.
     */
    synchronized boolean release(final Group group) {
        final int users = counts.getOrDefault(group, 0);
        if (users > 1) {
            counts.put(group, users - 1);
            return false;
        }
        if (users == 1) {
            counts.remove(group);
            any = !counts.isEmpty();
            transport.leave(group);
        }
        return users == 1;
    }

    /** Whether any group is joined; by any thread. */
    boolean isAny() {
        return any;
    }
}
