/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "verbs.h"

#include "error.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define DEFAULT_SEND_DEPTH 1024
#define DEFAULT_INLINE 256
#define LEAST_DEPTH 8

static uint32_t power_of_two_below(uint32_t value) {
    uint32_t power = 1;
    while (power <= value / 2) {
        power *= 2;
    }
    return power;
}

static uint32_t smaller(const uint32_t a, const uint32_t b) {
    return a < b ? a : b;
}

static struct ibv_mr *reg_mr(struct um_verbs *verbs, void *base, const size_t bytes) {
    struct ibv_mr *mr = um_v_reg_mr(verbs->lib, verbs->pd, base, bytes, verbs->registered);
    if (mr != NULL) {
        verbs->registered += bytes;
    }
    return mr;
}

static void dereg_mr(struct um_verbs *verbs, struct ibv_mr **mr) {
    if (*mr != NULL) {
        const size_t bytes = (*mr)->length;
        if (verbs->lib->ibv_dereg_mr(*mr) == 0) {
            verbs->registered -= bytes;
        }
        *mr = NULL;
    }
}

/* Registered memory of the back end's own: pages, so that nothing else lies in them. */
static uint8_t *new_pages(struct um_verbs *verbs, const size_t bytes, struct ibv_mr **mr) {
    uint8_t *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        um_error(errno, "", "mmap {bytes=%zu}", bytes);
        return NULL;
    }
    *mr = reg_mr(verbs, pages, bytes);
    if (*mr == NULL) {
        munmap(pages, bytes);
        return NULL;
    }
    return pages;
}

/* One request a slot: what came before the payload goes aside, the payload to where the slot begins. */
static void make_requests(struct um_verbs *verbs, struct um_verbs_receiver *receiver) {
    const struct um_slots *slots = receiver->slots;
    for (uint32_t i = 0; i < slots->count; i++) {
        struct ibv_sge *sge = &receiver->vectors[2 * (size_t)i];
        sge[0] = (struct ibv_sge){(uintptr_t)(receiver->aside + (size_t)i * UM_VERBS_ASIDE),
            UM_VERBS_GRH + verbs->encapsulation, receiver->aside_mr->lkey};
        sge[1] = (struct ibv_sge){(uintptr_t)(slots->memory + (size_t)i * slots->stride), slots->stride,
            receiver->slots_mr->lkey};
        receiver->requests[i] = (struct ibv_recv_wr){.wr_id = i, .sg_list = sge, .num_sge = 2};
    }
    /* the ring holds one record less than there are slots, so one slot stays idle: a datagram never finds the ring full */
    receiver->free_count = slots->count - 1;
    for (uint32_t i = 0; i < receiver->free_count; i++) {
        receiver->free[i] = receiver->free_count - 1 - i;
    }
}

static int create_receiver(struct um_verbs *verbs, const int part, const struct ibv_device_attr *device) {
    struct um_verbs_receiver *receiver = &verbs->receivers[part];
    struct um_slots *slots = &verbs->shared->slots[part];
    receiver->slots = slots;
    receiver->released = um_ring_head(&slots->ring);
    receiver->depth = smaller(slots->count - 1, smaller((uint32_t)device->max_qp_wr, (uint32_t)device->max_cqe));
    receiver->least = receiver->depth / 4 < UM_VERBS_BATCH ? receiver->depth / 4 : UM_VERBS_BATCH;
    receiver->least += receiver->least == 0;
    receiver->free = calloc(slots->count, sizeof *receiver->free);
    receiver->filled = calloc(slots->count, sizeof *receiver->filled);
    receiver->requests = calloc(slots->count, sizeof *receiver->requests);
    receiver->vectors = calloc(slots->count, 2 * sizeof *receiver->vectors);
    if (receiver->free == NULL || receiver->filled == NULL || receiver->requests == NULL || receiver->vectors == NULL) {
        return um_error(ENOMEM, "", "calloc {slots=%u}", slots->count);
    }
    receiver->slots_mr = reg_mr(verbs, slots->memory, (size_t)slots->count * slots->stride);
    if (receiver->slots_mr == NULL) {
        return um_error_in("register %s slots", part == UM_PART_DATA ? "data" : "control");
    }
    receiver->aside_bytes = (size_t)slots->count * UM_VERBS_ASIDE;
    receiver->aside = new_pages(verbs, receiver->aside_bytes, &receiver->aside_mr);
    if (receiver->aside == NULL) {
        return um_error_in("register headers of %s slots", part == UM_PART_DATA ? "data" : "control");
    }
    make_requests(verbs, receiver);
    receiver->events = um_v_create_comp_channel(verbs->lib, verbs->context);
    if (receiver->events == NULL) {
        return um_error_in("open verbs");
    }
    const int flags = fcntl(receiver->events->fd, F_GETFL);
    if (flags < 0 || fcntl(receiver->events->fd, F_SETFL, flags | O_NONBLOCK) < 0) {
        return um_error(errno, "", "fcntl {O_NONBLOCK}");
    }
    receiver->cq = um_v_create_cq(verbs->lib, verbs->context, (int)receiver->depth, receiver->events);
    return receiver->cq == NULL ? um_error_in("open verbs") : 0;
}

static int create_sender(struct um_verbs *verbs, const struct ibv_device_attr *device) {
    struct um_verbs_sender *sender = &verbs->sender;
    const struct um_ring *tx = &verbs->shared->tx;
    const uint32_t wanted = verbs->parameters.send_depth == 0 ? DEFAULT_SEND_DEPTH : verbs->parameters.send_depth;
    sender->depth = power_of_two_below(smaller(wanted < LEAST_DEPTH ? LEAST_DEPTH : wanted,
        smaller((uint32_t)device->max_qp_wr, (uint32_t)device->max_cqe)));
    sender->position = um_ring_head(tx);
    sender->ends = calloc(sender->depth, sizeof *sender->ends);
    if (sender->ends == NULL) {
        return um_error(ENOMEM, "", "calloc {sends=%u}", sender->depth);
    }
    sender->ring_mr = reg_mr(verbs, tx->buffer, (size_t)tx->capacity);
    if (sender->ring_mr == NULL) {
        return um_error_in("register the tx ring");
    }
    if (verbs->ipoib) {
        sender->headers = new_pages(verbs, (size_t)sender->depth * UM_VERBS_HEADROOM, &sender->headers_mr);
        if (sender->headers == NULL) {
            return um_error_in("register headers");
        }
    }
    sender->cq = um_v_create_cq(verbs->lib, verbs->context, (int)sender->depth, NULL);
    return sender->cq == NULL ? um_error_in("open verbs") : 0;
}

static int create_data_qp(struct um_verbs *verbs) {
    struct um_verbs_receiver *receiver = &verbs->receivers[UM_PART_DATA];
    struct ibv_qp_init_attr attributes = {.qp_type = IBV_QPT_UD, .send_cq = receiver->cq, .recv_cq = receiver->cq,
        .cap = {.max_send_wr = 1, .max_recv_wr = receiver->depth, .max_send_sge = 1, .max_recv_sge = 2}};
    const int result = um_v_create_qp(verbs->lib, verbs->ids[UM_PART_DATA], verbs->pd, &attributes);
    if (result == 0) {
        receiver->qp = verbs->ids[UM_PART_DATA]->qp;
    }
    return result;
}

/* Devices differ in how they refuse more inline bytes than they take: what is asked for is halved until they agree. */
static int create_control_qp(struct um_verbs *verbs) {
    struct um_verbs_receiver *receiver = &verbs->receivers[UM_PART_CONTROL];
    struct um_verbs_sender *sender = &verbs->sender;
    uint32_t inline_size = verbs->parameters.inline_size == 0 ? DEFAULT_INLINE : verbs->parameters.inline_size;
    int result;
    do {
        struct ibv_qp_init_attr attributes = {.qp_type = IBV_QPT_UD, .send_cq = sender->cq,
            .recv_cq = verbs->ipoib ? sender->cq : receiver->cq,
            .cap = {.max_send_wr = sender->depth, .max_recv_wr = verbs->ipoib ? 1 : receiver->depth,
                .max_send_sge = verbs->ipoib ? 3 : 2, .max_recv_sge = 2, .max_inline_data = inline_size}};
        result = um_v_create_qp(verbs->lib, verbs->ids[UM_PART_CONTROL], verbs->pd, &attributes);
        if (result == 0) {
            sender->inline_size = attributes.cap.max_inline_data;
            sender->qp = verbs->ids[UM_PART_CONTROL]->qp;
            receiver->qp = verbs->ipoib ? NULL : sender->qp;
        }
        inline_size = inline_size < 64 ? 0 : inline_size / 2;
    } while ((result == -EINVAL || result == -ENOMEM) && inline_size > 0);
    return result;
}

static int learn_qkey(struct um_verbs *verbs) {
    struct ibv_qp_attr attributes;
    const int result = um_v_query_qp(verbs->lib, verbs->sender.qp, &attributes, IBV_QP_QKEY);
    verbs->info.qkey = attributes.qkey;
    return result;
}

int um_verbs_create_queues(struct um_verbs *verbs) {
    struct ibv_device_attr device;
    int result = um_v_query_device(verbs->lib, verbs->context, &device);
    if (result < 0) {
        return result;
    }
    if (device.max_qp_wr < LEAST_DEPTH || device.max_cqe < LEAST_DEPTH || device.max_sge < (verbs->ipoib ? 3 : 2)) {
        return um_error(EOPNOTSUPP, "the device is too small for this transport", "open verbs {max_qp_wr=%d, max_cqe=%d, "
            "max_sge=%d}", device.max_qp_wr, device.max_cqe, device.max_sge);
    }
    verbs->pd = um_v_alloc_pd(verbs->lib, verbs->context);
    verbs->regions = calloc(UM_MAX_REGIONS, sizeof(struct ibv_mr *));
    if (verbs->pd == NULL || verbs->regions == NULL) {
        return verbs->pd == NULL ? um_error_in("open verbs") : um_error(ENOMEM, "", "calloc {regions}");
    }
    result = create_receiver(verbs, UM_PART_DATA, &device);
    if (result == 0 && !verbs->ipoib) {
        result = create_receiver(verbs, UM_PART_CONTROL, &device);
    }
    result = result < 0 ? result : create_sender(verbs, &device);
    result = result < 0 ? result : create_data_qp(verbs);
    result = result < 0 ? result : create_control_qp(verbs);
    result = result < 0 ? result : learn_qkey(verbs);
    if (result < 0) {
        return result;
    }
    verbs->info.data_qpn = verbs->receivers[UM_PART_DATA].qp->qp_num;
    verbs->info.control_qpn = verbs->sender.qp->qp_num;
    verbs->info.data_depth = verbs->receivers[UM_PART_DATA].depth;
    verbs->info.control_depth = verbs->receivers[UM_PART_CONTROL].depth;
    verbs->info.send_depth = verbs->sender.depth;
    verbs->info.inline_size = verbs->sender.inline_size;
    um_verbs_repost(&verbs->receivers[UM_PART_DATA]);
    if (!verbs->ipoib) {
        um_verbs_repost(&verbs->receivers[UM_PART_CONTROL]);
    }
    return 0;
}

static void destroy_receiver(struct um_verbs *verbs, struct um_verbs_receiver *receiver) {
    if (receiver->cq != NULL) {
        verbs->lib->ibv_destroy_cq(receiver->cq);
    }
    if (receiver->events != NULL) {
        verbs->lib->ibv_destroy_comp_channel(receiver->events);
    }
    dereg_mr(verbs, &receiver->slots_mr);
    dereg_mr(verbs, &receiver->aside_mr);
    if (receiver->aside != NULL) {
        munmap(receiver->aside, receiver->aside_bytes);
    }
    free(receiver->free);
    free(receiver->filled);
    free(receiver->requests);
    free(receiver->vectors);
    memset(receiver, 0, sizeof *receiver);
}

static void destroy_sender(struct um_verbs *verbs) {
    struct um_verbs_sender *sender = &verbs->sender;
    if (sender->cq != NULL) {
        verbs->lib->ibv_destroy_cq(sender->cq);
    }
    dereg_mr(verbs, &sender->ring_mr);
    dereg_mr(verbs, &sender->headers_mr);
    if (sender->headers != NULL) {
        munmap(sender->headers, (size_t)sender->depth * UM_VERBS_HEADROOM);
    }
    free(sender->ends);
    memset(sender, 0, sizeof *sender);
}

void um_verbs_destroy_queues(struct um_verbs *verbs) {
    for (int part = 0; part < UM_PARTS; part++) {
        if (verbs->ids[part] != NULL && verbs->ids[part]->qp != NULL) {
            verbs->lib->rdma_destroy_qp(verbs->ids[part]);
        }
    }
    destroy_sender(verbs);
    for (int part = 0; part < UM_PARTS; part++) {
        destroy_receiver(verbs, &verbs->receivers[part]);
    }
    for (int i = 0; verbs->regions != NULL && i < UM_MAX_REGIONS; i++) {
        dereg_mr(verbs, &verbs->regions[i]);
    }
    free(verbs->regions);
    verbs->regions = NULL;
    if (verbs->pd != NULL) {
        verbs->lib->ibv_dealloc_pd(verbs->pd);
        verbs->pd = NULL;
    }
}

int um_verbs_region_add(void *endpoint, const int region) {
    struct um_verbs *verbs = endpoint;
    const struct um_region *memory = &verbs->shared->regions[region];
    struct ibv_mr *mr = reg_mr(verbs, memory->base, memory->length);
    if (mr == NULL) {
        return um_error_in("add a region");
    }
    um_part_lock(&verbs->shared->parts[UM_PART_CONTROL]);
    verbs->regions[region] = mr;
    um_part_unlock(&verbs->shared->parts[UM_PART_CONTROL]);
    return 0;
}

int um_verbs_region_remove(void *endpoint, const int region) {
    struct um_verbs *verbs = endpoint;
    um_part_lock(&verbs->shared->parts[UM_PART_CONTROL]);
    struct ibv_mr *mr = verbs->regions[region];
    verbs->regions[region] = NULL;
    um_part_unlock(&verbs->shared->parts[UM_PART_CONTROL]);
    dereg_mr(verbs, &mr);
    return 0;
}

static int to_state(struct um_verbs *verbs, struct ibv_qp *qp, struct ibv_qp_attr *attributes, const enum ibv_qp_state state,
    const int mask) {
    attributes->qp_state = state;
    return um_v_modify_qp(verbs->lib, qp, attributes, mask | IBV_QP_STATE);
}

/* Posts again all slots that no record holds: the queue pair has forgotten what it had. */
static int refill(struct um_verbs_receiver *receiver) {
    struct ibv_wc completions[UM_VERBS_BATCH];
    while (ibv_poll_cq(receiver->cq, UM_VERBS_BATCH, completions) > 0) {
    } /* of before */
    const uint64_t last = (uint64_t)um_ring_tail(&receiver->slots->ring) / UM_RX_RECORD_SIZE;
    uint8_t *held = calloc(receiver->slots->count, 1);
    if (held == NULL) {
        return um_error(ENOMEM, "", "calloc {slots=%u}", receiver->slots->count);
    }
    for (uint64_t i = (uint64_t)receiver->released / UM_RX_RECORD_SIZE; i < last; i++) {
        held[receiver->filled[i & (receiver->slots->count - 1)]] = 1;
    }
    receiver->free_count = 0;
    receiver->posted = 0;
    for (uint32_t i = 0; i < receiver->slots->count - 1; i++) {
        if (!held[i]) {
            receiver->free[receiver->free_count++] = i;
        }
    }
    free(held);
    um_verbs_repost(receiver);
    return 0;
}

/* Out of the error state; what was posted is gone, attachments to groups stay. */
static int revive(struct um_verbs *verbs, const int part, struct ibv_qp *qp) {
    struct ibv_qp_attr attributes;
    int result = um_v_query_qp(verbs->lib, qp, &attributes, IBV_QP_STATE | IBV_QP_PKEY_INDEX | IBV_QP_PORT | IBV_QP_QKEY);
    if (result < 0) {
        return result;
    }
    if (attributes.qp_state == IBV_QPS_RTS) {
        return 0;
    }
    if (attributes.qp_state == IBV_QPS_SQE) {
        return to_state(verbs, qp, &attributes, IBV_QPS_RTS, 0); /* a send failed: receives went on */
    }
    struct um_verbs_receiver *receiver = &verbs->receivers[part];
    result = to_state(verbs, qp, &attributes, IBV_QPS_RESET, 0);
    result = result < 0 ? result
        : to_state(verbs, qp, &attributes, IBV_QPS_INIT, IBV_QP_PKEY_INDEX | IBV_QP_PORT | IBV_QP_QKEY);
    result = result < 0 ? result : to_state(verbs, qp, &attributes, IBV_QPS_RTR, 0);
    attributes.sq_psn = 0;
    result = result < 0 ? result : to_state(verbs, qp, &attributes, IBV_QPS_RTS, IBV_QP_SQ_PSN);
    if (part == UM_PART_CONTROL) {
        um_verbs_retire(verbs, true);
    }
    if (result == 0 && receiver->qp != NULL) {
        result = refill(receiver);
    }
    return result;
}

void um_verbs_recover(struct um_verbs *verbs) {
    const uint32_t failed = atomic_exchange(&verbs->failed, 0);
    for (int part = 0; part < UM_PARTS; part++) {
        struct ibv_qp *qp = part == UM_PART_DATA ? verbs->receivers[part].qp : verbs->sender.qp;
        if ((failed & 1U << part) == 0 || qp == NULL) {
            continue;
        }
        um_part_lock(&verbs->shared->parts[part]);
        const int result = revive(verbs, part, qp);
        um_part_unlock(&verbs->shared->parts[part]);
        um_verbs_tell(verbs, result < 0 ? UM_EVENT_QP_FATAL : UM_EVENT_QP_RECOVERED, -result, NULL);
        um_error_clear();
    }
}
