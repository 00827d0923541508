/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "verbs.h"

#include <errno.h>
#include <string.h>

/* What one round brought, to be added to the counters once. */
struct round {
    uint64_t datagrams;
    uint64_t bytes;
    uint64_t own;
    uint64_t dropped[UM_IPOIB_BAD_CHECKSUM + 1];
};

/* The sender's GID where it is hidden in an IPv4 header (RoCE v2); false: the GRH is one. As ib_get_rdma_header_version has it. */
static bool source_is_v4(const uint8_t *grh) {
    const uint8_t *ip = grh + 20;
    if (ip[0] != 0x45) {
        return false;
    }
    if (grh[0] >> 4 != 6) {
        return true;
    }
    uint32_t sum = 0;
    for (int i = 0; i < 20; i += 2) {
        sum += (uint32_t)ip[i] << 8 | ip[i + 1];
    }
    sum = (sum & 0xFFFF) + (sum >> 16);
    return (sum & 0xFFFF) + (sum >> 16) == 0xFFFF;
}

static void source_gid(const struct um_verbs *verbs, const struct ibv_wc *wc, const uint8_t *grh, uint8_t *gid) {
    if ((wc->wc_flags & IBV_WC_GRH) == 0) {
        memset(gid, 0, 16);
    } else if (verbs->ethernet && source_is_v4(grh)) {
        memset(gid, 0, 10);
        gid[10] = 0xFF;
        gid[11] = 0xFF;
        memcpy(gid + 12, grh + 20 + 12, 4);
    } else {
        memcpy(gid, grh + 8, 16);
    }
}

/* A datagram of the UDP port space: its length, or -1 if it is a copy of our own. */
static int64_t read_plain(const struct um_verbs *verbs, const struct ibv_wc *wc, const uint8_t *aside, struct um_rx *record,
    struct round *round) {
    source_gid(verbs, wc, aside, record->source);
    record->source_kind = UM_ADDRESS_IB;
    record->source_port = wc->src_qp;
    record->source_scope = verbs->ethernet ? 0 : wc->slid;
    if (wc->src_qp == verbs->info.control_qpn && ((wc->wc_flags & IBV_WC_GRH) == 0
            ? record->source_scope == verbs->info.lid : memcmp(record->source, verbs->info.gid, 16) == 0)) {
        round->own++;
        return -1;
    }
    return wc->byte_len < UM_VERBS_GRH ? -1 : (int64_t)wc->byte_len - UM_VERBS_GRH;
}

static bool is_joined(const struct um_verbs *verbs, const struct um_ipoib_frame *frame) {
    for (uint32_t i = 0; i < verbs->groups_count; i++) {
        if (memcmp(verbs->groups[i], frame->destination, 16) == 0 && (verbs->sources[i].kind == 0 ||
                memcmp(verbs->sources[i].bytes, frame->source.bytes, 16) == 0)) {
            return true;
        }
    }
    return false;
}

/* A frame of the IPoIB port space: its payload's length, or -1 if it is not for us. */
static int64_t read_frame(const struct um_verbs *verbs, const struct ibv_wc *wc, const uint8_t *aside, const uint8_t *slot,
    struct um_rx *record, struct round *round) {
    struct um_ipoib_frame frame;
    enum um_ipoib_verdict verdict = wc->byte_len < UM_VERBS_GRH ? UM_IPOIB_FOREIGN
        : um_ipoib_decode(aside + UM_VERBS_GRH, slot, wc->byte_len - UM_VERBS_GRH, verbs->family == AF_INET6,
            (uint16_t)verbs->parameters.port, &frame);
    if (verdict == UM_IPOIB_OURS && !is_joined(verbs, &frame)) {
        verdict = UM_IPOIB_FOREIGN; /* MGIDs have not all bits of a group's address */
    }
    if (verdict != UM_IPOIB_OURS) {
        round->dropped[verdict]++;
        return -1;
    }
    if (frame.source.port == verbs->control.port && memcmp(frame.source.bytes, verbs->control.bytes, 16) == 0) {
        round->own++;
        return -1;
    }
    record->source_kind = frame.source.kind;
    record->source_port = frame.source.port;
    record->source_scope = 0;
    memcpy(record->source, frame.source.bytes, sizeof record->source);
    return frame.length;
}

/* Hands a datagram over, or its slot back. There is room in the ring: it has a record for every slot. */
static void publish(struct um_verbs *verbs, struct um_verbs_receiver *receiver, const struct ibv_wc *wc, struct round *round) {
    const uint32_t slot = (uint32_t)wc->wr_id;
    const uint8_t *aside = receiver->aside + (size_t)slot * UM_VERBS_ASIDE;
    struct um_slots *slots = receiver->slots;
    struct um_rx record;
    const int64_t length = verbs->ipoib
        ? read_frame(verbs, wc, aside, slots->memory + (size_t)slot * slots->stride, &record, round)
        : read_plain(verbs, wc, aside, &record, round);
    const int32_t index = length < 0 ? -1 : um_ring_claim(&slots->ring, UM_RX_RECEIVED, sizeof record);
    if (index < 0) {
        receiver->free[receiver->free_count++] = slot;
        return;
    }
    record.offset = (uint32_t)((size_t)slot * slots->stride);
    record.length = (uint32_t)length;
    record.segment = (uint32_t)length;
    record.flags = 0;
    record.time = 0;
    record.reserved = 0;
    memcpy(slots->ring.buffer + index, &record, sizeof record);
    receiver->filled[(uint32_t)(index - UM_RING_HEADER) / UM_RX_RECORD_SIZE] = slot;
    um_ring_commit(&slots->ring, index);
    round->datagrams++;
    round->bytes += (uint64_t)length;
}

void um_verbs_repost(struct um_verbs_receiver *receiver) {
    while (receiver->free_count > 0 && receiver->posted < receiver->depth) {
        uint32_t count = receiver->depth - receiver->posted;
        count = count < receiver->free_count ? count : receiver->free_count;
        count = count < UM_VERBS_BATCH ? count : UM_VERBS_BATCH;
        struct ibv_recv_wr *first = NULL;
        for (uint32_t i = 0; i < count; i++) {
            struct ibv_recv_wr *request = &receiver->requests[receiver->free[receiver->free_count - count + i]];
            request->next = first;
            first = request;
        }
        struct ibv_recv_wr *bad = NULL;
        if (ibv_post_recv(receiver->qp, first, &bad) == 0) {
            receiver->posted += count;
            receiver->free_count -= count;
            continue;
        }
        /* The chain ran from the end of the free slots downwards: those before the bad one are posted. */
        for (const struct ibv_recv_wr *request = first; request != bad && request != NULL; request = request->next) {
            receiver->posted++;
            receiver->free_count--;
        }
        break;
    }
}

/* Takes slots back that Java has done with, and posts them when they are worth a doorbell. */
static void reclaim(struct um_verbs_receiver *receiver) {
    const int64_t head = um_ring_head(&receiver->slots->ring);
    const uint32_t mask = receiver->slots->count - 1;
    for (int64_t at = receiver->released; at < head; at += UM_RX_RECORD_SIZE) {
        receiver->free[receiver->free_count++] = receiver->filled[(uint64_t)at / UM_RX_RECORD_SIZE & mask];
    }
    receiver->released = head;
    if (receiver->free_count >= receiver->least && receiver->posted < receiver->depth) {
        um_verbs_repost(receiver);
    }
}

static void failed(struct um_verbs *verbs, struct um_verbs_receiver *receiver, const int part, const struct ibv_wc *wc) {
    struct um_stats *stats = &verbs->shared->stats[part];
    receiver->free[receiver->free_count++] = (uint32_t)wc->wr_id;
    um_count(&stats->completion_errors, 1);
    um_count(wc->status == IBV_WC_LOC_LEN_ERR ? &stats->truncated : &stats->receive_errors, 1);
    um_set(&stats->last_errno, EIO);
    atomic_fetch_or_explicit(&verbs->failed, 1U << part, memory_order_relaxed);
}

static void account(struct um_stats *stats, const struct round *round) {
    um_count(&stats->received_datagrams, round->datagrams);
    um_count(&stats->received_bytes, round->bytes);
    if (round->own != 0) {
        um_count(&stats->own_copies, round->own);
    }
    if ((round->dropped[UM_IPOIB_FOREIGN] | round->dropped[UM_IPOIB_FRAGMENT] | round->dropped[UM_IPOIB_BAD_CHECKSUM]) != 0) {
        um_count(&stats->foreign, round->dropped[UM_IPOIB_FOREIGN]);
        um_count(&stats->fragments, round->dropped[UM_IPOIB_FRAGMENT]);
        um_count(&stats->bad_checksums, round->dropped[UM_IPOIB_BAD_CHECKSUM]);
    }
}

int um_verbs_poll_rx(void *endpoint, const int part) {
    struct um_verbs *verbs = endpoint;
    if (part == UM_PART_CONTROL && verbs->kernel != NULL) {
        return um_udp_poll_rx(verbs->kernel, part);
    }
    struct um_verbs_receiver *receiver = &verbs->receivers[part];
    struct um_stats *stats = &verbs->shared->stats[part];
    reclaim(receiver);
    struct ibv_wc completions[UM_VERBS_BATCH];
    const int count = ibv_poll_cq(receiver->cq, UM_VERBS_BATCH, completions);
    um_count(&stats->receive_calls, 1);
    if (count <= 0) {
        if (count < 0) {
            um_count(&stats->receive_errors, 1);
        } else if (receiver->posted == 0) {
            um_count(&stats->no_slot, 1);
        }
        return 0;
    }
    struct round round = {0, 0, 0, {0, 0, 0, 0}};
    receiver->posted -= (uint32_t)count < receiver->posted ? (uint32_t)count : receiver->posted;
    for (int i = 0; i < count; i++) {
        if (completions[i].status == IBV_WC_SUCCESS) {
            publish(verbs, receiver, &completions[i], &round);
        } else {
            failed(verbs, receiver, part, &completions[i]);
        }
    }
    account(stats, &round);
    return (int)round.datagrams;
}

int um_verbs_arm(void *endpoint, const int part, struct pollfd into[UM_MOST_WATCHED]) {
    struct um_verbs *verbs = endpoint;
    if (part == UM_PART_CONTROL && verbs->kernel != NULL) {
        return um_udp_arm(verbs->kernel, part, into);
    }
    struct um_verbs_receiver *receiver = &verbs->receivers[part];
    struct ibv_cq *cq;
    void *context;
    while (verbs->lib->ibv_get_cq_event(receiver->events, &cq, &context) == 0) {
        verbs->lib->ibv_ack_cq_events(cq, 1); /* of an earlier arming */
    }
    into[0] = (struct pollfd){.fd = receiver->events->fd, .events = POLLIN};
    const int error = ibv_req_notify_cq(receiver->cq, 0);
    return error == 0 ? 1 : -(error < 0 ? errno : error);
}
