/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.membership;

import java.util.List;

/**
 * An interface and the groups held on it.
 *
 * @param name    such as ib0.
 * @param up      whether it is up.
 * @param version of IGMP spoken on it, such as V3; empty if it holds no IPv4 group.
 * @param umcast  the IPoIB driver's attribute, 0 or 1; empty if the interface has none.
 * @param rdma    the RDMA port that it belongs to, for people; empty if none.
 * @param groups  what is held.
 * @param idle    connections by this interface that hold none of them.
 * @param warning whether there is something to do.
 * @param verdict what it comes to.
 * @param fix     what to do; empty if nothing.
 */
public record InterfaceReport(String name, boolean up, String version, String umcast, String rdma, List<Row> groups, List<User> idle,
    boolean warning, String verdict, String fix) {
    /**
     * A group held.
     *
     * @param group   the IP group; empty for one that only IPoIB tells of.
     * @param mgid    of the group; empty if the interface has no RDMA or its link layer none for such a group.
     * @param users   how many memberships the kernel counts; 0 for one that only a device or IPoIB has.
     * @param kernel  whether the kernel holds it for itself.
     * @param holders the connections whose group it is: as they tell, or else by interface and range.
     * @param ipoib   full, send-only or pending at the subnet manager; empty if IPoIB does not tell.
     */
    public record Row(String group, String mgid, long users, boolean kernel, List<User> holders, String ipoib) {
    }
}
