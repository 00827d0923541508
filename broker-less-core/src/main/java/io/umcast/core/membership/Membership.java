/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.net.NetworkInterface;
import java.util.HashSet;
import java.util.Set;

import io.umcast.MembershipEvent.State;

/** One membership of a connection; the manager's lock guards it. */
final class Membership {
    private final MembershipKey key;
    private final NetworkInterface networkInterface;
    private final Announcer announcer;
    /** Sessions that want it. */
    private final Set<SessionGroups> users = new HashSet<>();
    /** Of them, those whose device is joined. */
    private final Set<SessionGroups> onDevice = new HashSet<>();
    private State state = State.ABSENT;
    private int attempts;
    private long dueNs;

    Membership(final MembershipKey key, final MembershipPath path) {
        this.key = key;
        this.networkInterface = path.networkInterface();
        this.announcer = path.announcer();
    }

    MembershipKey key() {
        return key;
    }

    NetworkInterface networkInterface() {
        return networkInterface;
    }

    /** Whether the manager has to join the kernel, too. */
    boolean isAnnouncedByUs() {
        return announcer == Announcer.OWN_SOCKET;
    }

    Announcer announcer() {
        return announcer;
    }

    Set<SessionGroups> users() {
        return users;
    }

    Set<SessionGroups> onDevice() {
        return onDevice;
    }

    State state() {
        return state;
    }

    void state(final State next) {
        state = next;
    }

    /** Attempts to announce it that have failed since it was last a member. */
    int attempts() {
        return attempts;
    }

    /** When to look at it again. */
    long dueNs() {
        return dueNs;
    }

    void due(final long ns, final int afterAttempts) {
        dueNs = ns;
        attempts = afterAttempts;
    }
}
