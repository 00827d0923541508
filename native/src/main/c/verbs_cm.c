/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "verbs.h"

#include "error.h"

#include <arpa/inet.h>
#include <errno.h>
#include <infiniband/ib.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DEFAULT_TIMEOUT_MS 5000
#define BACKOFF_MS 100
#define BACKOFF_DOUBLINGS 7
/* The kernel's own ENOTSUPP, which is not an errno of the C library. */
#define KERNEL_ENOTSUPP 524

int64_t um_verbs_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

const char *um_verbs_text(const struct um_address *address) {
    if (address->kind != UM_ADDRESS_IB) {
        return um_udp_text(address);
    }
    static _Thread_local char text[INET6_ADDRSTRLEN + 8];
    char gid[INET6_ADDRSTRLEN] = "?";
    inet_ntop(AF_INET6, address->bytes, gid, sizeof gid);
    snprintf(text, sizeof text, "gid=%s", gid);
    return text;
}

static bool same(const struct um_address *a, const struct um_address *b) {
    return a->kind == b->kind && memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static struct um_verbs_membership *find(const struct um_verbs *verbs, const struct um_address *group, const bool receiving) {
    struct um_verbs_membership *membership = verbs->memberships;
    while (membership != NULL && (membership->receiving != receiving || !same(&membership->group, group))) {
        membership = membership->next;
    }
    return membership;
}

static int64_t backoff(struct um_verbs *verbs, const unsigned attempts) {
    const int64_t longest = (int64_t)BACKOFF_MS << (attempts < BACKOFF_DOUBLINGS ? attempts : BACKOFF_DOUBLINGS);
    verbs->random ^= verbs->random << 13;
    verbs->random ^= verbs->random >> 7;
    verbs->random ^= verbs->random << 17;
    return longest / 2 + (int64_t)(verbs->random % (uint64_t)(longest / 2 + 1));
}

static int64_t timeout_of(const struct um_verbs *verbs) {
    return verbs->parameters.join_timeout_ms == 0 ? DEFAULT_TIMEOUT_MS : verbs->parameters.join_timeout_ms;
}

static struct rdma_cm_id *id_of(const struct um_verbs *verbs, const struct um_verbs_membership *membership) {
    return verbs->ids[membership->receiving ? UM_PART_DATA : UM_PART_CONTROL];
}

/* The group as the rdma_cm wants it: all bytes matter, since leaving compares them. */
static int name_group(const struct um_verbs *verbs, struct um_verbs_membership *membership) {
    const struct um_address *group = &membership->group;
    memset(&membership->name, 0, sizeof membership->name);
    if (group->kind == UM_ADDRESS_IPV4 && verbs->family == AF_INET) {
        membership->name.v4.sin_family = AF_INET;
        memcpy(&membership->name.v4.sin_addr, group->bytes + 12, 4);
        return 0;
    }
    if (group->kind == UM_ADDRESS_IPV6 && verbs->family == AF_INET6) {
        membership->name.v6.sin6_family = AF_INET6;
        memcpy(&membership->name.v6.sin6_addr, group->bytes, 16);
        return 0;
    }
    if (group->kind == UM_ADDRESS_IB && !verbs->ethernet && !verbs->ipoib) {
        struct sockaddr_ib *name = (struct sockaddr_ib *)(void *)&membership->name;
        name->sib_family = AF_IB;
        memcpy(&name->sib_addr, group->bytes, 16);
        return 0;
    }
    return um_error(EAFNOSUPPORT, group->kind == UM_ADDRESS_IB ? "raw MGIDs are for the UDP port space on InfiniBand"
        : "groups are of the family (IPv4, IPv6) of the interface's address that the transport was opened with",
        "join {%s}", um_verbs_text(group));
}

static void withdraw(struct um_verbs *verbs, struct um_verbs_membership *membership) {
    if (membership->posted) {
        um_v_leave(verbs->lib, id_of(verbs, membership), &membership->name.any);
        membership->posted = false;
    }
}

static void failed(struct um_verbs *verbs, struct um_verbs_membership *membership, const int error) {
    membership->state = UM_MEMBER_LOST;
    membership->error = error;
    membership->due = um_verbs_now() + backoff(verbs, membership->attempts++);
    if (membership->ever) {
        um_verbs_tell(verbs, UM_EVENT_REJOIN_FAILED, error, membership);
    }
}

static void attempt(struct um_verbs *verbs, struct um_verbs_membership *membership) {
    membership->state = UM_MEMBER_JOINING;
    membership->due = um_verbs_now() + timeout_of(verbs);
    int result = um_v_join(verbs->lib, id_of(verbs, membership), &membership->name.any, membership->send_only, membership);
    if (result < 0 && membership->send_only && result != -EADDRNOTAVAIL) {
        membership->send_only = false; /* an older kernel or library: a full member may send, too */
        result = um_v_join(verbs->lib, id_of(verbs, membership), &membership->name.any, false, membership);
    }
    membership->posted = result == 0;
    if (result < 0) {
        failed(verbs, membership, -result);
    }
}

/* What the rdma_cm told of a membership, kept until its event has been acknowledged. */
struct notice {
    enum rdma_cm_event_type event;
    int error;
    struct um_verbs_membership *membership;
    struct rdma_ud_param ud;
};

static void granted(struct um_verbs *verbs, struct um_verbs_membership *membership, const struct rdma_ud_param *ud) {
    memcpy(membership->granted.mgid, &ud->ah_attr.grh.dgid, sizeof membership->granted.mgid);
    membership->granted.mlid = ud->ah_attr.dlid;
    membership->granted.qkey = ud->qkey;
    membership->granted.send_only = membership->send_only;
    membership->ah_attr = ud->ah_attr;
    membership->qpn = ud->qp_num;
    verbs->sl = ud->ah_attr.sl;
    if (!membership->receiving) {
        if (!membership->send_only) {
            /* the library attached the control queue pair, which is to hear nothing of the group */
            verbs->lib->ibv_detach_mcast(verbs->sender.qp, &ud->ah_attr.grh.dgid, ud->ah_attr.dlid);
        }
        struct ibv_ah *ah = um_v_create_ah(verbs->lib, verbs->pd, &membership->ah_attr);
        if (ah == NULL) {
            const int error = -um_error_in("join");
            withdraw(verbs, membership);
            failed(verbs, membership, error);
            return;
        }
        um_verbs_redirect(verbs, membership, ah);
    }
    membership->state = UM_MEMBER_JOINED;
    membership->attempts = 0;
    membership->error = 0;
    if (membership->ever) {
        um_count(&verbs->shared->stats->rejoins, 1);
        um_verbs_tell(verbs, UM_EVENT_JOINED, 0, membership);
    }
    membership->ever = true;
}

static void refused(struct um_verbs *verbs, struct um_verbs_membership *membership, const int error) {
    const bool was_joined = membership->state == UM_MEMBER_JOINED;
    withdraw(verbs, membership);
    if (was_joined) {
        um_count(&verbs->shared->stats->memberships_lost, 1);
        um_verbs_tell(verbs, UM_EVENT_LOST, error, membership);
        um_verbs_redirect(verbs, membership, NULL);
        membership->state = UM_MEMBER_LOST;
        membership->due = um_verbs_now() + backoff(verbs, 0);
        membership->attempts = 0;
        membership->send_only = !membership->receiving && (verbs->parameters.flags & UM_OPEN_FULL_MEMBER) == 0;
    } else if (membership->send_only && error != ETIMEDOUT) {
        membership->send_only = false; /* this fabric knows no send-only members */
        attempt(verbs, membership);
    } else {
        failed(verbs, membership, error);
    }
}

static void handle(struct um_verbs *verbs, const struct notice *notice) {
    switch (notice->event) {
        case RDMA_CM_EVENT_MULTICAST_JOIN:
            granted(verbs, notice->membership, &notice->ud);
            break;
        case RDMA_CM_EVENT_MULTICAST_ERROR:
            refused(verbs, notice->membership, notice->error);
            break;
        case RDMA_CM_EVENT_ADDR_CHANGE:
            um_verbs_tell(verbs, UM_EVENT_ADDRESS_CHANGED, 0, NULL);
            break;
        case RDMA_CM_EVENT_DEVICE_REMOVAL:
            um_verbs_tell(verbs, UM_EVENT_DEVICE_REMOVED, 0, NULL);
            break;
        default:
            break;
    }
}

/* The next event, acknowledged: leaving a group waits until all of its events are. */
static bool take(struct um_verbs *verbs, struct notice *notice) {
    struct rdma_cm_event *event = NULL;
    errno = 0;
    if (verbs->lib->rdma_get_cm_event(verbs->channel, &event) != 0 || event == NULL) {
        return false;
    }
    notice->event = event->event;
    notice->error = event->status == -1 && errno != 0 ? errno : event->status < 0 ? -event->status : event->status;
    if (event->event == RDMA_CM_EVENT_MULTICAST_JOIN || event->event == RDMA_CM_EVENT_MULTICAST_ERROR) {
        notice->ud = event->param.ud;
        /* the context that the join was given */
        notice->membership = (struct um_verbs_membership *)(uintptr_t)event->param.ud.private_data;
    }
    verbs->lib->rdma_ack_cm_event(event);
    return true;
}

void um_verbs_drive(struct um_verbs *verbs) {
    struct notice notice;
    while (take(verbs, &notice)) {
        handle(verbs, &notice);
    }
    const int64_t now = um_verbs_now();
    for (struct um_verbs_membership *membership = verbs->memberships; membership != NULL; membership = membership->next) {
        if (membership->state == UM_MEMBER_JOINED || membership->due > now) {
            continue;
        }
        if (membership->state == UM_MEMBER_JOINING) { /* some failures bring no event */
            withdraw(verbs, membership);
            failed(verbs, membership, ETIMEDOUT);
        } else {
            attempt(verbs, membership);
        }
    }
}

static const char *cause_of(const struct um_verbs *verbs, const int error) {
    switch (error) {
        case EINVAL: return verbs->ethernet ? "the device takes no such group"
            : "the subnet manager refused (its log says why): the group exists with another Q_Key, MTU, rate or P_Key than this "
              "port asks for, or two limited members want to share it";
        case EADDRNOTAVAIL: return "IPoIB has not joined its broadcast group: is the interface up, and does a subnet manager run?";
        case ENOTSUP:
        case KERNEL_ENOTSUPP: return "RoCE v2 takes no IPv6 groups: use IPv4 groups, or RoCE v1";
        case ETIMEDOUT: return "does a subnet manager run? A group whose Q_Key is not that of this transport's other groups is "
            "never answered, either";
        case ENOMEM: return "the device takes no more attachments or groups: use fewer groups";
        default: return "";
    }
}

/* Will it pass? */
static bool transient(const int error) {
    return error == EADDRNOTAVAIL || error == ENETRESET || error == EAGAIN || error == ETIMEDOUT || error == EBUSY;
}

static void unlink_membership(struct um_verbs *verbs, struct um_verbs_membership *membership) {
    struct um_verbs_membership **at = &verbs->memberships;
    while (*at != membership) {
        at = &(*at)->next;
    }
    *at = membership->next;
}

static void remove_membership(struct um_verbs *verbs, struct um_verbs_membership *membership) {
    withdraw(verbs, membership);
    um_verbs_redirect(verbs, membership, NULL);
    unlink_membership(verbs, membership);
    free(membership->sources);
    free(membership);
}

/* Waits for the first join to be granted. */
static int await(struct um_verbs *verbs, const struct um_verbs_membership *membership) {
    const int64_t deadline = um_verbs_now() + timeout_of(verbs);
    for (;;) {
        um_verbs_drive(verbs);
        const bool late = um_verbs_now() >= deadline;
        if (membership->state == UM_MEMBER_JOINED) {
            return 0;
        }
        if (late || (membership->state == UM_MEMBER_LOST && !transient(membership->error))) {
            const int error = membership->error != 0 ? membership->error : ETIMEDOUT;
            return um_error(error, cause_of(verbs, error), "rdma_join_multicast {%s, device=%s, port=%u%s}",
                um_verbs_text(&membership->group), verbs->info.device, verbs->info.device_port,
                membership->receiving ? "" : ", to send");
        }
        struct pollfd channel = {.fd = verbs->channel->fd, .events = POLLIN};
        poll(&channel, 1, 10);
    }
}

static struct um_verbs_membership *begin(struct um_verbs *verbs, const struct um_address *group, const bool receiving) {
    struct um_verbs_membership *membership = calloc(1, sizeof *membership);
    if (membership == NULL) {
        um_error(ENOMEM, "", "calloc {bytes=%zu}", sizeof *membership);
        return NULL;
    }
    membership->group = *group;
    membership->receiving = receiving;
    membership->send_only = !receiving && (verbs->parameters.flags & UM_OPEN_FULL_MEMBER) == 0;
    if (name_group(verbs, membership) < 0) {
        free(membership);
        return NULL;
    }
    membership->next = verbs->memberships;
    verbs->memberships = membership;
    attempt(verbs, membership);
    if (await(verbs, membership) < 0) {
        remove_membership(verbs, membership);
        return NULL;
    }
    return membership;
}

/* Tells the data part which destination addresses are ours. */
static int list_groups(struct um_verbs *verbs) {
    uint32_t count = 0;
    for (const struct um_verbs_membership *m = verbs->memberships; m != NULL; m = m->next) {
        count += !m->receiving ? 0 : m->sources_count == 0 ? 1 : m->sources_count;
    }
    uint8_t (*groups)[16] = calloc(count + 1, sizeof *groups);
    struct um_address *sources = calloc(count + 1, sizeof *sources);
    if (groups == NULL || sources == NULL) {
        free(groups);
        free(sources);
        return um_error(ENOMEM, "", "calloc {groups=%u}", count);
    }
    uint32_t i = 0;
    for (const struct um_verbs_membership *m = verbs->memberships; m != NULL; m = m->next) {
        uint32_t source = 0;
        do {
            if (m->receiving) {
                memcpy(groups[i], m->group.bytes, sizeof groups[i]);
                if (m->sources_count > 0) {
                    sources[i] = m->sources[source];
                }
                i++;
            }
        } while (++source < m->sources_count);
    }
    um_part_lock(&verbs->shared->parts[UM_PART_DATA]);
    uint8_t (*old_groups)[16] = verbs->groups;
    struct um_address *old_sources = verbs->sources;
    verbs->groups = groups;
    verbs->sources = sources;
    verbs->groups_count = count;
    um_part_unlock(&verbs->shared->parts[UM_PART_DATA]);
    free(old_groups);
    free(old_sources);
    return 0;
}

static uint32_t index_of(const struct um_verbs_membership *membership, const struct um_address *source) {
    uint32_t i = 0;
    while (i < membership->sources_count && !same(&membership->sources[i], source)) {
        i++;
    }
    return i;
}

static int add_source(struct um_verbs_membership *membership, const struct um_address *source) {
    struct um_address *more = realloc(membership->sources, (membership->sources_count + 1) * sizeof *more);
    if (more == NULL) {
        return um_error(ENOMEM, "", "realloc {sources=%u}", membership->sources_count + 1);
    }
    membership->sources = more;
    more[membership->sources_count++] = *source;
    return 0;
}

/* Another source of a group that the queue pair is attached to: it hears all, and who receives tells them apart. */
static int join_source(struct um_verbs *verbs, struct um_verbs_membership *membership, const struct um_address *source) {
    if (source == NULL || membership->sources_count == 0 || index_of(membership, source) < membership->sources_count) {
        return um_error(EADDRINUSE, source == NULL || membership->sources_count > 0 ? "the group is joined already"
            : "the group is joined for any source already", "join {%s}", um_verbs_text(&membership->group));
    }
    int result = add_source(membership, source);
    if (result == 0) {
        result = list_groups(verbs);
        membership->sources_count -= result < 0;
    }
    return result;
}

int um_verbs_join(void *endpoint, const struct um_address *group, const struct um_address *source) {
    struct um_verbs *verbs = endpoint;
    if (source != NULL && !verbs->ipoib) {
        return um_error(EOPNOTSUPP, "a queue pair hears every source of a group: leave the source out", "join {%s, source=%s}",
            um_verbs_text(group), um_verbs_text(source));
    }
    struct um_verbs_membership *membership = find(verbs, group, true);
    if (membership != NULL) {
        return join_source(verbs, membership, source);
    }
    membership = begin(verbs, group, true);
    if (membership == NULL) {
        return um_error_in("join {interface=%s}", verbs->parameters.interface_name);
    }
    int result = source == NULL ? 0 : add_source(membership, source);
    if (result == 0) {
        result = list_groups(verbs);
    }
    if (result < 0) {
        remove_membership(verbs, membership);
    }
    return result;
}

int um_verbs_leave(void *endpoint, const struct um_address *group, const struct um_address *source) {
    struct um_verbs *verbs = endpoint;
    struct um_verbs_membership *membership = find(verbs, group, true);
    const uint32_t index = membership == NULL || source == NULL ? 0 : index_of(membership, source);
    if (membership == NULL || (source == NULL ? membership->sources_count > 0 : index == membership->sources_count)) {
        return um_error(EADDRNOTAVAIL, "the group is not joined", "leave {%s}", um_verbs_text(group));
    }
    if (membership->sources_count > 1) {
        membership->sources[index] = membership->sources[--membership->sources_count];
        return list_groups(verbs);
    }
    remove_membership(verbs, membership);
    return list_groups(verbs);
}

int um_verbs_membership(void *endpoint, const struct um_address *group, const bool receiving,
    struct um_membership *membership) {
    const struct um_verbs_membership *found = find(endpoint, group, receiving);
    if (found == NULL) {
        return um_error(EADDRNOTAVAIL, "the group is not joined", "membership {%s}", um_verbs_text(group));
    }
    *membership = found->granted;
    membership->state = found->state;
    return 0;
}

struct um_verbs_membership *um_verbs_member(struct um_verbs *verbs, const struct um_address *group) {
    struct um_verbs_membership *membership = find(verbs, group, false);
    if (membership == NULL) {
        membership = begin(verbs, group, false);
    }
    if (membership != NULL) {
        membership->references++;
    }
    return membership;
}

void um_verbs_unreference(struct um_verbs *verbs, struct um_verbs_membership *membership) {
    if (--membership->references == 0) {
        remove_membership(verbs, membership);
    }
}

void um_verbs_leave_all(struct um_verbs *verbs) {
    while (verbs->memberships != NULL) {
        struct um_verbs_membership *membership = verbs->memberships;
        withdraw(verbs, membership);
        verbs->memberships = membership->next;
        if (membership->ah != NULL) {
            verbs->lib->ibv_destroy_ah(membership->ah);
        }
        free(membership->sources);
        free(membership);
    }
    free(verbs->groups);
    free(verbs->sources);
    verbs->groups = NULL;
    verbs->sources = NULL;
    verbs->groups_count = 0;
}
