/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/*
 * One verbs transport, as a program: for tests and measurements on a machine that has a device (soft-RoCE in a VM will do).
 *
 *   verbs_peer ADDRESS INTERFACE udp|ipoib GROUP PORT info
 *                                                     sink COUNT               receives, counts, tells the rate and what was lost
 *                                                     flood COUNT SIZE [peer]  sends; to the one that answers, not to the group
 *                                                     echo COUNT [sleep]       answers each datagram to its source; sleeps between
 *                                                     ping COUNT SIZE [peer]   sends, awaits the answer
 *                                                     open ROUNDS              opens, joins, closes
 *                                                     watch SECONDS            joins both ways, sends and prints events
 */
#include "error.h"
#include "memory.h"
#include "part.h"
#include "poller.h"
#include "ring.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SLOTS 4096
#define TX_BYTES (1 << 20)
#define REGION_BYTES (1 << 20)
#define PATIENCE_NS 5000000000LL
#define HELLO UINT64_MAX

struct peer {
    int64_t handle;
    struct um_open open;
    struct um_ring tx;
    struct um_ring rings[2];
    uint8_t *slots[2];
    int64_t next[2];
    struct um_stats *stats;
    int64_t region_memory;
    uint8_t *region_bytes;
    int region;
};

static struct um_address group;

static void die(const char *what) {
    char text[2048] = "";
    const int error = um_error_get(text, sizeof text);
    const char *name = text + strlen(text) + 1;
    printf("FAILED %s: errno %d: %s: %s: %s\n", what, error, text, name, name + strlen(name) + 1);
    exit(1);
}

static int64_t now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static struct um_address address_of(const char *text, const uint32_t port) {
    struct um_address address = {.port = port};
    if (inet_pton(AF_INET, text, address.bytes + 12) == 1) {
        address.kind = UM_ADDRESS_IPV4;
        address.bytes[10] = 0xff;
        address.bytes[11] = 0xff;
    } else if (strncmp(text, "mgid:", 5) == 0 && inet_pton(AF_INET6, text + 5, address.bytes) == 1) {
        address.kind = UM_ADDRESS_IB;
        address.port = 0;
    } else if (inet_pton(AF_INET6, text, address.bytes) == 1) {
        address.kind = UM_ADDRESS_IPV6;
    } else {
        printf("FAILED no address: %s\n", text);
        exit(2);
    }
    return address;
}

static uint8_t *base_of(const int64_t memory) {
    struct um_arena *arena = um_arena_retain(memory);
    uint8_t *base = um_arena_base(arena);
    um_arena_release(arena);
    return base;
}

static int64_t allocate(const size_t bytes) {
    const int64_t memory = um_memory_allocate(bytes);
    if (memory < 0) {
        die("allocate");
    }
    return memory;
}

static void open_peer(struct peer *peer, const struct um_open *parameters) {
    memset(peer, 0, sizeof *peer);
    struct um_info info;
    if (um_verbs_probe(parameters, &info) < 0) {
        die("probe");
    }
    peer->open = *parameters;
    struct um_open *open = &peer->open;
    open->mtu = info.mtu;
    open->data_slots = SLOTS;
    open->control_slots = SLOTS;
    open->data_stride = ((info.mtu + 63) / 64 | 1) * 64;
    open->control_stride = open->data_stride;
    open->tx_ring = allocate(TX_BYTES + UM_RING_TRAILER);
    open->data_ring = allocate(SLOTS * UM_RX_RECORD_SIZE + UM_RING_TRAILER);
    open->control_ring = allocate(SLOTS * UM_RX_RECORD_SIZE + UM_RING_TRAILER);
    open->data_memory = allocate((size_t)SLOTS * open->data_stride);
    open->control_memory = allocate((size_t)SLOTS * open->control_stride);
    open->stats = allocate(UM_PARTS * sizeof(struct um_stats));
    peer->handle = um_transport_open(open);
    if (peer->handle < 0) {
        die("open");
    }
    um_ring_init(&peer->tx, base_of(open->tx_ring), TX_BYTES + UM_RING_TRAILER);
    um_ring_init(&peer->rings[0], base_of(open->data_ring), SLOTS * UM_RX_RECORD_SIZE + UM_RING_TRAILER);
    um_ring_init(&peer->rings[1], base_of(open->control_ring), SLOTS * UM_RX_RECORD_SIZE + UM_RING_TRAILER);
    peer->slots[0] = base_of(open->data_memory);
    peer->slots[1] = base_of(open->control_memory);
    peer->stats = (struct um_stats *)(void *)base_of(open->stats);
    peer->region_memory = allocate(REGION_BYTES);
    peer->region_bytes = base_of(peer->region_memory);
    peer->region = um_transport_region_add(peer->handle, peer->region_memory);
    if (peer->region < 0) {
        die("region");
    }
}

static void close_peer(struct peer *peer) {
    if (um_transport_close(peer->handle) < 0) {
        die("close");
    }
    um_memory_free(peer->open.tx_ring);
    um_memory_free(peer->open.data_ring);
    um_memory_free(peer->open.control_ring);
    um_memory_free(peer->open.data_memory);
    um_memory_free(peer->open.control_memory);
    um_memory_free(peer->open.stats);
    um_memory_free(peer->region_memory);
}

static void print_info(const struct um_info *info) {
    char gid[INET6_ADDRSTRLEN];
    inet_ntop(AF_INET6, info->gid, gid, sizeof gid);
    printf("device %s port %u link %u gid %s type %u active_mtu %u mtu %u lid %u pkey 0x%x state %u qkey 0x%x qpn 0x%x 0x%x "
        "depth %u %u %u inline %u\n", info->device, info->device_port, info->link_layer, gid, info->gid_type, info->active_mtu,
        info->mtu, info->lid, info->pkey, info->port_state, info->qkey, info->control_qpn, info->data_qpn, info->data_depth,
        info->control_depth, info->send_depth, info->inline_size);
}

static void print_membership(const struct peer *peer, const bool receiving) {
    struct um_membership membership;
    if (um_transport_membership(peer->handle, &group, receiving, &membership) < 0) {
        die("membership");
    }
    char mgid[INET6_ADDRSTRLEN];
    inet_ntop(AF_INET6, membership.mgid, mgid, sizeof mgid);
    printf("%s mgid %s mlid 0x%x qkey 0x%x state %u send_only %u\n", receiving ? "receives" : "sends", mgid, membership.mlid,
        membership.qkey, membership.state, membership.send_only);
}

static void print_stats(const struct peer *peer) {
    const struct um_stats *data = &peer->stats[UM_PART_DATA];
    const struct um_stats *control = &peer->stats[UM_PART_CONTROL];
    printf("stats sent %" PRIu64 " calls %" PRIu64 " blocked %" PRIu64 " errors %" PRIu64 " inline %" PRIu64 " received %" PRIu64
        " own %" PRIu64 " foreign %" PRIu64 " fragments %" PRIu64 " checksums %" PRIu64 " completion_errors %" PRIu64
        " no_slot %" PRIu64 " lost %" PRIu64 " rejoins %" PRIu64 " async %" PRIu64 " errno %" PRIu64 "\n",
        control->sent_datagrams, control->send_calls, control->send_blocked, control->send_errors, control->inline_sends,
        data->received_datagrams, data->own_copies, data->foreign, data->fragments, data->bad_checksums,
        data->completion_errors + control->completion_errors, data->no_slot, data->memberships_lost, data->rejoins, data->async_events,
        data->last_errno | control->last_errno);
}

static void join(const struct peer *peer) {
    if (um_transport_join(peer->handle, &group, NULL) < 0) {
        die("join");
    }
    print_membership(peer, true);
    fflush(stdout);
}

static int destination(const struct peer *peer, const struct um_address *address) {
    const int number = um_transport_destination_open(peer->handle, address);
    if (number < 0) {
        die("destination");
    }
    return number;
}

static bool submit(struct peer *peer, const int to, const uint64_t number, const uint32_t size) {
    const int32_t index = um_ring_claim(&peer->tx, UM_TX_SEND, (int32_t)(sizeof(struct um_tx) + sizeof number));
    if (index < 0) {
        return false;
    }
    const struct um_tx tx = {.destination = (uint32_t)to, .region = (uint32_t)peer->region, .header_length = sizeof number,
        .range_length = size > sizeof number ? size - (uint32_t)sizeof number : 0};
    memcpy(peer->tx.buffer + index, &tx, sizeof tx);
    memcpy(peer->tx.buffer + index + sizeof tx, &number, sizeof number);
    um_ring_commit(&peer->tx, index);
    return true;
}

static const struct um_rx *take(struct peer *peer, const int part) {
    struct um_record record;
    if (um_ring_peek(&peer->rings[part], peer->next[part], &record) != 1) {
        return NULL;
    }
    peer->next[part] = record.next;
    return (const struct um_rx *)(const void *)record.payload;
}

static struct um_address source_of(const struct um_rx *record) {
    struct um_address source = {.port = record->source_port, .scope = record->source_scope, .kind = record->source_kind};
    memcpy(source.bytes, record->source, sizeof source.bytes);
    return source;
}

/* Asks the group who is there, by a hello: a destination that is whoever answers first. */
static int find_peer(struct peer *peer) {
    const int to = destination(peer, &group);
    for (int i = 0; i < 100; i++) {
        submit(peer, to, HELLO, 8);
        for (const int64_t begin = now(); now() - begin < 50000000;) {
            um_transport_poll(peer->handle, UM_POLL_CONTROL);
            const struct um_rx *record = take(peer, 1);
            if (record != NULL) {
                const struct um_address source = source_of(record);
                return destination(peer, &source);
            }
        }
    }
    printf("FAILED nobody answers\n");
    exit(1);
}

/* Answers to a datagram's source. */
static void answer(struct peer *peer, const struct um_rx *record, const uint64_t number) {
    static struct um_address known;
    static int to;
    const struct um_address source = source_of(record);
    if (memcmp(&source, &known, sizeof source) != 0) {
        to = destination(peer, &source);
        known = source;
    }
    submit(peer, to, number, record->length);
    um_transport_poll(peer->handle, UM_POLL_SEND);
}

static void sink(struct peer *peer, const uint64_t count) {
    join(peer);
    uint64_t received = 0;
    uint64_t bad = 0;
    uint64_t last = 0;
    int64_t begin = 0;
    int64_t heard = now();
    while (last + 1 < count && now() - heard < PATIENCE_NS * (received == 0 ? 4 : 1)) {
        um_transport_poll(peer->handle, UM_POLL_DATA | UM_POLL_CONTROL);
        for (int part = 0; part < 2; part++) {
            const struct um_rx *record;
            while ((record = take(peer, part)) != NULL) {
                uint64_t number;
                memcpy(&number, peer->slots[part] + record->offset, sizeof number);
                if (number == HELLO) {
                    answer(peer, record, number);
                    continue;
                }
                heard = now();
                begin = begin == 0 ? heard : begin;
                last = number;
                for (uint32_t i = sizeof last; i < record->length; i++) {
                    bad += peer->slots[part][record->offset + i] != (uint8_t)(i - sizeof last);
                }
                received++;
            }
            um_ring_release(&peer->rings[part], peer->next[part]);
        }
    }
    const double seconds = (double)(heard - begin) / 1e9;
    printf("sink received %" PRIu64 " lost %" PRIu64 " bad bytes %" PRIu64 " rate %.0f/s\n", received, count - received, bad,
        (double)received / seconds);
}

static void flood(struct peer *peer, const uint64_t count, const uint32_t size, const bool unicast) {
    const int to = unicast ? find_peer(peer) : destination(peer, &group);
    print_membership(peer, false);
    const int64_t begin = now();
    for (uint64_t i = 0; i < count;) {
        while (i < count && submit(peer, to, i, size)) {
            i++;
        }
        um_transport_poll(peer->handle, UM_POLL_SEND);
    }
    while (um_ring_head(&peer->tx) < um_ring_tail(&peer->tx) && now() - begin < 4 * PATIENCE_NS) {
        um_transport_poll(peer->handle, UM_POLL_SEND);
    }
    printf("flood completed %d rate %.0f/s\n", um_ring_head(&peer->tx) == um_ring_tail(&peer->tx),
        (double)count / ((double)(now() - begin) / 1e9));
    um_transport_destination_close(peer->handle, to);
}

static void echo(struct peer *peer, const uint64_t count, const bool sleeping) {
    join(peer);
    uint64_t answered = 0;
    for (int64_t heard = now(); answered < count && now() - heard < 4 * PATIENCE_NS;) {
        if (sleeping && um_transport_await(peer->handle, 1000000000) < 0) {
            die("await");
        }
        um_transport_poll(peer->handle, UM_POLL_DATA | UM_POLL_CONTROL);
        for (int part = 0; part < 2; part++) {
            const struct um_rx *record = take(peer, part);
            if (record != NULL) {
                uint64_t number;
                memcpy(&number, peer->slots[part] + record->offset, sizeof number);
                answer(peer, record, number);
                um_ring_release(&peer->rings[part], peer->next[part]);
                heard = now();
                answered += number != HELLO;
            }
        }
    }
    while (um_ring_head(&peer->tx) < um_ring_tail(&peer->tx)) {
        um_transport_poll(peer->handle, UM_POLL_SEND);
    }
    printf("echo answered %" PRIu64 "\n", answered);
}

static int ascending(const void *a, const void *b) {
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void ping(struct peer *peer, const uint64_t count, const uint32_t size, const bool unicast) {
    const int to = unicast ? find_peer(peer) : destination(peer, &group);
    int64_t *times = calloc(count, sizeof *times);
    uint64_t answered = 0;
    for (uint64_t i = 0; i < count; i++) {
        const int64_t begin = now();
        submit(peer, to, i, size);
        bool back = false;
        while (!back && now() - begin < PATIENCE_NS / 5) {
            um_transport_poll(peer->handle, UM_POLL_CONTROL);
            const struct um_rx *record;
            while ((record = take(peer, 1)) != NULL) {
                uint64_t number;
                memcpy(&number, peer->slots[1] + record->offset, sizeof number);
                back |= number == i && record->length == size;
            }
            um_ring_release(&peer->rings[1], peer->next[1]);
        }
        if (back) {
            times[answered++] = now() - begin;
        }
    }
    qsort(times, answered, sizeof *times, ascending);
    if (answered > 0) {
        printf("ping half round trip us p50 %.2f p99 %.2f\n", (double)times[answered / 2] / 2000,
            (double)times[answered * 99 / 100] / 2000);
    }
    printf("ping answered %" PRIu64 " of %" PRIu64 "\n", answered, count);
    free(times);
}

static void watch(struct peer *peer, const int64_t seconds) {
    join(peer);
    const int to = destination(peer, &group);
    print_membership(peer, false);
    struct um_event events[16];
    uint64_t sent = 0;
    uint64_t received = 0;
    int64_t tick = 0;
    for (const int64_t begin = now(); now() - begin < seconds * 1000000000;) {
        if (now() > tick) {
            tick = now() + 50000000;
            submit(peer, to, sent++, 64);
            const int count = um_transport_events(peer->handle, events, 16);
            for (int i = 0; i < count; i++) {
                printf("event %u error %d mlid 0x%x qkey 0x%x\n", events[i].kind, events[i].error, events[i].mlid,
                    events[i].qkey);
                fflush(stdout);
            }
        }
        um_transport_poll(peer->handle, UM_POLL_DATA | UM_POLL_SEND);
        while (take(peer, 0) != NULL) {
            received++;
        }
        um_ring_release(&peer->rings[0], peer->next[0]);
    }
    print_membership(peer, true);
    print_membership(peer, false);
    printf("watch sent %" PRIu64 " received %" PRIu64 "\n", sent, received);
}

int main(const int argc, char **argv) {
    if (argc < 7) {
        printf("usage: see the head of verbs_peer.c\n");
        return 2;
    }
    const uint32_t port = (uint32_t)atoi(argv[5]);
    group = address_of(argv[4], port);
    struct um_open open = {.address = address_of(argv[1], 0), .backend = UM_BACKEND_VERBS,
        .interface_index = if_nametoindex(argv[2]), .port = port, .ttl = 1, .receive_buffer = 1 << 20,
        .port_space = strcmp(argv[3], "ipoib") == 0 ? UM_PORT_SPACE_IPOIB : UM_PORT_SPACE_UDP};
    snprintf(open.interface_name, sizeof open.interface_name, "%s", argv[2]);
    const char *mode = argv[6];
    const uint64_t count = argc > 7 ? strtoull(argv[7], NULL, 10) : 0;
    const uint32_t size = argc > 8 ? (uint32_t)atoi(argv[8]) : 64;
    const bool unicast = argc > 9;
    struct peer peer;
    if (strcmp(mode, "open") == 0) {
        for (uint64_t i = 0; i < count; i++) {
            open_peer(&peer, &open);
            if (um_transport_join(peer.handle, &group, NULL) < 0) {
                die("join");
            }
            close_peer(&peer);
        }
        printf("opened %" PRIu64 "\n", count);
        return 0;
    }
    open_peer(&peer, &open);
    struct um_info info;
    if (um_transport_info(peer.handle, &info) < 0) {
        die("info");
    }
    print_info(&info);
    for (uint32_t i = 0; i < REGION_BYTES; i++) {
        peer.region_bytes[i] = (uint8_t)i;
    }
    if (strcmp(mode, "sink") == 0) {
        sink(&peer, count);
    } else if (strcmp(mode, "flood") == 0) {
        flood(&peer, count, size, unicast);
    } else if (strcmp(mode, "echo") == 0) {
        echo(&peer, count, argc > 8);
    } else if (strcmp(mode, "ping") == 0) {
        ping(&peer, count, size, unicast);
    } else if (strcmp(mode, "watch") == 0) {
        watch(&peer, (int64_t)count);
    }
    print_stats(&peer);
    close_peer(&peer);
    return 0;
}
