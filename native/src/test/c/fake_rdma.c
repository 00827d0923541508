/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "fake_rdma.h"

#include <errno.h>
#include <fcntl.h>
#include <infiniband/ib.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define MOST 64
#define GRH 40
#define QUEUE 8192

struct fake fake;

struct fake_cq {
    struct ibv_cq cq;
    struct ibv_wc wc[QUEUE];
    uint64_t first;
    uint64_t count;
    bool armed;
};

struct fake_receive {
    uint64_t wr_id;
    struct ibv_sge sge[2];
};

struct fake_qp {
    struct ibv_qp qp;
    struct fake_receive receives[QUEUE];
    uint64_t first;
    uint64_t count;
    uint32_t most;
};

struct fake_ah {
    struct ibv_ah ah;
    struct ibv_ah_attr attributes;
};

struct fake_membership {
    struct rdma_cm_id *id;
    struct sockaddr_storage name;
    void *context;
    bool send_only;
    bool joined;
    union ibv_gid mgid;
};

static struct ibv_device device;
static struct ibv_context context;
static struct fake_qp *qps[MOST];
static struct fake_membership memberships[MOST];
static struct rdma_cm_event *queue[MOST];
static struct rdma_event_channel *queue_channels[MOST];
static int queue_count;
static struct rdma_event_channel *channels[MOST];
static struct ibv_async_event asyncs[MOST];
static int async_count;
static struct {
    struct fake_cq *cq;
    struct ibv_wc wc;
} held[QUEUE];
static int held_count;
static uint32_t next_qpn;

static bool failing(const char *call) {
    if (++fake.calls != fake.fail_at) {
        return false;
    }
    fake.failed = true;
    strncpy(fake.failed_call, call, sizeof fake.failed_call - 1);
    errno = fake.fail_errno;
    return true;
}

static void *object(const char *call, const size_t bytes) {
    if (failing(call)) {
        return NULL;
    }
    fake.live++;
    return calloc(1, bytes);
}

static void gone(void *at) {
    fake.live--;
    free(at);
}

static union ibv_gid own_gid(void) {
    static const uint8_t v4[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1};
    static const uint8_t ib[16] = {0xfe, 0x80, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
    union ibv_gid gid;
    memcpy(&gid, fake.ethernet ? v4 : ib, sizeof gid);
    return gid;
}

static void push(struct fake_cq *cq, const struct ibv_wc *wc) {
    cq->wc[(cq->first + cq->count++) % QUEUE] = *wc;
    if (cq->armed) {
        const uint64_t event = 1;
        cq->armed = false;
        if (write(cq->cq.channel->fd, &event, sizeof event) < 0) {
            abort();
        }
    }
}

/* --- the data path */

static void deliver(struct fake_qp *to, const struct fake_qp *from, const uint8_t *bytes, const uint32_t length) {
    if (to->count == 0) {
        return;
    }
    const struct fake_receive receive = to->receives[to->first++ % QUEUE];
    to->count--;
    uint8_t frame[GRH + 8192];
    memset(frame, 0, GRH);
    const union ibv_gid gid = own_gid();
    if (fake.ethernet) {
        frame[20] = 0x45;
        memcpy(frame + 32, gid.raw + 12, 4);
    } else {
        frame[0] = 0x60;
        memcpy(frame + 8, &gid, sizeof gid);
    }
    memcpy(frame + GRH, bytes, length);
    uint32_t left = GRH + length;
    const uint8_t *at = frame;
    for (int i = 0; i < 2; i++) {
        const uint32_t part = left < receive.sge[i].length ? left : receive.sge[i].length;
        memcpy((void *)(uintptr_t)receive.sge[i].addr, at, part);
        at += part;
        left -= part;
    }
    const struct ibv_wc wc = {.wr_id = receive.wr_id, .status = (enum ibv_wc_status)fake.receive_status, .byte_len = GRH + length,
        .src_qp = from->qp.qp_num, .slid = fake.ethernet ? 0 : fake.lid, .wc_flags = IBV_WC_GRH};
    fake.receive_status = 0;
    push((struct fake_cq *)(void *)to->qp.recv_cq, &wc);
}

static void route(const struct fake_qp *from, const struct ibv_send_wr *wr) {
    uint8_t bytes[8192];
    uint32_t length = 0;
    for (int i = 0; i < wr->num_sge; i++) {
        memcpy(bytes + length, (const void *)(uintptr_t)wr->sg_list[i].addr, wr->sg_list[i].length);
        length += wr->sg_list[i].length;
    }
    const struct ibv_ah_attr *to = &((const struct fake_ah *)(const void *)wr->wr.ud.ah)->attributes;
    if (wr->wr.ud.remote_qpn != 0xFFFFFF) {
        for (int i = 0; i < MOST; i++) {
            if (qps[i] != NULL && qps[i]->qp.qp_num == wr->wr.ud.remote_qpn) {
                deliver(qps[i], from, bytes, length);
            }
        }
        return;
    }
    for (int i = 0; i < MOST; i++) {
        const struct fake_membership *of = &memberships[i];
        if (of->joined && !of->send_only && of->id->qp != NULL && memcmp(&of->mgid, &to->grh.dgid, sizeof of->mgid) == 0) {
            deliver((struct fake_qp *)(void *)of->id->qp, from, bytes, length);
        }
    }
}

static int post_send(struct ibv_qp *qp, struct ibv_send_wr *wr, struct ibv_send_wr **bad) {
    for (; wr != NULL; wr = wr->next) {
        if (fake.post_send_errno != 0) {
            *bad = wr;
            const int error = fake.post_send_errno;
            fake.post_send_errno = 0;
            return error;
        }
        fake.inlined += (wr->send_flags & IBV_SEND_INLINE) != 0;
        const int status = fake.send_status;
        if (status == 0) {
            route((const struct fake_qp *)(const void *)qp, wr);
        }
        if (status != 0 || (wr->send_flags & IBV_SEND_SIGNALED) != 0) {
            const struct ibv_wc wc = {.wr_id = wr->wr_id, .status = (enum ibv_wc_status)status};
            if (fake.hold) {
                held[held_count].cq = (struct fake_cq *)(void *)qp->send_cq;
                held[held_count++].wc = wc;
            } else {
                push((struct fake_cq *)(void *)qp->send_cq, &wc);
            }
        }
        if (status != 0) {
            fake.send_status = 0;
            qp->state = IBV_QPS_SQE;
        }
    }
    return 0;
}

static int post_recv(struct ibv_qp *qp, struct ibv_recv_wr *wr, struct ibv_recv_wr **bad) {
    struct fake_qp *to = (struct fake_qp *)(void *)qp;
    for (; wr != NULL; wr = wr->next) {
        if (to->count == to->most) {
            *bad = wr;
            return ENOMEM;
        }
        struct fake_receive *receive = &to->receives[(to->first + to->count++) % QUEUE];
        receive->wr_id = wr->wr_id;
        memcpy(receive->sge, wr->sg_list, sizeof receive->sge);
    }
    return 0;
}

static int poll_cq(struct ibv_cq *cq, const int most, struct ibv_wc *wc) {
    struct fake_cq *from = (struct fake_cq *)(void *)cq;
    int count = 0;
    while (count < most && from->count > 0) {
        wc[count++] = from->wc[from->first++ % QUEUE];
        from->count--;
    }
    return count;
}

static int req_notify_cq(struct ibv_cq *cq, const int solicited) {
    (void)solicited;
    ((struct fake_cq *)(void *)cq)->armed = true;
    return 0;
}

void fake_release(void) {
    for (int i = 0; i < held_count; i++) {
        push(held[i].cq, &held[i].wc);
    }
    held_count = 0;
    fake.hold = false;
}

/* --- libibverbs */

static int query_device(struct ibv_context *of, struct ibv_device_attr *attributes) {
    (void)of;
    attributes->max_qp_wr = fake.max_qp_wr;
    attributes->max_cqe = 4096;
    attributes->max_sge = 4;
    return failing("ibv_query_device") ? fake.fail_errno : 0;
}

static int query_port(struct ibv_context *of, uint8_t port, struct _compat_ibv_port_attr *into) {
    (void)of;
    (void)port;
    struct ibv_port_attr *attributes = (struct ibv_port_attr *)(void *)into;
    attributes->state = fake.down ? IBV_PORT_DOWN : IBV_PORT_ACTIVE;
    attributes->active_mtu = IBV_MTU_2048;
    attributes->link_layer = fake.ethernet ? IBV_LINK_LAYER_ETHERNET : IBV_LINK_LAYER_INFINIBAND;
    attributes->lid = fake.lid;
    attributes->gid_tbl_len = 2;
    return failing("ibv_query_port") ? fake.fail_errno : 0;
}

static int query_gid(struct ibv_context *of, uint8_t port, int index, union ibv_gid *gid) {
    (void)of;
    (void)port;
    if (failing("ibv_query_gid")) {
        return -1;
    }
    *gid = own_gid();
    if (index != 1) {
        gid->raw[15] ^= 0xff;
    }
    return 0;
}

static const char *device_name(struct ibv_device *of) {
    return of->name;
}

static struct ibv_pd *alloc_pd(struct ibv_context *of) {
    struct ibv_pd *pd = object("ibv_alloc_pd", sizeof *pd);
    if (pd != NULL) {
        pd->context = of;
    }
    return pd;
}

static int dealloc_pd(struct ibv_pd *pd) {
    gone(pd);
    return 0;
}

static struct ibv_mr *reg_mr(struct ibv_pd *pd, void *base, size_t bytes, int access) {
    (void)access;
    static uint32_t keys;
    struct ibv_mr *mr = object("ibv_reg_mr", sizeof *mr);
    if (mr != NULL) {
        *mr = (struct ibv_mr){.context = pd->context, .pd = pd, .addr = base, .length = bytes, .lkey = ++keys};
    }
    return mr;
}

static int dereg_mr(struct ibv_mr *mr) {
    gone(mr);
    return 0;
}

static struct ibv_comp_channel *create_comp_channel(struct ibv_context *of) {
    struct ibv_comp_channel *channel = object("ibv_create_comp_channel", sizeof *channel);
    if (channel != NULL) {
        *channel = (struct ibv_comp_channel){.context = of, .fd = eventfd(0, EFD_CLOEXEC | EFD_SEMAPHORE)};
    }
    return channel;
}

static int destroy_comp_channel(struct ibv_comp_channel *channel) {
    close(channel->fd);
    gone(channel);
    return 0;
}

static struct ibv_cq *create_cq(struct ibv_context *of, int entries, void *with, struct ibv_comp_channel *channel, int vector) {
    (void)with;
    (void)vector;
    struct fake_cq *cq = object("ibv_create_cq", sizeof *cq);
    if (cq == NULL) {
        return NULL;
    }
    cq->cq = (struct ibv_cq){.context = of, .channel = channel, .cqe = entries};
    return &cq->cq;
}

static int destroy_cq(struct ibv_cq *cq) {
    gone(cq);
    return 0;
}

static int get_cq_event(struct ibv_comp_channel *channel, struct ibv_cq **cq, void **with) {
    uint64_t event;
    if (read(channel->fd, &event, sizeof event) < 0) {
        return -1;
    }
    *cq = NULL;
    *with = NULL;
    fake.events_unacked++;
    return 0;
}

static void ack_cq_events(struct ibv_cq *cq, unsigned int count) {
    (void)cq;
    fake.events_unacked -= (int)count;
}

static struct ibv_ah *create_ah(struct ibv_pd *pd, struct ibv_ah_attr *attributes) {
    struct fake_ah *ah = object("ibv_create_ah", sizeof *ah);
    if (ah == NULL) {
        return NULL;
    }
    ah->ah.pd = pd;
    ah->attributes = *attributes;
    return &ah->ah;
}

static int destroy_ah(struct ibv_ah *ah) {
    gone(ah);
    return 0;
}

static int modify_qp(struct ibv_qp *qp, struct ibv_qp_attr *attributes, int mask) {
    (void)mask;
    if (failing("ibv_modify_qp")) {
        return fake.fail_errno;
    }
    fake.modified++;
    qp->state = attributes->qp_state;
    if (attributes->qp_state == IBV_QPS_RESET) {
        ((struct fake_qp *)(void *)qp)->count = 0;
    }
    return 0;
}

static int query_qp(struct ibv_qp *qp, struct ibv_qp_attr *attributes, int mask, struct ibv_qp_init_attr *init) {
    (void)mask;
    (void)init;
    attributes->qp_state = qp->state;
    attributes->qkey = 0x01234567;
    attributes->port_num = 1;
    return failing("ibv_query_qp") ? fake.fail_errno : 0;
}

static int detach_mcast(struct ibv_qp *qp, const union ibv_gid *gid, uint16_t lid) {
    (void)qp;
    (void)lid;
    for (int i = 0; i < MOST; i++) {
        struct fake_membership *of = &memberships[i];
        if (of->joined && of->id->qp == qp && memcmp(&of->mgid, gid, sizeof *gid) == 0) {
            of->send_only = true; /* for the routing's purposes */
        }
    }
    fake.detached++;
    return 0;
}

static int get_async_event(struct ibv_context *of, struct ibv_async_event *event) {
    (void)of;
    if (async_count == 0) {
        errno = EAGAIN;
        return -1;
    }
    *event = asyncs[0];
    memmove(asyncs, asyncs + 1, (size_t)--async_count * sizeof *asyncs);
    fake.events_unacked++;
    return 0;
}

static void ack_async_event(struct ibv_async_event *event) {
    (void)event;
    fake.events_unacked--;
}

static const char *wc_status_str(enum ibv_wc_status status) {
    return status == IBV_WC_SUCCESS ? "success" : "error";
}

/* --- librdmacm */

static struct rdma_event_channel *create_event_channel(void) {
    struct rdma_event_channel *channel = object("rdma_create_event_channel", sizeof *channel);
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
    gone(channel);
}

static int create_id(struct rdma_event_channel *channel, struct rdma_cm_id **into, void *with, enum rdma_port_space ps) {
    struct rdma_cm_id *id = object("rdma_create_id", sizeof *id);
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
        if (memberships[i].id == id) {
            memset(&memberships[i], 0, sizeof memberships[i]);
            fake.memberships--;
        }
    }
    gone(id);
    return 0;
}

static int bind_addr(struct rdma_cm_id *id, struct sockaddr *address) {
    (void)address;
    if (failing("rdma_bind_addr")) {
        return -1;
    }
    if (fake.ethernet && id->ps == RDMA_PS_IPOIB) {
        errno = EINVAL;
        return -1;
    }
    id->verbs = &context;
    id->port_num = 1;
    id->route.addr.addr.ibaddr.sgid = own_gid();
    id->route.addr.addr.ibaddr.pkey = htons(0x8001);
    return 0;
}

static int create_qp(struct rdma_cm_id *id, struct ibv_pd *pd, struct ibv_qp_init_attr *attributes) {
    if (attributes->cap.max_inline_data > (uint32_t)fake.inline_most) {
        errno = EINVAL;
        return -1;
    }
    struct fake_qp *qp = object("rdma_create_qp", sizeof *qp);
    if (qp == NULL) {
        return -1;
    }
    qp->qp = (struct ibv_qp){.context = pd->context, .pd = pd, .send_cq = attributes->send_cq, .recv_cq = attributes->recv_cq,
        .qp_num = ++next_qpn, .state = IBV_QPS_RTS, .qp_type = IBV_QPT_UD};
    qp->most = attributes->cap.max_recv_wr;
    id->qp = &qp->qp;
    for (int i = 0; i < MOST; i++) {
        if (qps[i] == NULL) {
            qps[i] = qp;
            break;
        }
    }
    return 0;
}

static void destroy_qp(struct rdma_cm_id *id) {
    for (int i = 0; i < MOST; i++) {
        if (qps[i] == (struct fake_qp *)(void *)id->qp) {
            qps[i] = NULL;
        }
    }
    gone(id->qp);
    id->qp = NULL;
}

static int start_join(struct rdma_cm_id *id, struct sockaddr *group, void *with, const bool send_only) {
    if (failing(send_only ? "rdma_join_multicast_ex" : "rdma_join_multicast")) {
        return -1;
    }
    int i = 0;
    while (memberships[i].id != NULL) {
        i++;
    }
    struct fake_membership *of = &memberships[i];
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
        struct fake_membership *of = &memberships[i];
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
        if (memberships[k].id == event->id && memberships[k].context == event->param.ud.private_data) {
            memberships[k].joined = true;
            fake.attached += !memberships[k].send_only;
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
        if (memberships[i].joined) {
            memberships[i].joined = false;
            enqueue(memberships[i].id, RDMA_CM_EVENT_MULTICAST_ERROR, status, &memberships[i]);
        }
    }
}

void fake_cm_event(const enum rdma_cm_event_type type) {
    for (int i = 0; i < MOST; i++) {
        if (memberships[i].id != NULL) {
            enqueue(memberships[i].id, type, 0, NULL);
            return;
        }
    }
}

void fake_async(const enum ibv_event_type type, const int element) {
    struct ibv_async_event *event = &asyncs[async_count++];
    memset(event, 0, sizeof *event);
    event->event_type = type;
    if (element == 0) {
        event->element.port_num = 1;
    } else if (element == 1) {
        event->element.cq = qps[0]->qp.recv_cq;
    } else {
        event->element.qp = &qps[0]->qp;
        qps[0]->qp.state = IBV_QPS_ERR;
    }
}

static const struct um_verbs_lib table = {
    .ibv_query_device = query_device, .ibv_query_port = query_port, .ibv_query_gid = query_gid,
    .ibv_get_device_name = device_name, .ibv_alloc_pd = alloc_pd, .ibv_dealloc_pd = dealloc_pd, .ibv_reg_mr = reg_mr,
    .ibv_dereg_mr = dereg_mr, .ibv_create_comp_channel = create_comp_channel,
    .ibv_destroy_comp_channel = destroy_comp_channel, .ibv_create_cq = create_cq, .ibv_destroy_cq = destroy_cq,
    .ibv_get_cq_event = get_cq_event, .ibv_ack_cq_events = ack_cq_events, .ibv_create_ah = create_ah,
    .ibv_destroy_ah = destroy_ah, .ibv_modify_qp = modify_qp, .ibv_query_qp = query_qp, .ibv_detach_mcast = detach_mcast,
    .ibv_get_async_event = get_async_event, .ibv_ack_async_event = ack_async_event, .ibv_wc_status_str = wc_status_str,
    .rdma_create_event_channel = create_event_channel, .rdma_destroy_event_channel = destroy_event_channel,
    .rdma_create_id = create_id, .rdma_destroy_id = destroy_id, .rdma_bind_addr = bind_addr, .rdma_create_qp = create_qp,
    .rdma_destroy_qp = destroy_qp, .rdma_join_multicast = join_multicast, .rdma_leave_multicast = leave_multicast,
    .rdma_get_cm_event = get_cm_event, .rdma_ack_cm_event = ack_cm_event, .rdma_event_str = event_str,
    .query_gid_ex = NULL, .join_multicast_ex = join_multicast_ex,
};

void fake_begin(void) {
    memset(&fake, 0, sizeof fake);
    fake.max_qp_wr = 1024;
    fake.inline_most = 128;
    fake.mlid = 0xC001;
    fake.lid = 5;
    fake.fail_errno = EIO;
    memset(memberships, 0, sizeof memberships);
    memset(qps, 0, sizeof qps);
    queue_count = 0;
    async_count = 0;
    held_count = 0;
    strcpy(device.name, "fake0");
    context.device = &device;
    context.async_fd = -1;
    context.ops.post_send = post_send;
    context.ops.post_recv = post_recv;
    context.ops.poll_cq = poll_cq;
    context.ops.req_notify_cq = req_notify_cq;
    um_verbs_lib_use(&table);
}

void fake_end(void) {
    um_verbs_lib_use(NULL);
}
