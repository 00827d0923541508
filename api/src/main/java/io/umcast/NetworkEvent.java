/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.net.InetAddress;

/**
 * Something that happened to the network below a session. Streams go on by themselves, and what was lost meanwhile is repaired, unless
 * it says {@link Kind#FAILED}.
 *
 * @param kind      what.
 * @param sessionId the session's, as {@link Session#id()}.
 * @param group     the group that it is about; null if about none, or all.
 * @param detail    the rest, for people.
 */
public record NetworkEvent(Kind kind, int sessionId, InetAddress group, String detail) {
    /** What happened. */
    public enum Kind {
        /** The fabric took a membership away, as when its subnet manager restarts; it is joined again by and by. */
        MEMBERSHIP_LOST,
        /** A membership that was lost is back. */
        MEMBERSHIP_REGAINED,
        /** An attempt to join again failed; the next follows. */
        REJOIN_FAILED,
        /**
         * The kernel hears a group of {@code ps=ipoib}, too, though the interface's umcast attribute is 1: a socket had it before, or IPoIB
         * took it while it was away and cannot be made to give it back. The detail names who may have asked for it.
         */
        KERNEL_HEARS,
        /**
         * A group of a {@code udp:} connection on an IPoIB interface is received by queue pairs of {@code ps=ipoib} on this host instead, since
         * those came first and the interface's umcast attribute is 1: its socket hears nothing of other hosts.
         */
        KERNEL_DEAF,
        /** The port is down. */
        PORT_DOWN,
        /** The port is active. */
        PORT_UP,
        /** The port's LID or GID changed: publishers announce their new address. */
        ADDRESS_CHANGED,
        /** The fabric changed otherwise: another subnet manager, another partition table, a queue pair set up again. */
        FABRIC_CHANGED,
        /** The device is gone or has failed: the session hears and sends nothing any more. Close it, and make another. */
        FAILED
    }
}
