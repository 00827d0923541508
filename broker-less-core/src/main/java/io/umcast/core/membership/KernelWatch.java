/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.net.InetAddress;

/** Looks what the kernel has to do with groups that a device receives in the IPoIB port space. */
public interface KernelWatch {
    /** Whether IPoIB receives a group with a queue pair of its own. */
    enum Hearing {
        /** It does: the kernel gets every datagram, too. */
        YES,
        /** It does not. */
        NO,
        /** Its list, in debugfs, cannot be read: root reads it. */
        UNKNOWN
    }

    /** What was seen on an interface at one moment. */
    interface Look {
        /**
         * How many memberships the kernel counts.
         *
         * @param group which.
         * @return of all sockets of the network namespace; 0 for none, -1 if it cannot be told.
         */
        long users(InetAddress group);

        /**
         * Whether IPoIB receives it.
         *
         * @param group which.
         * @return whether it does, as far as it is known.
         */
        Hearing hearing(InetAddress group);

        /**
         * Whether IPoIB is to leave groups to user space.
         *
         * @return whether the interface's umcast attribute is 1.
         */
        boolean isLeftToUs();
    }

    /**
     * Looks.
     *
     * @param networkInterface the interface's name.
     * @return what is seen now.
     */
    Look look(String networkInterface);

    /**
     * Who may have asked the kernel for a group. The kernel does not tell which socket holds which group: it tells which are bound to the
     * group or its port.
     *
     * @param group which.
     * @param port  that its datagrams go to.
     * @return for people; empty if no such socket is found.
     */
    String suspects(InetAddress group, int port);
}
