/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "udp.h"

#include <netinet/udp.h>
#include <string.h>

#ifndef UDP_GRO
#define UDP_GRO 104
#endif

/* What one round brought, to be added to the counters once. */
struct round {
    uint64_t datagrams;
    uint64_t bytes;
    uint64_t truncated;
    uint64_t drops;
};

void um_udp_receiver_init(struct um_udp *udp, const int part) {
    struct um_udp_receiver *receiver = &udp->receivers[part];
    receiver->slots = &udp->shared->slots[part];
    receiver->room = (udp->parameters.flags & UM_OPEN_GRO) != 0 ? receiver->slots->stride : udp->parameters.mtu;
    receiver->sockets = part == UM_PART_DATA ? udp->data : &udp->control;
    receiver->plain = (udp->parameters.flags & UM_OPEN_GRO) == 0;
    receiver->count = 1;
    for (int i = 0; i < UM_UDP_BATCH; i++) {
        struct msghdr *message = &receiver->messages[i].msg_hdr;
        message->msg_name = &receiver->names[i];
        message->msg_iov = &receiver->vectors[i];
        message->msg_iovlen = 1;
        message->msg_control = receiver->controls[i].bytes;
    }
}

/* Points the first messages at the next slots; the ring's next record and its slot have the same number. */
static void aim(struct um_udp_receiver *receiver, const int count) {
    const struct um_slots *slots = receiver->slots;
    const uint64_t next = (uint64_t)um_ring_tail(&slots->ring) / UM_RX_RECORD_SIZE;
    for (int i = 0; i < count; i++) {
        struct msghdr *message = &receiver->messages[i].msg_hdr;
        const uint64_t slot = (next + (uint64_t)i) & (slots->count - 1);
        receiver->vectors[i].iov_base = slots->memory + slot * slots->stride;
        receiver->vectors[i].iov_len = receiver->room;
        message->msg_namelen = sizeof receiver->names[i];
        message->msg_controllen = sizeof receiver->controls[i].bytes;
        message->msg_flags = 0;
    }
}

/* Reads what the kernel says beside the bytes: the size of a segment, or the length if it came alone. */
static uint32_t read_controls(struct um_udp_socket *socket, struct msghdr *message, const uint32_t length, struct round *round) {
    uint32_t segment = length;
    for (struct cmsghdr *control = CMSG_FIRSTHDR(message); control != NULL; control = CMSG_NXTHDR(message, control)) {
        if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SO_RXQ_OVFL) {
            uint32_t drops;
            memcpy(&drops, CMSG_DATA(control), sizeof drops);
            round->drops += drops - socket->drops;
            socket->drops = drops;
        } else if (control->cmsg_level == IPPROTO_UDP && control->cmsg_type == UDP_GRO) {
            int size;
            memcpy(&size, CMSG_DATA(control), sizeof size);
            segment = size > 0 && (uint32_t)size < length ? (uint32_t)size : length;
        }
    }
    return segment;
}

/* Hands the datagram of a message over. The ring has room: that was seen before it was received. */
static void publish(struct um_udp_receiver *receiver, struct um_udp_socket *socket, const int i, const uint32_t length,
    struct round *round) {
    struct um_slots *slots = receiver->slots;
    struct msghdr *message = &receiver->messages[i].msg_hdr;
    const int32_t index = um_ring_claim(&slots->ring, UM_RX_RECEIVED, sizeof(struct um_rx));
    struct um_address source;
    um_udp_address_of(&receiver->names[i], &source);
    const bool truncated = (message->msg_flags & MSG_TRUNC) != 0;
    struct um_rx *record = (struct um_rx *)(void *)(slots->ring.buffer + index);
    record->offset = (uint32_t)((uint8_t *)receiver->vectors[i].iov_base - slots->memory);
    record->length = length;
    record->segment = message->msg_controllen == 0 ? length : read_controls(socket, message, length, round);
    record->source_kind = source.kind;
    record->flags = truncated ? UM_RX_TRUNCATED : 0;
    memcpy(record->source, source.bytes, sizeof record->source);
    record->source_port = source.port;
    record->source_scope = source.scope;
    record->time = 0;
    record->reserved = 0;
    round->datagrams += length == 0 ? 1 : (length + record->segment - 1) / record->segment;
    round->bytes += length;
    round->truncated += truncated;
    um_ring_commit(&slots->ring, index);
}

static void failed(struct um_stats *stats, const int error) {
    if (error != EAGAIN && error != EWOULDBLOCK && error != EINTR) {
        um_count(&stats->receive_errors, 1);
        um_set(&stats->last_errno, (uint64_t)error);
    }
}

static int receive_one(struct um_udp_receiver *receiver, struct um_udp_socket *socket, struct um_stats *stats,
    struct round *round) {
    aim(receiver, 1);
    um_count(&stats->receive_calls, 1);
    struct msghdr *message = &receiver->messages[0].msg_hdr;
    ssize_t length;
    if (receiver->plain && !socket->watched) {
        length = recvfrom(socket->fd, receiver->vectors[0].iov_base, receiver->room, MSG_DONTWAIT | MSG_TRUNC,
            &receiver->names[0].any, &message->msg_namelen);
        message->msg_controllen = 0;
        if (length > (ssize_t)receiver->room) {
            length = receiver->room;
            message->msg_flags = MSG_TRUNC;
        }
    } else {
        length = recvmsg(socket->fd, message, MSG_DONTWAIT);
        socket->watched = socket->watched && length < 0;
    }
    if (length < 0) {
        failed(stats, errno);
        return 0;
    }
    publish(receiver, socket, 0, (uint32_t)length, round);
    return 1;
}

static int receive_many(struct um_udp_receiver *receiver, struct um_udp_socket *socket, struct um_stats *stats, const int room,
    struct round *round) {
    const int most = room < UM_UDP_BATCH ? room : UM_UDP_BATCH;
    aim(receiver, most);
    um_count(&stats->receive_calls, 1);
    const int count = recvmmsg(socket->fd, receiver->messages, (unsigned)most, MSG_DONTWAIT, NULL);
    if (count < 0) {
        failed(stats, errno);
        return 0;
    }
    for (int i = 0; i < count; i++) {
        publish(receiver, socket, i, receiver->messages[i].msg_len, round);
    }
    return count;
}

/*
 * A lone datagram costs one plain call: only when two rounds running bring something is there likely more behind it, and a batch
 * is tried; while batches bring more than one they are tried at once.
 */
static int receive(struct um_udp_receiver *receiver, struct um_udp_socket *socket, struct um_stats *stats, const int room,
    struct round *round) {
    int count;
    if (socket->backlogged) {
        count = receive_many(receiver, socket, stats, room, round);
    } else {
        count = receive_one(receiver, socket, stats, round);
        if (count == 1 && socket->heard && room > 1) {
            count += receive_many(receiver, socket, stats, room - 1, round);
        }
    }
    socket->heard = count > 0;
    socket->backlogged = count > 1;
    socket->watched |= count > 1;
    return count;
}

int um_udp_poll_rx(void *endpoint, const int part) {
    struct um_udp *udp = endpoint;
    struct um_udp_receiver *receiver = &udp->receivers[part];
    struct um_stats *stats = &udp->shared->stats[part];
    struct round round = {0, 0, 0, 0};
    const int begin = receiver->first < receiver->count ? receiver->first : 0;
    for (int k = 0; k < receiver->count; k++) {
        const int i = (begin + k) % receiver->count;
        const int room = um_ring_room(&receiver->slots->ring, UM_RX_RECORD_SIZE);
        if (room == 0) {
            um_count(&stats->no_slot, 1);
            receiver->first = i; /* whom nothing was left for is the first next time */
            break;
        }
        receive(receiver, &receiver->sockets[i], stats, room, &round);
    }
    if (round.datagrams > 0) {
        um_count(&stats->received_datagrams, round.datagrams);
        um_count(&stats->received_bytes, round.bytes);
    }
    if ((round.truncated | round.drops) != 0) {
        um_count(&stats->truncated, round.truncated);
        um_count(&stats->kernel_drops, round.drops);
    }
    return (int)round.datagrams;
}

int um_udp_arm(void *endpoint, const int part, struct pollfd into[UM_MOST_WATCHED]) {
    const struct um_udp *udp = endpoint;
    const struct um_udp_receiver *receiver = &udp->receivers[part];
    if (um_ring_room(&receiver->slots->ring, UM_RX_RECORD_SIZE) == 0) {
        return 0; /* sockets tell what they hold, not what is new: who cannot take it would not sleep */
    }
    for (int i = 0; i < receiver->count; i++) {
        into[i] = (struct pollfd){.fd = receiver->sockets[i].fd, .events = POLLIN};
    }
    return receiver->count;
}
