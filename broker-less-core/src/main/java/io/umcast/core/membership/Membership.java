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
    private final Set<MembershipManager.User> users = new HashSet<>();
    /** Of them, those whose device is joined. */
    private final Set<MembershipManager.User> onDevice = new HashSet<>();
    private final int port;
    private State state = State.ABSENT;
    private int attempts;
    private int repairs;
    private boolean foreign;
    private boolean told;
    private boolean registered;
    private final boolean watched;
    private long dueNs;

    Membership(final MembershipKey key, final int port, final MembershipPath path) {
        this.key = key;
        this.port = port;
        this.networkInterface = path.networkInterface();
        this.announcer = path.announcer();
        this.watched = path.watched();
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

    /** Whether what the kernel makes of it is looked at: on IPoIB interfaces. */
    boolean isWatched() {
        return watched;
    }

    /** Whether other connections of this process know that a device has it. */
    void registered(final boolean register) {
        if (register != registered) {
            registered = register;
            if (register) {
                DeviceGroups.add(key);
            } else {
                DeviceGroups.remove(key);
            }
        }
    }

    Announcer announcer() {
        return announcer;
    }

    Set<MembershipManager.User> users() {
        return users;
    }

    Set<MembershipManager.User> onDevice() {
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

    void attempts(final int failed) {
        attempts = failed;
    }

    /** When to look at it again. */
    long dueNs() {
        return dueNs;
    }

    void due(final long ns) {
        dueNs = ns;
    }

    int port() {
        return port;
    }

    /** How often the announcement was taken back and made anew since all was well. */
    int repairs() {
        return repairs;
    }

    void repairs(final int made) {
        repairs = made;
    }

    /** Whether the kernel heard the group before this connection wanted it: then nothing of ours can change that. */
    boolean isForeign() {
        return foreign;
    }

    void foreign(final boolean heardBefore) {
        foreign = heardBefore;
    }

    /** Whether the application knows that the kernel hears it. */
    boolean isTold() {
        return told;
    }

    void told(final boolean tell) {
        told = tell;
    }
}
