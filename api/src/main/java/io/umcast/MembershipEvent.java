/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.net.InetAddress;

/**
 * A membership of a connection went from one state to another. It is the connection's, whichever of its sessions wanted it first.
 *
 * @param networkInterface the interface's name, such as ib0.
 * @param source           the one source that is heard (SSM), or null for any.
 * @param group            the group.
 * @param portSpace        {@code udp} or {@code ipoib} of a verbs connection; empty for kernel UDP.
 * @param from             the state that it left.
 * @param to               the state that it is in.
 * @param detail           why, for people.
 */
public record MembershipEvent(String networkInterface, InetAddress source, InetAddress group, String portSpace, State from, State to,
    String detail) {
    /** How far a membership is. */
    public enum State {
        /** Nobody here wants the group. */
        ABSENT,
        /** The device, or for kernel UDP the socket, is being joined to it. */
        JOINING,
        /** The device is joined; the kernel does not announce it to routers yet. */
        JOINED,
        /** The device is joined, and whoever has to announce it (IGMP, MLD) does. */
        MEMBER,
        /** The last subscriber is gone: first the announcement ends, then the device leaves. */
        LEAVING,
        /** The fabric took it away, and the kernel still announces it: for a moment only. */
        LOST,
        /** Nobody announces it; it is waited until the device is joined again, then the kernel follows. */
        BACKING_OFF
    }
}
