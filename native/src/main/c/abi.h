/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* What C and Java share in memory: the twin of io.umcast.natives.Abi, which says what each field means. */
#ifndef UMCAST_ABI_H
#define UMCAST_ABI_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#define UM_ABI_VERSION 1

#define UM_TX_SEND 1
#define UM_RX_RECEIVED 1
#define UM_RX_RECORD_SIZE 64
#define UM_RX_TRUNCATED 1

#define UM_ADDRESS_IPV4 4
#define UM_ADDRESS_IPV6 6
#define UM_ADDRESS_IB 0x1B

#define UM_POLL_DATA 1
#define UM_POLL_CONTROL 2
#define UM_POLL_SEND 4
#define UM_POLL_LINGER 8

#define UM_BACKEND_UDP 1

#define UM_OPEN_LOOPBACK 1
#define UM_OPEN_GSO 2
#define UM_OPEN_GRO 4

/* The payload of a tx record; header_length bytes follow. */
struct um_tx {
    uint32_t destination;
    uint32_t region;
    uint64_t range_offset;
    uint32_t range_length;
    uint16_t header_length;
    uint16_t flags;
};
static_assert(sizeof(struct um_tx) == 24, "Abi.TX_HEADER");
static_assert(offsetof(struct um_tx, region) == 4, "Abi.TX_REGION");
static_assert(offsetof(struct um_tx, range_offset) == 8, "Abi.TX_RANGE_OFFSET");
static_assert(offsetof(struct um_tx, range_length) == 16, "Abi.TX_RANGE_LENGTH");
static_assert(offsetof(struct um_tx, header_length) == 20, "Abi.TX_HEADER_LENGTH");
static_assert(offsetof(struct um_tx, flags) == 22, "Abi.TX_FLAGS");

/* The payload of an rx record. */
struct um_rx {
    uint32_t offset;
    uint32_t length;
    uint32_t segment;
    uint16_t source_kind;
    uint16_t flags;
    uint8_t source[16];
    uint32_t source_port;
    uint32_t source_scope;
    uint64_t time;
    uint64_t reserved;
};
static_assert(sizeof(struct um_rx) + 8 == UM_RX_RECORD_SIZE, "Abi.RX_RECORD_SIZE");
static_assert(offsetof(struct um_rx, segment) == 8, "Abi.RX_SEGMENT");
static_assert(offsetof(struct um_rx, source_kind) == 12, "Abi.RX_SOURCE_KIND");
static_assert(offsetof(struct um_rx, flags) == 14, "Abi.RX_FLAGS");
static_assert(offsetof(struct um_rx, source) == 16, "Abi.RX_SOURCE");
static_assert(offsetof(struct um_rx, source_port) == 32, "Abi.RX_SOURCE_PORT");
static_assert(offsetof(struct um_rx, source_scope) == 36, "Abi.RX_SOURCE_SCOPE");
static_assert(offsetof(struct um_rx, time) == 40, "Abi.RX_TIME");
static_assert(offsetof(struct um_rx, reserved) == 48, "Abi.RX_RESERVED");

/* Counters; two threads may poll the two parts, so each is added to atomically. */
struct um_stats {
    uint64_t sent_datagrams;
    uint64_t sent_bytes;
    uint64_t send_calls;
    uint64_t send_blocked;
    uint64_t send_errors;
    uint64_t received_datagrams;
    uint64_t received_bytes;
    uint64_t receive_calls;
    uint64_t truncated;
    uint64_t kernel_drops;
    uint64_t no_slot;
    uint64_t receive_errors;
    uint64_t last_errno;
    uint64_t gso_calls;
    uint64_t polls;
    uint64_t reserved[17];
};
static_assert(sizeof(struct um_stats) == 256, "Abi.STATS_SIZE");
static_assert(offsetof(struct um_stats, received_datagrams) == 40, "Abi.STATS_RECEIVED_DATAGRAMS");
static_assert(offsetof(struct um_stats, kernel_drops) == 72, "Abi.STATS_KERNEL_DROPS");
static_assert(offsetof(struct um_stats, last_errno) == 96, "Abi.STATS_LAST_ERRNO");
static_assert(offsetof(struct um_stats, polls) == 112, "Abi.STATS_POLLS");

/* An address of any back end, as rx records and PeerAddress hold it. */
struct um_address {
    uint8_t bytes[16];
    uint32_t port;
    uint32_t scope;
    uint16_t kind;
    uint16_t reserved[3];
};
static_assert(sizeof(struct um_address) == 32, "Abi.ADDRESS_SIZE");
static_assert(offsetof(struct um_address, port) == 16, "Abi.ADDRESS_PORT");
static_assert(offsetof(struct um_address, scope) == 20, "Abi.ADDRESS_SCOPE");
static_assert(offsetof(struct um_address, kind) == 24, "Abi.ADDRESS_KIND");

/* What a transport is opened with; memory is named by the handles that um_memory_allocate gave. */
struct um_open {
    struct um_address address;
    char interface_name[16];
    uint32_t backend;
    uint32_t interface_index;
    uint32_t port;
    uint32_t mtu;
    uint32_t receive_buffer;
    uint32_t send_buffer;
    uint32_t ttl;
    uint32_t flags;
    uint32_t data_slots;
    uint32_t control_slots;
    uint32_t data_stride;
    uint32_t control_stride;
    int64_t tx_ring;
    int64_t data_ring;
    int64_t control_ring;
    int64_t data_memory;
    int64_t control_memory;
    int64_t stats;
};
static_assert(offsetof(struct um_open, interface_name) == 32, "Abi.OPEN_INTERFACE_NAME");
static_assert(offsetof(struct um_open, backend) == 48, "Abi.OPEN_BACKEND");
static_assert(offsetof(struct um_open, port) == 56, "Abi.OPEN_PORT");
static_assert(offsetof(struct um_open, ttl) == 72, "Abi.OPEN_TTL");
static_assert(offsetof(struct um_open, data_slots) == 80, "Abi.OPEN_DATA_SLOTS");
static_assert(offsetof(struct um_open, control_stride) == 92, "Abi.OPEN_CONTROL_STRIDE");
static_assert(offsetof(struct um_open, tx_ring) == 96, "Abi.OPEN_TX_RING");
static_assert(offsetof(struct um_open, stats) == 136, "Abi.OPEN_STATS");
static_assert(sizeof(struct um_open) == 144, "Abi.OPEN_SIZE");

#endif
