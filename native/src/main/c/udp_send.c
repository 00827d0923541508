/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "udp.h"

#include <netinet/udp.h>
#include <string.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

/* Up to here a lone datagram is sent as one piece, in bytes. */
#define SMALL 512

/* A tx record, checked. */
struct datagram {
    uint8_t *header;
    uint8_t *range;
    uint32_t header_length;
    uint32_t range_length;
    uint32_t destination;
    int64_t end;
};

void um_udp_sender_init(struct um_udp *udp) {
    struct um_udp_sender *sender = &udp->sender;
    sender->position = um_ring_head(&udp->shared->tx);
    sender->gso = (udp->parameters.flags & UM_OPEN_GSO) != 0;
    for (int i = 0; i < UM_UDP_BATCH; i++) {
        struct cmsghdr *control = &sender->controls[i].align;
        control->cmsg_level = IPPROTO_UDP;
        control->cmsg_type = UDP_SEGMENT;
        control->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    }
}

static void give_up(struct um_udp *udp, const int error, const uint64_t datagrams) {
    um_count(&udp->shared->stats[UM_PART_CONTROL].send_errors, datagrams);
    um_set(&udp->shared->stats[UM_PART_CONTROL].last_errno, (uint64_t)error);
}

static void advance(struct um_udp *udp, const int64_t position) {
    udp->sender.position = position;
    um_ring_release(&udp->shared->tx, position);
}

/* Checks a record against its region and destination: 0, or the errno for which it is given up. */
static int read_datagram(const struct um_udp *udp, const struct um_record *record, const int64_t position,
    struct datagram *datagram) {
    if (record->type != UM_TX_SEND || (size_t)record->length < sizeof(struct um_tx)) {
        return EBADMSG;
    }
    struct um_tx tx;
    memcpy(&tx, record->payload, sizeof tx);
    if (tx.header_length > (size_t)record->length - sizeof tx) {
        return EBADMSG;
    }
    if (tx.destination == 0 || tx.destination >= udp->destinations_count) {
        return EDESTADDRREQ;
    }
    const struct um_udp_destination *destination = &udp->destinations[tx.destination];
    if (destination->length == 0 || (destination->closed && position >= destination->closed_at)) {
        return EDESTADDRREQ;
    }
    datagram->range = NULL;
    if (tx.range_length > 0) {
        datagram->range = um_region_range(udp->shared, tx.region, tx.range_offset, tx.range_length);
        if (datagram->range == NULL) {
            return EFAULT;
        }
    }
    if (tx.range_length > UM_UDP_MAX_PAYLOAD || tx.header_length + tx.range_length > UM_UDP_MAX_PAYLOAD) {
        return EMSGSIZE;
    }
    datagram->header = record->payload + sizeof tx;
    datagram->header_length = tx.header_length;
    datagram->range_length = tx.range_length;
    datagram->destination = tx.destination;
    datagram->end = record->next;
    return 0;
}

static void append_vectors(struct um_udp_sender *sender, const int message, const struct datagram *datagram) {
    struct iovec *vectors = &sender->vectors[sender->vectors_count];
    int count = 0;
    if (datagram->header_length > 0) {
        vectors[count++] = (struct iovec){datagram->header, datagram->header_length};
    }
    if (datagram->range_length > 0) {
        vectors[count++] = (struct iovec){datagram->range, datagram->range_length};
    }
    sender->vectors_count += count;
    sender->messages[message].msg_hdr.msg_iovlen += (size_t)count;
    sender->segments[message]++;
    sender->last_sizes[message] = datagram->header_length + datagram->range_length;
    sender->bytes[message] += sender->last_sizes[message];
    sender->ends[message] = datagram->end;
}

/* Can the datagram go as one more segment of the last message? All segments are equal but the last, which may be shorter. */
static bool extends(const struct um_udp_sender *sender, const struct datagram *datagram) {
    const int last = sender->messages_count - 1;
    const uint32_t size = datagram->header_length + datagram->range_length;
    return sender->gso && last >= 0 && sender->destinations[last] == datagram->destination && size > 0 &&
        size <= sender->segment_sizes[last] && sender->last_sizes[last] == sender->segment_sizes[last] &&
        sender->segments[last] < UM_UDP_MAX_SEGMENTS && sender->bytes[last] + size <= UM_UDP_MAX_PAYLOAD;
}

static void begin_message(struct um_udp *udp, const struct datagram *datagram) {
    struct um_udp_sender *sender = &udp->sender;
    const int message = sender->messages_count++;
    struct msghdr *header = &sender->messages[message].msg_hdr;
    struct um_udp_destination *destination = &udp->destinations[datagram->destination];
    header->msg_name = destination->fd < 0 ? &destination->name.any : NULL;
    header->msg_namelen = destination->fd < 0 ? destination->length : 0;
    sender->fds[message] = destination->fd < 0 ? udp->control.fd : destination->fd;
    header->msg_iov = &sender->vectors[sender->vectors_count];
    header->msg_iovlen = 0;
    header->msg_control = NULL;
    header->msg_controllen = 0;
    header->msg_flags = 0;
    sender->destinations[message] = datagram->destination;
    sender->segments[message] = 0;
    sender->segment_sizes[message] = datagram->header_length + datagram->range_length;
    sender->bytes[message] = 0;
}

static void mark_segments(struct um_udp_sender *sender) {
    for (int i = 0; i < sender->messages_count; i++) {
        if (sender->segments[i] > 1) {
            const uint16_t size = (uint16_t)sender->segment_sizes[i];
            memcpy(CMSG_DATA(&sender->controls[i].align), &size, sizeof size);
            sender->messages[i].msg_hdr.msg_control = sender->controls[i].bytes;
            sender->messages[i].msg_hdr.msg_controllen = sizeof sender->controls[i].bytes;
        }
    }
}

/* Makes messages of what the ring holds; a record that cannot be sent is given up when those before it have left. */
static int collect(struct um_udp *udp) {
    struct um_udp_sender *sender = &udp->sender;
    struct um_record record;
    struct datagram datagram;
    int given_up = 0;
    int64_t position = sender->position;
    sender->messages_count = 0;
    sender->vectors_count = 0;
    while (sender->vectors_count + 2 <= UM_UDP_VECTORS && given_up < UM_UDP_BATCH) {
        const int found = um_ring_peek(&udp->shared->tx, position, &record);
        if (found <= 0) {
            if (found < 0) {
                sender->broken = true;
                give_up(udp, -found, 1);
            }
            break;
        }
        const bool padding = record.type == UM_RING_PADDING;
        const int error = padding ? 0 : read_datagram(udp, &record, position, &datagram);
        if (padding || error != 0) {
            if (error != 0 && sender->messages_count > 0) {
                break;
            }
            if (error != 0) {
                give_up(udp, error, 1);
                given_up++;
            }
            if (sender->messages_count == 0) {
                advance(udp, record.next);
            }
        } else if (extends(sender, &datagram)) {
            append_vectors(sender, sender->messages_count - 1, &datagram);
        } else if (sender->messages_count < UM_UDP_BATCH) {
            begin_message(udp, &datagram);
            append_vectors(sender, sender->messages_count - 1, &datagram);
        } else {
            break;
        }
        position = record.next;
    }
    mark_segments(sender);
    return given_up;
}

/* Counts messages as sent; returns their datagrams. */
static int account(struct um_udp *udp, const int first, const int count) {
    const struct um_udp_sender *sender = &udp->sender;
    struct um_stats *stats = &udp->shared->stats[UM_PART_CONTROL];
    uint64_t datagrams = 0;
    uint64_t bytes = 0;
    uint64_t segmented = 0;
    for (int i = first; i < first + count; i++) {
        datagrams += sender->segments[i];
        bytes += sender->bytes[i];
        segmented += sender->segments[i] > 1;
    }
    um_count(&stats->sent_datagrams, datagrams);
    um_count(&stats->sent_bytes, bytes);
    if (segmented > 0) {
        um_count(&stats->gso_calls, segmented);
    }
    return (int)datagrams;
}

/* A small lone datagram: copying it together costs less than the kernel's walk over a message and its vectors. */
static ssize_t send_small(const int fd, const struct msghdr *message) {
    uint8_t bytes[SMALL];
    size_t length = 0;
    for (size_t i = 0; i < message->msg_iovlen; i++) {
        memcpy(bytes + length, message->msg_iov[i].iov_base, message->msg_iov[i].iov_len);
        length += message->msg_iov[i].iov_len;
    }
    return sendto(fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL, message->msg_name, message->msg_namelen);
}

/* Sends from one message on: how many were taken, or -errno of the first. */
static int send_messages(struct um_udp *udp, const int first) {
    struct um_udp_sender *sender = &udp->sender;
    struct mmsghdr *messages = &sender->messages[first];
    const int fd = sender->fds[first];
    int count = 1;
    while (first + count < sender->messages_count && sender->fds[first + count] == fd) {
        count++;
    }
    const int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
    um_count(&udp->shared->stats[UM_PART_CONTROL].send_calls, 1);
    if (count > 1) {
        const int sent = sendmmsg(fd, messages, (unsigned)count, flags);
        return sent < 0 ? -errno : sent;
    }
    const ssize_t sent = sender->bytes[first] <= SMALL && sender->segments[first] == 1
        ? send_small(fd, &messages->msg_hdr) : sendmsg(fd, &messages->msg_hdr, flags);
    return sent < 0 ? -errno : 1;
}

/* After a refusal of the first message: may the rest go on? A device or kernel that refuses segmentation does so for good. */
static bool after_refusal(struct um_udp *udp, const int message, const int error, int *given_up) {
    struct um_udp_sender *sender = &udp->sender;
    if (error == EAGAIN || error == EWOULDBLOCK || error == ENOBUFS) {
        um_count(&udp->shared->stats[UM_PART_CONTROL].send_blocked, 1);
        return false;
    }
    if (sender->segments[message] > 1 && (error == EIO || error == EINVAL || error == EMSGSIZE || error == EOPNOTSUPP)) {
        sender->gso = false;
        return false;
    }
    if (error != EINTR) {
        give_up(udp, error, sender->segments[message]);
        advance(udp, sender->ends[message]);
        *given_up = (int)sender->segments[message];
    }
    return true;
}

static int transmit(struct um_udp *udp) {
    struct um_udp_sender *sender = &udp->sender;
    int datagrams = 0;
    int first = 0;
    while (first < sender->messages_count) {
        const int sent = send_messages(udp, first);
        if (sent > 0) {
            datagrams += account(udp, first, sent);
            first += sent;
            advance(udp, sender->ends[first - 1]);
            continue;
        }
        int given_up = 0;
        if (!after_refusal(udp, first, -sent, &given_up)) {
            break;
        }
        datagrams += given_up;
        first += given_up > 0;
    }
    return datagrams;
}

int um_udp_poll_tx(void *endpoint) {
    struct um_udp *udp = endpoint;
    if (udp->sender.broken) {
        return 0;
    }
    const bool segmenting = udp->sender.gso;
    int settled = collect(udp);
    settled += transmit(udp);
    if (segmenting && !udp->sender.gso) {
        settled += collect(udp); /* refused as segments: the same records again, each alone */
        settled += transmit(udp);
    }
    return settled;
}
