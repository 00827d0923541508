/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "fixture.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_SECONDS 60

uint32_t free_port(void) {
    static uint32_t next;
    if (next == 0) {
        next = 20000 + (uint32_t)getpid() % 1000 * 10;
    }
    return next++;
}

struct um_address ipv4(const char *text, const uint32_t port) {
    struct um_address address = {.kind = UM_ADDRESS_IPV4, .port = port};
    address.bytes[10] = 0xff;
    address.bytes[11] = 0xff;
    assert_int_equal(inet_pton(AF_INET, text, address.bytes + 12), 1);
    return address;
}

struct um_address ipv6(const char *text, const uint32_t port) {
    struct um_address address = {.kind = UM_ADDRESS_IPV6, .port = port};
    assert_int_equal(inet_pton(AF_INET6, text, address.bytes), 1);
    return address;
}

static int64_t allocate(const size_t bytes) {
    const int64_t handle = um_memory_allocate(bytes);
    assert_true(handle > 0);
    return handle;
}

static uint8_t *base_of(const int64_t handle) {
    struct um_arena *arena = um_arena_retain(handle);
    uint8_t *base = um_arena_base(arena);
    um_arena_release(arena);
    return base;
}

struct um_open parameters_of(const uint32_t port, const uint32_t mtu, const uint32_t flags, const char *address) {
    const uint32_t stride = (flags & UM_OPEN_GRO) != 0 ? 65536 : (mtu + 63) / 64 * 64;
    struct um_open open = {
        .address = strchr(address, ':') == NULL ? ipv4(address, 0) : ipv6(address, 0),
        .interface_name = "lo",
        .backend = UM_BACKEND_UDP,
        .interface_index = if_nametoindex("lo"),
        .port = port,
        .mtu = mtu,
        .receive_buffer = 1 << 20,
        .send_buffer = 1 << 20,
        .flags = flags | UM_OPEN_LOOPBACK,
        .data_slots = SLOTS,
        .control_slots = SLOTS,
        .data_stride = stride,
        .control_stride = stride,
        .tx_ring = allocate(TX_BYTES + UM_RING_TRAILER),
        .data_ring = allocate(SLOTS * UM_RX_RECORD_SIZE + UM_RING_TRAILER),
        .control_ring = allocate(SLOTS * UM_RX_RECORD_SIZE + UM_RING_TRAILER),
        .data_memory = allocate(SLOTS * stride),
        .control_memory = allocate(SLOTS * stride),
        .stats = allocate(UM_PARTS * sizeof(struct um_stats)),
    };
    return open;
}

void free_memory_of(const struct um_open *open) {
    um_memory_free(open->tx_ring);
    um_memory_free(open->data_ring);
    um_memory_free(open->control_ring);
    um_memory_free(open->data_memory);
    um_memory_free(open->control_memory);
    um_memory_free(open->stats);
}

void side_open_with(struct side *side, const struct um_open *parameters) {
    memset(side, 0, sizeof *side);
    side->open = *parameters;
    side->handle = um_transport_open(parameters);
    if (side->handle < 0) {
        fail_msg("%s", error_text());
    }
    um_ring_init(&side->tx, base_of(parameters->tx_ring), TX_BYTES + UM_RING_TRAILER);
    um_ring_init(&side->rings[0], base_of(parameters->data_ring), SLOTS * UM_RX_RECORD_SIZE + UM_RING_TRAILER);
    um_ring_init(&side->rings[1], base_of(parameters->control_ring), SLOTS * UM_RX_RECORD_SIZE + UM_RING_TRAILER);
    side->slots[0] = base_of(parameters->data_memory);
    side->slots[1] = base_of(parameters->control_memory);
    side->stats = (struct um_stats *)(void *)base_of(parameters->stats);
    side->region_memory = allocate(REGION_BYTES);
    side->region_bytes = base_of(side->region_memory);
    side->region = um_transport_region_add(side->handle, side->region_memory);
    assert_true(side->region > 0);
}

const struct um_stats *stats_of(const struct side *side) {
    static struct um_stats sum;
    uint64_t *into = (uint64_t *)(void *)&sum;
    const uint64_t *parts = (const uint64_t *)(const void *)side->stats;
    const size_t count = sizeof sum / sizeof *into;
    for (size_t i = 0; i < count; i++) {
        into[i] = __atomic_load_n(&parts[i], __ATOMIC_RELAXED) + __atomic_load_n(&parts[count + i], __ATOMIC_RELAXED);
    }
    return &sum;
}

void side_open(struct side *side, const uint32_t port, const uint32_t mtu, const uint32_t flags) {
    const struct um_open parameters = parameters_of(port, mtu, flags, "127.0.0.1");
    side_open_with(side, &parameters);
}

void side_close(struct side *side) {
    assert_int_equal(um_transport_close(side->handle), 0);
    free_memory_of(&side->open);
    um_memory_free(side->region_memory);
}

bool submit(struct side *side, const uint32_t destination, const void *header, const uint16_t header_length,
    const uint32_t region, const uint64_t offset, const uint32_t length) {
    const int32_t index = um_ring_claim(&side->tx, UM_TX_SEND, (int32_t)sizeof(struct um_tx) + header_length);
    if (index < 0) {
        return false;
    }
    const struct um_tx tx = {.destination = destination, .region = region, .range_offset = offset, .range_length = length,
        .header_length = header_length};
    memcpy(side->tx.buffer + index, &tx, sizeof tx);
    if (header_length > 0) {
        memcpy(side->tx.buffer + index + sizeof tx, header, header_length);
    }
    um_ring_commit(&side->tx, index);
    return true;
}

static int64_t seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

const struct um_rx *receive(struct side *side, const int part) {
    const int64_t deadline = seconds() + PATIENCE_SECONDS;
    struct um_record record;
    um_ring_release(&side->rings[part], side->next[part]);
    while (um_ring_peek(&side->rings[part], side->next[part], &record) != 1) {
        assert_true(um_transport_poll(side->handle, part == 0 ? UM_POLL_DATA : UM_POLL_CONTROL) >= 0);
        if (seconds() > deadline) {
            return NULL;
        }
        sched_yield();
    }
    assert_int_equal(record.type, UM_RX_RECEIVED);
    assert_int_equal(record.length, sizeof(struct um_rx));
    side->next[part] = record.next;
    return (const struct um_rx *)(const void *)record.payload;
}

const uint8_t *bytes_of(const struct side *side, const int part, const struct um_rx *record) {
    return side->slots[part] + record->offset;
}

struct um_address control_of(const struct side *side) {
    struct um_address address;
    assert_int_equal(um_transport_control_address(side->handle, &address), 0);
    return address;
}

void join_many(const struct side *side, const char *net, struct um_address *groups, const int count) {
    char text[32];
    for (int i = 0; i < count; i++) {
        (void)snprintf(text, sizeof text, "%s.%d", net, i);
        groups[i] = ipv4(text, side->open.port);
        if (um_transport_join(side->handle, &groups[i], NULL) < 0) {
            fail_msg("%s: %s", text, error_text());
        }
    }
}

static void *wake_later(void *handle) {
    usleep(20000);
    return um_transport_wake(*(const int64_t *)handle) == 0 ? handle : NULL;
}

void expect_woken_by_another_thread(const struct side *side, const int64_t longest_ns) {
    int64_t handle = side->handle;
    pthread_t waker;
    assert_int_equal(pthread_create(&waker, NULL, wake_later, &handle), 0);
    assert_int_equal(um_transport_await(handle, longest_ns), 1);
    void *woke = NULL;
    pthread_join(waker, &woke);
    assert_non_null(woke);
    assert_int_equal(um_transport_await(handle, 1000), 0);
}

const char *error_text(void) {
    static char text[2048];
    um_error_get(text, sizeof text);
    for (size_t i = 0, words = 0; i + 1 < sizeof text && words < 2; i++) {
        if (text[i] == 0) {
            text[i] = '|';
            words++;
        }
    }
    return text;
}

bool enter_namespace(void) {
    if (unshare(CLONE_NEWNET) != 0) {
        return false;
    }
    return system("ip link set lo up && ip -6 route add local ff00::/8 dev lo table local") == 0;
}
