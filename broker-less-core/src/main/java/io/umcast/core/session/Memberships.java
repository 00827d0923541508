/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.agrona.ErrorHandler;

import io.umcast.NetworkEvent;
import io.umcast.core.membership.SessionGroups;
import io.umcast.core.transport.Group;

/** Which groups a session hears, and for how many subscriptions: the first joins, the last leaves. */
final class Memberships {
    private final SessionGroups groups;
    private final Map<Group, Integer> counts = new HashMap<>();
    private volatile boolean any;

    Memberships(final SessionGroups groups) {
        this.groups = groups;
    }

    /** Joins what has no user yet; all or, if one cannot be joined, none. */
    synchronized void acquire(final List<Group> wanted) {
        int joined = 0;
        try {
            for (final Group group : wanted) {
                acquire(group);
                joined++;
            }
        } catch (final RuntimeException e) {
            wanted.subList(0, joined).forEach(this::release);
            throw e;
        }
    }

    private void acquire(final Group group) {
        final int users = counts.getOrDefault(group, 0);
        if (users == 0) {
            groups.join(group);
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
            groups.leave(group);
        }
        return users == 1;
    }

    /** What the transport has told. */
    void onEvent(final NetworkEvent.Kind kind, final InetAddress group, final boolean receiving) {
        groups.onEvent(kind, group, receiving);
    }

    /** Leaves all, whoever still uses them. */
    synchronized void leaveAll(final ErrorHandler errorHandler) {
        for (final Group group : counts.keySet()) {
            try {
                groups.leave(group);
            } catch (final RuntimeException e) {
                errorHandler.onError(e);
            }
        }
        counts.clear();
        any = false;
    }

    /** Whether any group is joined; by any thread. */
    boolean isAny() {
        return any;
    }
}
