/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* librdmacm: ids, memberships and their events. */
#include "fake_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <infiniband/ib.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct rdma_cm_event *queue[MOST];
static struct rdma_event_channel *queue_channels[MOST];
static int queue_count;
static struct rdma_event_channel *channels[MOST];
static uint32_t next_qpn;

static struct rdma_event_channel *create_event_channel(void) {
    struct rdma_event_channel *channel = fake_object("rdma_create_event_channel", sizeof *channel);
    if (channel == NULL) {
        return NULL;
    }
    channel->fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    for (int i = 0; i < MOST; i++) {
        if (channels[i] == NULL) {
            channels[i] = channel;
            break;
        }
    }
    return channel;
}

static void destroy_event_channel(struct rdma_event_channel *channel) {
    for (int i = 0; i < MOST; i++) {
        if (channels[i] == channel) {
            channels[i] = NULL;
        }
    }
    close(channel->fd);
    fake_gone(channel);
}

static int create_id(struct rdma_event_channel *channel, struct rdma_cm_id **into, void *with, enum rdma_port_space ps) {
    struct rdma_cm_id *id = fake_object("rdma_create_id", sizeof *id);
    if (id == NULL) {
        return -1;
    }
    id->channel = channel;
    id->context = with;
    id->ps = ps;
    *into = id;
    return 0;
}

static void enqueue(struct rdma_cm_id *id, const enum rdma_cm_event_type type, const int status,
    const struct fake_membership *of) {
    struct rdma_cm_event *event = calloc(1, sizeof *event);
    event->id = id;
    event->event = type;
    event->status = status;
    if (of != NULL) {
        struct rdma_ud_param *ud = &event->param.ud;
        ud->private_data = of->context;
        ud->ah_attr.dlid = fake.ethernet ? 0 : fake.mlid;
        ud->ah_attr.is_global = 1;
        ud->ah_attr.port_num = 1;
        ud->ah_attr.grh.dgid = of->mgid;
        ud->ah_attr.grh.sgid_index = 1;
        ud->qp_num = 0xFFFFFF;
        ud->qkey = 0x01234567;
    }
    queue[queue_count] = event;
    queue_channels[queue_count++] = id->channel;
}

/* What is still queued of a membership, or of an id's all, is forgotten, as the kernel does. */
static void forget(const struct rdma_cm_id *id, const void *with) {
    int kept = 0;
    for (int i = 0; i < queue_count; i++) {
        if (queue[i]->id == id && (with == NULL || queue[i]->param.ud.private_data == with)) {
            free(queue[i]);
        } else {
            queue[kept] = queue[i];
            queue_channels[kept++] = queue_channels[i];
        }
    }
    queue_count = kept;
}

static int destroy_id(struct rdma_cm_id *id) {
    forget(id, NULL);
    for (int i = 0; i < MOST; i++) {
        if (fake_memberships[i].id == id) {
            memset(&fake_memberships[i], 0, sizeof fake_memberships[i]);
            fake.memberships--;
        }
    }
    fake_gone(id);
    return 0;
}

static int bind_addr(struct rdma_cm_id *id, struct sockaddr *address) {
    (void)address;
    if (fake_failing("rdma_bind_addr")) {
        return -1;
    }
    if (fake.ethernet && id->ps == RDMA_PS_IPOIB) {
        errno = EINVAL;
        return -1;
    }
    id->verbs = &fake_context;
    id->port_num = 1;
    id->route.addr.addr.ibaddr.sgid = fake_gid();
    id->route.addr.addr.ibaddr.pkey = htons(0x8001);
    return 0;
}

static int create_qp(struct rdma_cm_id *id, struct ibv_pd *pd, struct ibv_qp_init_attr *attributes) {
    if (attributes->cap.max_inline_data > (uint32_t)fake.inline_most) {
        errno = EINVAL;
        return -1;
    }
    struct fake_qp *qp = fake_object("rdma_create_qp", sizeof *qp);
    if (qp == NULL) {
        return -1;
    }
    qp->qp = (struct ibv_qp){.context = pd->context, .pd = pd, .send_cq = attributes->send_cq, .recv_cq = attributes->recv_cq,
        .qp_num = ++next_qpn, .state = IBV_QPS_RTS, .qp_type = IBV_QPT_UD};
    qp->most = attributes->cap.max_recv_wr;
    id->qp = &qp->qp;
    for (int i = 0; i < MOST; i++) {
        if (fake_qps[i] == NULL) {
            fake_qps[i] = qp;
            break;
        }
    }
    return 0;
}

static void destroy_qp(struct rdma_cm_id *id) {
    for (int i = 0; i < MOST; i++) {
        if (fake_qps[i] == (struct fake_qp *)(void *)id->qp) {
            fake_qps[i] = NULL;
        }
    }
    fake_gone(id->qp);
    id->qp = NULL;
}

static int start_join(struct rdma_cm_id *id, struct sockaddr *group, void *with, const bool send_only) {
    if (fake_failing(send_only ? "rdma_join_multicast_ex" : "rdma_join_multicast")) {
        return -1;
    }
    int i = 0;
    while (fake_memberships[i].id != NULL) {
        i++;
    }
    struct fake_membership *of = &fake_memberships[i];
    of->id = id;
    of->context = with;
    of->send_only = send_only;
    of->joined = false;
    memset(&of->mgid, 0, sizeof of->mgid);
    of->mgid.raw[0] = 0xff;
    if (group->sa_family == AF_INET) {
        memcpy(&of->name, group, sizeof(struct sockaddr_in));
        memcpy(of->mgid.raw + 12, &((struct sockaddr_in *)(void *)group)->sin_addr, 4);
    } else if (group->sa_family == AF_INET6) {
        memcpy(&of->name, group, sizeof(struct sockaddr_in6));
        memcpy(&of->mgid, &((struct sockaddr_in6 *)(void *)group)->sin6_addr, 16);
    } else {
        memcpy(&of->name, group, sizeof(struct sockaddr_ib));
        memcpy(&of->mgid, &((struct sockaddr_ib *)(void *)group)->sib_addr, 16);
    }
    fake.memberships++;
    if (!fake.silent) {
        const bool refused = send_only && fake.refuse_send_only;
        enqueue(id, refused ? RDMA_CM_EVENT_MULTICAST_ERROR : RDMA_CM_EVENT_MULTICAST_JOIN, refused ? -EINVAL : 0, of);
    }
    return 0;
}

static int join_multicast(struct rdma_cm_id *id, struct sockaddr *group, void *with) {
    return start_join(id, group, with, false);
}

static int join_multicast_ex(struct rdma_cm_id *id, struct rdma_cm_join_mc_attr_ex *attributes, void *with) {
    return start_join(id, attributes->addr, with, attributes->join_flags == RDMA_MC_JOIN_FLAG_SENDONLY_FULLMEMBER);
}

static int leave_multicast(struct rdma_cm_id *id, struct sockaddr *group) {
    for (int i = 0; i < MOST; i++) {
        struct fake_membership *of = &fake_memberships[i];
        const size_t length = group->sa_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
        if (of->id == id && memcmp(&of->name, group, length) == 0) {
            if (fake.events_unacked != 0) {
                abort(); /* the library would wait for ever */
            }
            forget(id, of->context);
            memset(of, 0, sizeof *of);
            fake.memberships--;
            return 0;
        }
    }
    errno = EADDRNOTAVAIL;
    return -1;
}

static int get_cm_event(struct rdma_event_channel *channel, struct rdma_cm_event **into) {
    int i = 0;
    while (i < queue_count && queue_channels[i] != channel) {
        i++;
    }
    if (i == queue_count) {
        errno = EAGAIN;
        return -1;
    }
    struct rdma_cm_event *event = queue[i];
    queue_count--;
    memmove(queue + i, queue + i + 1, (size_t)(queue_count - i) * sizeof *queue);
    memmove(queue_channels + i, queue_channels + i + 1, (size_t)(queue_count - i) * sizeof *queue_channels);
    for (int k = 0; k < MOST && event->event == RDMA_CM_EVENT_MULTICAST_JOIN; k++) {
        if (fake_memberships[k].id == event->id && fake_memberships[k].context == event->param.ud.private_data) {
            fake_memberships[k].joined = true;
            fake.attached += !fake_memberships[k].send_only;
        }
    }
    fake.events_unacked++;
    *into = event;
    return 0;
}

static int ack_cm_event(struct rdma_cm_event *event) {
    fake.events_unacked--;
    free(event);
    return 0;
}

static const char *event_str(enum rdma_cm_event_type type) {
    return type == RDMA_CM_EVENT_MULTICAST_JOIN ? "join" : "other";
}

void fake_lose_all(const int status) {
    for (int i = 0; i < MOST; i++) {
        if (fake_memberships[i].joined) {
            fake_memberships[i].joined = false;
            enqueue(fake_memberships[i].id, RDMA_CM_EVENT_MULTICAST_ERROR, status, &fake_memberships[i]);
        }
    }
}

void fake_cm_event(const enum rdma_cm_event_type type) {
    for (int i = 0; i < MOST; i++) {
        if (fake_memberships[i].id != NULL) {
            enqueue(fake_memberships[i].id, type, 0, NULL);
            return;
        }
    }
}

void fake_fill_cm(struct um_verbs_lib *lib) {
    queue_count = 0;
    lib->rdma_create_event_channel = create_event_channel;
    lib->rdma_destroy_event_channel = destroy_event_channel;
    lib->rdma_create_id = create_id;
    lib->rdma_destroy_id = destroy_id;
    lib->rdma_bind_addr = bind_addr;
    lib->rdma_create_qp = create_qp;
    lib->rdma_destroy_qp = destroy_qp;
    lib->rdma_join_multicast = join_multicast;
    lib->rdma_leave_multicast = leave_multicast;
    lib->rdma_get_cm_event = get_cm_event;
    lib->rdma_ack_cm_event = ack_cm_event;
    lib->rdma_event_str = event_str;
    lib->query_gid_ex = NULL;
    lib->join_multicast_ex = join_multicast_ex;
}
