/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.util.Map;

import io.umcast.EndpointException;

/** Finds the error number in what Java's sockets throw: the operating system's text is all that Java keeps of it. */
public final class Errno {
    static final int EBADF = 9;
    static final int EINVAL = 22;
    static final int ENOSPC = 28;
    static final int EBADMSG = 74;
    static final int EFAULT = 14;
    static final int EDESTADDRREQ = 89;
    static final int EMSGSIZE = 90;
    static final int EAFNOSUPPORT = 97;
    static final int EADDRINUSE = 98;
    static final int EADDRNOTAVAIL = 99;
    /** No memory; of a join by IPv6: no room for another membership of a socket. */
    static final int ENOMEM = 12;
    /** No room for another membership of a socket. */
    public static final int ENOBUFS = 105;

    private static final int EPERM = 1;
    private static final int EIO = 5;
    private static final int EACCES = 13;
    private static final int ENODEV = 19;
    private static final int EMFILE = 24;

    private static final Map<String, Integer> BY_TEXT = Map.ofEntries(
        Map.entry("Operation not permitted", EPERM),
        Map.entry("Cannot allocate memory", ENOMEM),
        Map.entry("Permission denied", EACCES),
        Map.entry("No such device", ENODEV),
        Map.entry("Invalid argument", EINVAL),
        Map.entry("Too many open files", EMFILE),
        Map.entry("Message too long", EMSGSIZE),
        Map.entry("Address family not supported by protocol", EAFNOSUPPORT),
        Map.entry("Address already in use", EADDRINUSE),
        Map.entry("Cannot assign requested address", EADDRNOTAVAIL),
        Map.entry("Network is down", 100),
        Map.entry("Network is unreachable", 101),
        Map.entry("No buffer space available", ENOBUFS),
        Map.entry("Connection refused", 111),
        Map.entry("No route to host", 113));

    private Errno() {
    }

    /**
     * The number of an error.
     *
     * @param thrown by a socket.
     * @return errno; EIO if the text says nothing.
     */
    public static int of(final Exception thrown) {
        final String message = thrown.getMessage() == null ? "" : thrown.getMessage();
        final int suffix = message.indexOf(" (");
        return BY_TEXT.getOrDefault(suffix < 0 ? message : message.substring(0, suffix), EIO);
    }

    /**
     * What to throw on.
     *
     * @param call   that failed, with what it was given.
     * @param thrown by a socket.
     * @return an exception that names call, error and way out.
     */
    public static EndpointException failure(final String call, final Exception thrown) {
        final int errno = of(thrown);
        final EndpointException failure =
            new EndpointException(call, errno == EIO ? 0 : errno, String.valueOf(thrown.getMessage()), way(errno));
        failure.initCause(thrown);
        return failure;
    }

    /**
     * What a closed transport answers with.
     *
     * @param call that is refused.
     * @return the exception.
     */
    static EndpointException closed(final String call) {
        return new EndpointException(call, EBADF, "Bad file descriptor", "the transport is closed");
    }

    private static String way(final int errno) {
        return switch (errno) {
            case EADDRINUSE -> "a socket that does not share (no SO_REUSEADDR) holds the port: find it with `ss -ulpn`, " +
                "stop that program, or choose another port";
            case EADDRNOTAVAIL -> "no interface of this host has that address";
            case EACCES, EPERM -> "ports below 1024 need CAP_NET_BIND_SERVICE: choose another port; " +
                "or a security policy forbids it";
            case EMFILE -> "the process has too many files open: raise ulimit -n";
            case ENODEV -> "the interface is gone, or cannot take multicast: see `ip link`";
            case ENOBUFS -> "the kernel's limit of memberships: see sysctl net.ipv4.igmp_max_memberships, igmp_max_msf";
            case EAFNOSUPPORT -> "the kernel lacks that address family: use the other one";
            default -> "";
        };
    }
}
