/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "verbs.h"

#include <errno.h>
#include <string.h>

/*
 * Each send has a number, its wr_id. Completions come in order, so one that is told of tells of all before it: only the last of each
 * batch is signalled. The ring's head follows what has completed, never what has been posted.
 */

/* A tx record, checked. */
struct datagram {
    uint8_t *header;
    uint8_t *range;
    uint32_t header_length;
    uint32_t range_length;
    uint32_t region;
    const struct um_verbs_destination *destination;
};

static void give_up(struct um_verbs *verbs, const int error) {
    um_count(&verbs->shared->stats[UM_PART_CONTROL].send_errors, 1);
    um_set(&verbs->shared->stats[UM_PART_CONTROL].last_errno, (uint64_t)error);
}

/* A record needs no (more) sending: the head passes it with the last send before it. So many are in the making. */
static void settle(struct um_verbs *verbs, const int64_t end, const uint32_t making) {
    struct um_verbs_sender *sender = &verbs->sender;
    const uint64_t last = sender->posted + making;
    sender->position = end;
    if (last == sender->retired) {
        um_ring_release(&verbs->shared->tx, end);
    } else {
        sender->ends[(last - 1) & (sender->depth - 1)] = end;
    }
}

void um_verbs_retire(struct um_verbs *verbs, const bool flushed) {
    struct um_verbs_sender *sender = &verbs->sender;
    if (sender->retired == sender->posted) {
        return;
    }
    const uint64_t before = sender->retired;
    struct ibv_wc completions[UM_VERBS_BATCH];
    int count;
    do {
        count = ibv_poll_cq(sender->cq, UM_VERBS_BATCH, completions);
        for (int i = 0; i < count; i++) {
            const uint64_t number = completions[i].wr_id;
            if (completions[i].status != IBV_WC_SUCCESS) {
                um_count(&verbs->shared->stats[UM_PART_CONTROL].completion_errors, 1);
                give_up(verbs, EIO);
                atomic_fetch_or_explicit(&verbs->failed, 1U << UM_PART_CONTROL, memory_order_relaxed);
            }
            if (number >= sender->retired && number < sender->posted) {
                sender->retired = number + 1;
            }
        }
    } while (count == UM_VERBS_BATCH);
    if (flushed) {
        sender->retired = sender->posted;
    }
    if (sender->retired != before) {
        um_ring_release(&verbs->shared->tx, sender->ends[(sender->retired - 1) & (sender->depth - 1)]);
    }
}

/* Checks a record against its region and destination: 0, or the errno for which it is given up. */
static int read_datagram(const struct um_verbs *verbs, const struct um_record *record, const int64_t position,
    struct datagram *datagram) {
    if (record->type != UM_TX_SEND || (size_t)record->length < sizeof(struct um_tx)) {
        return EBADMSG;
    }
    struct um_tx tx;
    memcpy(&tx, record->payload, sizeof tx);
    if (tx.header_length > (size_t)record->length - sizeof tx) {
        return EBADMSG;
    }
    if (tx.destination == 0 || tx.destination >= verbs->destinations_count) {
        return EDESTADDRREQ;
    }
    const struct um_verbs_destination *destination = &verbs->destinations[tx.destination];
    if (!destination->used || (destination->closed && position >= destination->closed_at)) {
        return EDESTADDRREQ;
    }
    datagram->range = NULL;
    if (tx.range_length > 0) {
        datagram->range = um_region_range(verbs->shared, tx.region, tx.range_offset, tx.range_length);
        if (datagram->range == NULL || verbs->regions[tx.region] == NULL) {
            return EFAULT;
        }
    }
    if ((uint64_t)tx.header_length + tx.range_length > verbs->parameters.mtu) {
        return EMSGSIZE;
    }
    datagram->header = record->payload + sizeof tx;
    datagram->header_length = tx.header_length;
    datagram->range_length = tx.range_length;
    datagram->region = tx.region;
    datagram->destination = destination;
    return 0;
}

static void append(struct ibv_send_wr *request, const uint8_t *bytes, const uint32_t length, const uint32_t lkey) {
    if (length > 0) {
        request->sg_list[request->num_sge++] = (struct ibv_sge){(uintptr_t)bytes, length, lkey};
    }
}

/* Puts a frame's encapsulation before it; it lies in memory of its own until the send has completed. */
static void encapsulate(struct um_verbs *verbs, struct ibv_send_wr *request, const struct datagram *datagram) {
    struct um_verbs_sender *sender = &verbs->sender;
    uint8_t *into = sender->headers + (request->wr_id & (sender->depth - 1)) * UM_VERBS_HEADROOM;
    const struct um_ipoib_piece pieces[2] = {{datagram->header, datagram->header_length},
        {datagram->range, datagram->range_length}};
    um_ipoib_encode(&datagram->destination->template, sender->identification++, pieces, 2, into);
    append(request, into, datagram->destination->template.length, sender->headers_mr->lkey);
}

static void make_request(struct um_verbs *verbs, const uint32_t number, const struct datagram *datagram) {
    struct um_verbs_sender *sender = &verbs->sender;
    struct ibv_send_wr *request = &sender->requests[number];
    request->wr_id = sender->posted + number;
    request->next = NULL;
    request->sg_list = sender->vectors[number];
    request->num_sge = 0;
    request->opcode = IBV_WR_SEND;
    request->send_flags = 0;
    request->wr.ud.ah = datagram->destination->ah;
    request->wr.ud.remote_qpn = datagram->destination->qpn;
    request->wr.ud.remote_qkey = datagram->destination->qkey;
    if (verbs->ipoib) {
        encapsulate(verbs, request, datagram);
    }
    append(request, datagram->header, datagram->header_length, sender->ring_mr->lkey);
    append(request, datagram->range, datagram->range_length,
        datagram->range_length > 0 ? verbs->regions[datagram->region]->lkey : 0);
    sender->bytes[number] = datagram->header_length + datagram->range_length;
    if (sender->bytes[number] + verbs->encapsulation <= sender->inline_size) {
        request->send_flags = IBV_SEND_INLINE;
    }
    if (number > 0) {
        sender->requests[number - 1].next = request;
    }
}

/* By the kernel's socket, to a peer of the IPoIB port space: false if it has no room now. */
static bool send_by_kernel(struct um_verbs *verbs, const struct datagram *datagram) {
    struct iovec vectors[2] = {{datagram->header, datagram->header_length}, {datagram->range, datagram->range_length}};
    union um_udp_name name = datagram->destination->name;
    const struct msghdr message = {.msg_name = &name, .msg_namelen = datagram->destination->length, .msg_iov = vectors,
        .msg_iovlen = 2};
    um_count(&verbs->shared->stats[UM_PART_CONTROL].send_calls, 1);
    if (sendmsg(verbs->kernel->control.fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) {
        um_count(&verbs->shared->stats[UM_PART_CONTROL].sent_datagrams, 1);
        um_count(&verbs->shared->stats[UM_PART_CONTROL].sent_bytes, datagram->header_length + datagram->range_length);
        return true;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS || errno == EINTR) {
        um_count(&verbs->shared->stats[UM_PART_CONTROL].send_blocked, 1);
        return false;
    }
    give_up(verbs, errno);
    return true;
}

/* The next record that is no padding: 1 and the datagram, 0 if there is none, or -errno for which to give it up. */
static int next_datagram(struct um_verbs *verbs, const uint32_t making, struct um_record *record, struct datagram *datagram) {
    struct um_verbs_sender *sender = &verbs->sender;
    for (;;) {
        const int found = um_ring_peek(&verbs->shared->tx, sender->position, record);
        if (found < 0) {
            sender->broken = true;
            give_up(verbs, -found);
        }
        if (found <= 0) {
            return 0;
        }
        if (record->type != UM_RING_PADDING) {
            break;
        }
        settle(verbs, record->next, making);
    }
    int error = read_datagram(verbs, record, sender->position, datagram);
    if (error == 0 && datagram->destination->ah == NULL && datagram->destination->length == 0) {
        error = ENETDOWN; /* the group is lost for now: what is sent meanwhile is repaired later */
    }
    return error == 0 ? 1 : -error;
}

/* Makes requests of what the ring holds: how many; settled counts what needed none. */
static uint32_t collect(struct um_verbs *verbs, int *settled) {
    struct um_verbs_sender *sender = &verbs->sender;
    struct um_record record;
    struct datagram datagram;
    uint32_t count = 0;
    while (count < UM_VERBS_BATCH && *settled < UM_VERBS_BATCH && sender->posted + count - sender->retired < sender->depth) {
        const int found = next_datagram(verbs, count, &record, &datagram);
        if (found == 0) {
            break;
        }
        if (found < 0) {
            give_up(verbs, -found);
        } else if (datagram.destination->length == 0) {
            make_request(verbs, count, &datagram);
            sender->begins[count] = sender->position;
            sender->ends[(sender->posted + count) & (sender->depth - 1)] = record.next;
            sender->position = record.next;
            count++;
            continue;
        } else if (count > 0 || !send_by_kernel(verbs, &datagram)) {
            break; /* what is in the making goes first */
        }
        (*settled)++;
        settle(verbs, record.next, count);
    }
    return count;
}

static void account(struct um_verbs *verbs, const uint32_t posted) {
    const struct um_verbs_sender *sender = &verbs->sender;
    struct um_stats *stats = &verbs->shared->stats[UM_PART_CONTROL];
    uint64_t bytes = 0;
    uint64_t inlined = 0;
    for (uint32_t i = 0; i < posted; i++) {
        bytes += sender->bytes[i];
        inlined += (sender->requests[i].send_flags & IBV_SEND_INLINE) != 0;
    }
    um_count(&stats->send_calls, 1);
    um_count(&stats->sent_datagrams, posted);
    um_count(&stats->sent_bytes, bytes);
    if (inlined != 0) {
        um_count(&stats->inline_sends, inlined);
    }
}

/* The device did not take all: the first that it refused is tried again, or given up; 1 if it was. */
static int after_refusal(struct um_verbs *verbs, const uint32_t taken, const int error) {
    struct um_verbs_sender *sender = &verbs->sender;
    sender->position = sender->begins[taken];
    if (error == ENOMEM || error == EAGAIN) {
        um_count(&verbs->shared->stats[UM_PART_CONTROL].send_blocked, 1);
        return 0;
    }
    struct um_record record;
    give_up(verbs, error);
    if (um_ring_peek(&verbs->shared->tx, sender->position, &record) > 0) {
        settle(verbs, record.next, 0);
    }
    return 1;
}

static int post(struct um_verbs *verbs, const uint32_t count) {
    struct um_verbs_sender *sender = &verbs->sender;
    sender->requests[count - 1].send_flags |= IBV_SEND_SIGNALED;
    struct ibv_send_wr *bad = NULL;
    const int error = ibv_post_send(sender->qp, sender->requests, &bad);
    uint32_t taken = count;
    if (error != 0) {
        taken = bad == NULL ? 0 : (uint32_t)(bad - sender->requests);
    }
    account(verbs, taken);
    sender->posted += taken;
    return (int)taken + (taken < count ? after_refusal(verbs, taken, error < 0 ? errno : error) : 0);
}

int um_verbs_poll_tx(void *endpoint) {
    struct um_verbs *verbs = endpoint;
    um_verbs_retire(verbs, false);
    if (verbs->sender.broken) {
        return 0;
    }
    int settled = 0;
    const uint32_t count = collect(verbs, &settled);
    return settled + (count == 0 ? 0 : post(verbs, count));
}
