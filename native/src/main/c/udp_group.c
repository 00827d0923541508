/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "error.h"
#include "udp.h"

#include <stdlib.h>
#include <string.h>

static bool same(const struct um_address *one, const struct um_address *other) {
    return one->kind == other->kind && memcmp(one->bytes, other->bytes, sizeof one->bytes) == 0;
}

static struct um_udp_membership *find(struct um_udp *udp, const struct um_address *group, const struct um_address *source) {
    for (uint32_t i = 0; i < udp->memberships_count; i++) {
        struct um_udp_membership *membership = &udp->memberships[i];
        if (same(&membership->group, group) && membership->any_source == (source == NULL) &&
            (source == NULL || same(&membership->source, source))) {
            return membership;
        }
    }
    return NULL;
}

/* Joins or leaves with one socket: 0 or -errno. */
static int change(const struct um_udp *udp, const int fd, const bool join, const struct um_address *group,
    const struct um_address *source) {
    union um_udp_name name;
    socklen_t length;
    int result;
    um_udp_name_of(udp, group, &name, &length);
    if (source != NULL) {
        struct group_source_req request = {.gsr_interface = udp->parameters.interface_index};
        memcpy(&request.gsr_group, &name, length);
        um_udp_name_of(udp, source, &name, &length);
        memcpy(&request.gsr_source, &name, length);
        result = setsockopt(fd, udp->family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6,
            join ? MCAST_JOIN_SOURCE_GROUP : MCAST_LEAVE_SOURCE_GROUP, &request, sizeof request);
    } else if (udp->family == AF_INET) {
        const struct ip_mreqn request = {.imr_multiaddr = name.v4.sin_addr, .imr_ifindex = (int)udp->parameters.interface_index};
        result = setsockopt(fd, IPPROTO_IP, join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, &request, sizeof request);
    } else {
        const struct ipv6_mreq request = {.ipv6mr_multiaddr = name.v6.sin6_addr,
            .ipv6mr_interface = udp->parameters.interface_index};
        result = setsockopt(fd, IPPROTO_IPV6, join ? IPV6_JOIN_GROUP : IPV6_LEAVE_GROUP, &request, sizeof request);
    }
    return result < 0 ? -errno : 0;
}

static const char *cause_of(const int error) {
    switch (error) {
        case ENODEV: return "the interface is gone, or cannot take multicast: see `ip link`";
        case EADDRINUSE: return "the group is joined already";
        case ENOBUFS: return "the kernel's limit of memberships: see sysctl net.ipv4.igmp_max_memberships, igmp_max_msf, "
            "net.ipv6.mld_max_msf";
        case EINVAL: return "not a multicast address, or joined both from any source and from one source";
        case EMFILE: return "the process has too many files open, or the transport too many groups: raise ulimit -n, or use fewer";
        default: return "";
    }
}

static int failed(const struct um_udp *udp, const int error, const bool join, const struct um_address *group,
    const struct um_address *source) {
    return um_error(error, cause_of(error), "%s_%s {group=%s, source=%s, interface=%s}", join ? "JOIN" : "LEAVE",
        source == NULL ? "GROUP" : "SOURCE_GROUP", um_udp_text(group), source == NULL ? "any" : um_udp_text(source),
        udp->parameters.interface_name);
}

static int check(const struct um_udp *udp, const struct um_address *group, const struct um_address *source) {
    const uint16_t kind = udp->parameters.address.kind;
    if (group->kind != kind || (source != NULL && source->kind != kind)) {
        return um_error(EAFNOSUPPORT, "the group and its source are of the family (IPv4, IPv6) of the interface's address that the "
            "transport was opened with", "join {group=%s}", um_udp_text(group));
    }
    if (group->port != udp->parameters.port) {
        return um_error(EINVAL, "a transport hears the groups of one port", "join {group=%s, port of the transport=%u}",
            um_udp_text(group), udp->parameters.port);
    }
    return 0;
}

/* Joins with the first socket that has room, a new one if none has: its index, or -errno. */
static int join_with_some(struct um_udp *udp, const struct um_address *group, const struct um_address *source) {
    struct um_udp_receiver *receiver = &udp->receivers[UM_PART_DATA];
    for (int i = 0; i < receiver->count; i++) {
        const int result = change(udp, udp->data[i].fd, true, group, source);
        /* IPv6 has no limit of its own, but of what a socket may allocate (net.core.optmem_max) */
        if (result != -ENOBUFS && result != -ENOMEM) {
            return result < 0 ? failed(udp, -result, true, group, source) : i;
        }
    }
    if (receiver->count == UM_UDP_MAX_SOCKETS) {
        return failed(udp, EMFILE, true, group, source);
    }
    struct um_udp_socket *more = &udp->data[receiver->count];
    int result = um_udp_open_data(udp, more);
    if (result < 0) {
        return result;
    }
    result = change(udp, more->fd, true, group, source);
    if (result < 0) {
        um_udp_close_socket(more);
        return failed(udp, -result, true, group, source);
    }
    um_part_lock(&udp->shared->parts[UM_PART_DATA]);
    const int index = receiver->count++;
    um_part_unlock(&udp->shared->parts[UM_PART_DATA]);
    return index;
}

static bool grow(struct um_udp *udp) {
    if (udp->memberships_count < udp->memberships_room) {
        return true;
    }
    const uint32_t room = udp->memberships_room == 0 ? 16 : udp->memberships_room * 2;
    struct um_udp_membership *more = realloc(udp->memberships, room * sizeof *more);
    if (more == NULL) {
        return false;
    }
    udp->memberships = more;
    udp->memberships_room = room;
    return true;
}

int um_udp_join(void *endpoint, const struct um_address *group, const struct um_address *source) {
    struct um_udp *udp = endpoint;
    const int checked = check(udp, group, source);
    if (checked < 0) {
        return checked;
    }
    if (find(udp, group, source) != NULL) {
        return failed(udp, EADDRINUSE, true, group, source);
    }
    if (!grow(udp)) {
        return failed(udp, ENOMEM, true, group, source);
    }
    const int socket = join_with_some(udp, group, source);
    if (socket < 0) {
        return socket;
    }
    struct um_udp_membership *membership = &udp->memberships[udp->memberships_count++];
    *membership = (struct um_udp_membership){.group = *group, .any_source = source == NULL, .socket = socket};
    if (source != NULL) {
        membership->source = *source;
    }
    return 0;
}

int um_udp_leave(void *endpoint, const struct um_address *group, const struct um_address *source) {
    struct um_udp *udp = endpoint;
    struct um_udp_membership *membership = find(udp, group, source);
    if (membership == NULL) {
        return um_error(EADDRNOTAVAIL, "the group was not joined", "leave {group=%s}", um_udp_text(group));
    }
    const int result = change(udp, udp->data[membership->socket].fd, false, group, source);
    *membership = udp->memberships[--udp->memberships_count];
    return result < 0 ? failed(udp, -result, false, group, source) : 0;
}
