/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.net.InetAddress;
import java.net.NetworkInterface;

/** Announces groups that a device receives: the kernel then answers the queries of routers for them. */
public interface KernelGroups extends AutoCloseable {
    /**
     * Joins a group; the kernel sends a report (IGMP, MLD).
     *
     * @param networkInterface on which.
     * @param group            to announce.
     * @param source           the one source (SSM), or null for any.
     * @throws io.umcast.EndpointException if the kernel refuses.
     */
    void join(NetworkInterface networkInterface, InetAddress group, InetAddress source);

    /**
     * Leaves a group; one that is not joined is passed over.
     *
     * @param networkInterface on which.
     * @param group            that was announced.
     * @param source           as it was joined.
     */
    void leave(NetworkInterface networkInterface, InetAddress group, InetAddress source);

    /**
     * How many sockets it took.
     *
     * @return those that are open.
     */
    int sockets();

    /** Leaves all. */
    @Override
    void close();
}
