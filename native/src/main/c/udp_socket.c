/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "error.h"
#include "udp.h"

#include <fcntl.h>
#include <netinet/udp.h>
#include <unistd.h>

#ifndef UDP_GRO
#define UDP_GRO 104
#endif

#define SET(fd, level, option, value, cause) set((fd), (level), (option), &(value), sizeof(value), #option, (cause))

static int set(const int fd, const int level, const int option, const void *value, const socklen_t length, const char *name,
    const char *cause) {
    if (setsockopt(fd, level, option, value, length) < 0) {
        return um_error(errno, cause, "setsockopt {%s}", name);
    }
    return 0;
}

/* What getsockopt tells: twice what was granted, as the kernel counts overhead. */
static int granted(const int fd, const int option) {
    int value = 0;
    socklen_t length = sizeof value;
    getsockopt(fd, SOL_SOCKET, option, &value, &length);
    return value;
}

/* A buffer's size is clamped in silence: with CAP_NET_ADMIN it can be forced, else what was granted is reported. */
static void set_buffer(const int fd, const int option, const int forced, const uint32_t bytes) {
    const int value = (int)bytes;
    if (bytes == 0) {
        return;
    }
    setsockopt(fd, SOL_SOCKET, option, &value, sizeof value);
    if (granted(fd, option) / 2 < value) {
        setsockopt(fd, SOL_SOCKET, forced, &value, sizeof value);
    }
}

static int new_socket(const struct um_udp *udp) {
    const int fd = socket(udp->family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_UDP);
    if (fd < 0) {
        return um_error(errno, errno == EMFILE ? "the process has too many files open: raise ulimit -n" :
            errno == EAFNOSUPPORT ? "the kernel has no IPv6: use an IPv4 address" : "", "socket {AF_INET%s, SOCK_DGRAM}",
            udp->family == AF_INET ? "" : "6");
    }
    return fd;
}

static int options_of_both(const struct um_udp *udp, const int fd) {
    const int on = 1;
    set_buffer(fd, SO_RCVBUF, SO_RCVBUFFORCE, udp->parameters.receive_buffer);
    if (udp->family == AF_INET6) {
        const int result = SET(fd, IPPROTO_IPV6, IPV6_V6ONLY, on, "");
        if (result < 0) {
            return result;
        }
    }
    if ((udp->parameters.flags & UM_OPEN_GRO) != 0) {
        return SET(fd, IPPROTO_UDP, UDP_GRO, on, "Linux 5.0 and later have it: switch gro off");
    }
    return 0;
}

static const char *bind_cause(const int error) {
    switch (error) {
        case EADDRINUSE: return "a socket that does not share (no SO_REUSEADDR) holds the port: find it with `ss -ulpn`, stop that "
            "program, or choose another port";
        case EADDRNOTAVAIL: return "no interface of this host has that address";
        case EACCES: return "ports below 1024 need CAP_NET_BIND_SERVICE: choose another port";
        default: return "";
    }
}

static int bind_to(const struct um_udp *udp, const int fd, const struct um_address *address) {
    union um_udp_name name;
    socklen_t length;
    um_udp_name_of(udp, address, &name, &length);
    if (bind(fd, &name.any, length) < 0) {
        return um_error(errno, bind_cause(errno), "bind {%s}", um_udp_text(address));
    }
    return 0;
}

/* Where and how far multicast goes. */
static int send_options(const struct um_udp *udp, const int fd) {
    const int index = (int)udp->parameters.interface_index;
    const int ttl = (int)udp->parameters.ttl;
    const int loop = (udp->parameters.flags & UM_OPEN_LOOPBACK) != 0;
    const char *cause = "there is no such interface, or it is gone";
    int result;
    if (udp->family == AF_INET) {
        const struct ip_mreqn interface = {.imr_ifindex = index};
        result = SET(fd, IPPROTO_IP, IP_MULTICAST_IF, interface, cause);
        result = result < 0 ? result : SET(fd, IPPROTO_IP, IP_MULTICAST_TTL, ttl, "a TTL is 0 to 255");
        result = result < 0 ? result : SET(fd, IPPROTO_IP, IP_MULTICAST_LOOP, loop, "");
    } else {
        result = SET(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, index, cause);
        result = result < 0 ? result : SET(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, ttl, "a hop limit is 0 to 255");
        result = result < 0 ? result : SET(fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, loop, "");
    }
    return result;
}

/* Only what this very socket joined, only one that shares, and a count of what the kernel drops. */
static int data_options(const struct um_udp *udp, const int fd) {
    const int on = 1;
    const int off = 0;
    int result = SET(fd, SOL_SOCKET, SO_REUSEADDR, on, "");
    result = result < 0 ? result : SET(fd, SOL_SOCKET, SO_RXQ_OVFL, on, "");
    if (result == 0) {
        result = udp->family == AF_INET ? SET(fd, IPPROTO_IP, IP_MULTICAST_ALL, off, "")
            : SET(fd, IPPROTO_IPV6, IPV6_MULTICAST_ALL, off, "Linux 4.20 and later have it");
    }
    return result;
}

static int in_open(const struct um_udp *udp, const char *which) {
    return um_error_in("open udp %s socket {interface=%s}", which, udp->parameters.interface_name);
}

int um_udp_open_control(struct um_udp *udp) {
    struct um_address address = udp->parameters.address;
    address.port = 0;
    const int fd = new_socket(udp);
    if (fd < 0) {
        return in_open(udp, "control");
    }
    udp->control.fd = fd;
    set_buffer(fd, SO_SNDBUF, SO_SNDBUFFORCE, udp->parameters.send_buffer);
    const int on = 1;
    int result = options_of_both(udp, fd);
    result = result < 0 ? result : send_options(udp, fd);
    result = result < 0 ? result : bind_to(udp, fd, &address);
    /* from here on sockets of our own may share the address: those that are connected to groups */
    result = result < 0 ? result : SET(fd, SOL_SOCKET, SO_REUSEADDR, on, "");
    return result < 0 ? in_open(udp, "control") : 0;
}

static bool is_multicast(const union um_udp_name *name) {
    return name->any.sa_family == AF_INET ? IN_MULTICAST(ntohl(name->v4.sin_addr.s_addr)) : IN6_IS_ADDR_MULTICAST(&name->v6.sin6_addr);
}

int um_udp_connect_group(const struct um_udp *udp, const union um_udp_name *group, const socklen_t length) {
    union um_udp_name own;
    socklen_t own_length = sizeof own;
    if (!is_multicast(group) || getsockname(udp->control.fd, &own.any, &own_length) < 0) {
        return -1;
    }
    const int fd = socket(udp->family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_UDP);
    if (fd < 0) {
        return -1;
    }
    const int on = 1;
    set_buffer(fd, SO_SNDBUF, SO_SNDBUFFORCE, udp->parameters.send_buffer);
    /* nothing is ever received here: what is sent to this address does not come from the group's */
    if (SET(fd, SOL_SOCKET, SO_REUSEADDR, on, "") < 0 || send_options(udp, fd) < 0 || bind(fd, &own.any, own_length) < 0 ||
        connect(fd, &group->any, length) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

int um_udp_open_data(struct um_udp *udp, struct um_udp_socket *socket) {
    const struct um_address address = {.kind = udp->parameters.address.kind, .port = udp->parameters.port};
    const int fd = new_socket(udp);
    if (fd < 0) {
        return in_open(udp, "data");
    }
    socket->fd = fd;
    socket->drops = 0;
    socket->heard = false;
    socket->backlogged = false;
    int result = options_of_both(udp, fd);
    result = result < 0 ? result : data_options(udp, fd);
    result = result < 0 ? result : bind_to(udp, fd, &address);
    if (result < 0) {
        in_open(udp, "data");
        um_udp_close_socket(socket);
        return result;
    }
    udp->receive_buffer = granted(fd, SO_RCVBUF);
    return 0;
}

int um_udp_close_socket(struct um_udp_socket *socket) {
    const int result = socket->fd < 0 ? 0 : close(socket->fd);
    socket->fd = -1;
    return result;
}
