/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* libibverbs: objects, and datagrams from one queue pair to others. */
#include "fake_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define GRH 40

static struct ibv_async_event asyncs[MOST];
static int async_count;
static struct {
    struct fake_cq *cq;
    struct ibv_wc wc;
} held[QUEUE];
static int held_count;

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


static void deliver(struct fake_qp *to, const struct fake_qp *from, const uint8_t *bytes, const uint32_t length) {
    if (to->count == 0) {
        return;
    }
    const struct fake_receive receive = to->receives[to->first++ % QUEUE];
    to->count--;
    uint8_t frame[GRH + 8192];
    memset(frame, 0, GRH);
    const union ibv_gid gid = fake_gid();
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
            if (fake_qps[i] != NULL && fake_qps[i]->qp.qp_num == wr->wr.ud.remote_qpn) {
                deliver(fake_qps[i], from, bytes, length);
            }
        }
        return;
    }
    for (int i = 0; i < MOST; i++) {
        const struct fake_membership *of = &fake_memberships[i];
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


static int query_device(struct ibv_context *of, struct ibv_device_attr *attributes) {
    (void)of;
    attributes->max_qp_wr = fake.max_qp_wr;
    attributes->max_cqe = 4096;
    attributes->max_sge = 4;
    return fake_failing("ibv_query_device") ? fake.fail_errno : 0;
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
    return fake_failing("ibv_query_port") ? fake.fail_errno : 0;
}

static int query_gid(struct ibv_context *of, uint8_t port, int index, union ibv_gid *gid) {
    (void)of;
    (void)port;
    if (fake_failing("ibv_query_gid")) {
        return -1;
    }
    *gid = fake_gid();
    if (index != 1) {
        gid->raw[15] ^= 0xff;
    }
    return 0;
}

static const char *device_name(struct ibv_device *of) {
    return of->name;
}

static struct ibv_pd *alloc_pd(struct ibv_context *of) {
    struct ibv_pd *pd = fake_object("ibv_alloc_pd", sizeof *pd);
    if (pd != NULL) {
        pd->context = of;
    }
    return pd;
}

static int dealloc_pd(struct ibv_pd *pd) {
    fake_gone(pd);
    return 0;
}

static struct ibv_mr *reg_mr(struct ibv_pd *pd, void *base, size_t bytes, int access) {
    (void)access;
    static uint32_t keys;
    struct ibv_mr *mr = fake_object("ibv_reg_mr", sizeof *mr);
    if (mr != NULL) {
        *mr = (struct ibv_mr){.context = pd->context, .pd = pd, .addr = base, .length = bytes, .lkey = ++keys};
    }
    return mr;
}

static int dereg_mr(struct ibv_mr *mr) {
    fake_gone(mr);
    return 0;
}

static struct ibv_comp_channel *create_comp_channel(struct ibv_context *of) {
    struct ibv_comp_channel *channel = fake_object("ibv_create_comp_channel", sizeof *channel);
    if (channel != NULL) {
        *channel = (struct ibv_comp_channel){.context = of, .fd = eventfd(0, EFD_CLOEXEC | EFD_SEMAPHORE)};
    }
    return channel;
}

static int destroy_comp_channel(struct ibv_comp_channel *channel) {
    close(channel->fd);
    fake_gone(channel);
    return 0;
}

static struct ibv_cq *create_cq(struct ibv_context *of, int entries, void *with, struct ibv_comp_channel *channel, int vector) {
    (void)with;
    (void)vector;
    struct fake_cq *cq = fake_object("ibv_create_cq", sizeof *cq);
    if (cq == NULL) {
        return NULL;
    }
    cq->cq = (struct ibv_cq){.context = of, .channel = channel, .cqe = entries};
    return &cq->cq;
}

static int destroy_cq(struct ibv_cq *cq) {
    fake_gone(cq);
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
    struct fake_ah *ah = fake_object("ibv_create_ah", sizeof *ah);
    if (ah == NULL) {
        return NULL;
    }
    ah->ah.pd = pd;
    ah->attributes = *attributes;
    return &ah->ah;
}

static int destroy_ah(struct ibv_ah *ah) {
    fake_gone(ah);
    return 0;
}

static int modify_qp(struct ibv_qp *qp, struct ibv_qp_attr *attributes, int mask) {
    (void)mask;
    if (fake_failing("ibv_modify_qp")) {
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
    return fake_failing("ibv_query_qp") ? fake.fail_errno : 0;
}

static int detach_mcast(struct ibv_qp *qp, const union ibv_gid *gid, uint16_t lid) {
    (void)qp;
    (void)lid;
    for (int i = 0; i < MOST; i++) {
        struct fake_membership *of = &fake_memberships[i];
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

void fake_async(const enum ibv_event_type type, const int element) {
    struct ibv_async_event *event = &asyncs[async_count++];
    memset(event, 0, sizeof *event);
    event->event_type = type;
    if (element == 0) {
        event->element.port_num = 1;
    } else if (element == 1) {
        event->element.cq = fake_qps[0]->qp.recv_cq;
    } else {
        event->element.qp = &fake_qps[0]->qp;
        fake_qps[0]->qp.state = IBV_QPS_ERR;
    }
}

void fake_fill_verbs(struct um_verbs_lib *lib) {
    async_count = 0;
    held_count = 0;
    fake_context.ops.post_send = post_send;
    fake_context.ops.post_recv = post_recv;
    fake_context.ops.poll_cq = poll_cq;
    fake_context.ops.req_notify_cq = req_notify_cq;
    lib->ibv_query_device = query_device;
    lib->ibv_query_port = query_port;
    lib->ibv_query_gid = query_gid;
    lib->ibv_get_device_name = device_name;
    lib->ibv_alloc_pd = alloc_pd;
    lib->ibv_dealloc_pd = dealloc_pd;
    lib->ibv_reg_mr = reg_mr;
    lib->ibv_dereg_mr = dereg_mr;
    lib->ibv_create_comp_channel = create_comp_channel;
    lib->ibv_destroy_comp_channel = destroy_comp_channel;
    lib->ibv_create_cq = create_cq;
    lib->ibv_destroy_cq = destroy_cq;
    lib->ibv_get_cq_event = get_cq_event;
    lib->ibv_ack_cq_events = ack_cq_events;
    lib->ibv_create_ah = create_ah;
    lib->ibv_destroy_ah = destroy_ah;
    lib->ibv_modify_qp = modify_qp;
    lib->ibv_query_qp = query_qp;
    lib->ibv_detach_mcast = detach_mcast;
    lib->ibv_get_async_event = get_async_event;
    lib->ibv_ack_async_event = ack_async_event;
    lib->ibv_wc_status_str = wc_status_str;
}
