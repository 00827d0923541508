/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.net.InetAddress;

import io.umcast.NetworkEvent;

/** Told what happens to a transport's network. */
@FunctionalInterface
public interface TransportEvents {
    /**
     * Something happened.
     *
     * @param kind      what.
     * @param group     that it is about; null if about none, or all.
     * @param receiving whether it is about the membership that receives the group, not about one that only sends to it.
     * @param detail    the rest, for people.
     */
    void onEvent(NetworkEvent.Kind kind, InetAddress group, boolean receiving, String detail);
}
