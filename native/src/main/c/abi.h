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

#define UM_ABI_VERSION 2

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
#define UM_BACKEND_VERBS 2

/* Port spaces, numbered as librdmacm does. */
#define UM_PORT_SPACE_IPOIB 0x0002
#define UM_PORT_SPACE_UDP 0x0111

#define UM_OPEN_LOOPBACK 1
#define UM_OPEN_GSO 2
#define UM_OPEN_GRO 4
#define UM_OPEN_FULL_MEMBER 8 /* publishers join as full members, too */

#define UM_LINK_INFINIBAND 1
#define UM_LINK_ETHERNET 2

#define UM_MEMBER_JOINING 1
#define UM_MEMBER_JOINED 2
#define UM_MEMBER_LOST 3

/* What um_transport_events tells. */
#define UM_EVENT_JOINED 1            /* a membership that was lost is back; its MGID, MLID and Q_Key follow */
#define UM_EVENT_LOST 2              /* MULTICAST_ERROR: the fabric took a membership away; it is being joined again */
#define UM_EVENT_REJOIN_FAILED 3     /* one attempt failed, the next follows */
#define UM_EVENT_PORT_DOWN 4
#define UM_EVENT_PORT_UP 5
#define UM_EVENT_LID_CHANGED 6       /* the control address is another one: announce it anew */
#define UM_EVENT_GID_CHANGED 7       /* likewise */
#define UM_EVENT_PKEY_CHANGED 8
#define UM_EVENT_SM_CHANGED 9
#define UM_EVENT_CLIENT_REREGISTER 10
#define UM_EVENT_QP_RECOVERED 11     /* a queue pair had failed and was set up again; what it held is lost */
#define UM_EVENT_FATAL_FIRST 32      /* from here on the transport is of no use any more: close it, open another */
#define UM_EVENT_ADDRESS_CHANGED 32  /* the interface's address moved to another device (bonding) */
#define UM_EVENT_DEVICE_REMOVED 33
#define UM_EVENT_DEVICE_FATAL 34
#define UM_EVENT_QP_FATAL 35
#define UM_EVENT_CQ_ERROR 36

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
    uint64_t own_copies;
    uint64_t foreign;
    uint64_t fragments;
    uint64_t bad_checksums;
    uint64_t inline_sends;
    uint64_t completion_errors;
    uint64_t memberships_lost;
    uint64_t rejoins;
    uint64_t async_events;
    uint64_t reserved[8];
};
static_assert(sizeof(struct um_stats) == 256, "Abi.STATS_SIZE");
static_assert(offsetof(struct um_stats, received_datagrams) == 40, "Abi.STATS_RECEIVED_DATAGRAMS");
static_assert(offsetof(struct um_stats, kernel_drops) == 72, "Abi.STATS_KERNEL_DROPS");
static_assert(offsetof(struct um_stats, last_errno) == 96, "Abi.STATS_LAST_ERRNO");
static_assert(offsetof(struct um_stats, polls) == 112, "Abi.STATS_POLLS");
static_assert(offsetof(struct um_stats, own_copies) == 120, "Abi.STATS_OWN_COPIES");
static_assert(offsetof(struct um_stats, async_events) == 184, "Abi.STATS_ASYNC_EVENTS");

/*
 * An address of any back end, as rx records and PeerAddress hold it. UM_ADDRESS_IB: bytes is the GID (all zero: reach it by its LID
 * alone), port the queue pair's number, scope the LID, qkey its Q_Key (0: the transport's own); or, where a group is asked for, a raw
 * MGID with port, scope and qkey 0.
 */
struct um_address {
    uint8_t bytes[16];
    uint32_t port;
    uint32_t scope;
    uint16_t kind;
    uint16_t detail; /* of an event's group; else 0 */
    uint32_t qkey;
};
static_assert(sizeof(struct um_address) == 32, "Abi.ADDRESS_SIZE");
static_assert(offsetof(struct um_address, port) == 16, "Abi.ADDRESS_PORT");
static_assert(offsetof(struct um_address, scope) == 20, "Abi.ADDRESS_SCOPE");
static_assert(offsetof(struct um_address, kind) == 24, "Abi.ADDRESS_KIND");
static_assert(offsetof(struct um_address, qkey) == 28, "Abi.ADDRESS_QKEY");

/*
 * What a transport is opened with; memory is named by the handles that um_memory_allocate gave. From port_space on it is for the
 * verbs back end:
 *   address         the interface's IPv4 or IPv6 address, for rdma_bind_addr: device, port and P_Key follow from it
 *   mtu             the largest datagram of ours; um_verbs_probe tells what the port and the interface allow
 *   device, device_port, pkey   empty or 0, or what the address must lead to: else the transport does not open
 *   join_timeout_ms how long a join may take, 0 = 5000
 *   send_depth      datagrams on their way at most, 0 = 1024; inline_size: bytes to ask the device for, 0 = 256
 *   port            UDP port of the groups in the IPoIB port space
 *   data_slots, control_slots   how many receives are posted at most; the device may allow fewer: the rest waits its turn
 */
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
    uint32_t port_space;
    uint32_t device_port;
    uint32_t pkey;
    uint32_t join_timeout_ms;
    uint32_t send_depth;
    uint32_t inline_size;
    uint64_t reserved;
    char device[64];
};
static_assert(offsetof(struct um_open, interface_name) == 32, "Abi.OPEN_INTERFACE_NAME");
static_assert(offsetof(struct um_open, backend) == 48, "Abi.OPEN_BACKEND");
static_assert(offsetof(struct um_open, port) == 56, "Abi.OPEN_PORT");
static_assert(offsetof(struct um_open, ttl) == 72, "Abi.OPEN_TTL");
static_assert(offsetof(struct um_open, data_slots) == 80, "Abi.OPEN_DATA_SLOTS");
static_assert(offsetof(struct um_open, control_stride) == 92, "Abi.OPEN_CONTROL_STRIDE");
static_assert(offsetof(struct um_open, tx_ring) == 96, "Abi.OPEN_TX_RING");
static_assert(offsetof(struct um_open, stats) == 136, "Abi.OPEN_STATS");
static_assert(offsetof(struct um_open, port_space) == 144, "Abi.OPEN_PORT_SPACE");
static_assert(offsetof(struct um_open, send_depth) == 160, "Abi.OPEN_SEND_DEPTH");
static_assert(offsetof(struct um_open, device) == 176, "Abi.OPEN_DEVICE");
static_assert(sizeof(struct um_open) == 240, "Abi.OPEN_SIZE");

/* What the verbs back end found and was granted. Of a probe the fields from qkey to inline_size are 0. */
struct um_info {
    char device[64];
    uint8_t gid[16];
    uint32_t device_port;
    uint32_t link_layer;
    uint32_t gid_type;   /* 0 InfiniBand, 1 RoCE v1, 2 RoCE v2 */
    uint32_t active_mtu; /* of the port, in bytes */
    uint32_t mtu;        /* the largest datagram of ours that fits, a multiple of 8 */
    uint32_t lid;
    uint32_t pkey;
    uint32_t port_state; /* as IBV_PORT_*: 4 is active */
    uint32_t qkey;
    uint32_t control_qpn;
    uint32_t data_qpn;
    uint32_t data_depth; /* receives posted at once */
    uint32_t control_depth;
    uint32_t send_depth;
    uint32_t inline_size;
    uint32_t reserved;
};
static_assert(offsetof(struct um_info, gid) == 64, "Abi.INFO_GID");
static_assert(offsetof(struct um_info, device_port) == 80, "Abi.INFO_DEVICE_PORT");
static_assert(offsetof(struct um_info, qkey) == 112, "Abi.INFO_QKEY");
static_assert(sizeof(struct um_info) == 144, "Abi.INFO_SIZE");

/* What the fabric made of a group. */
struct um_membership {
    uint8_t mgid[16];
    uint32_t mlid;      /* 0 on RoCE */
    uint32_t qkey;
    uint32_t state;     /* UM_MEMBER_* */
    uint32_t send_only; /* 1: joined to send, and the fabric granted it */
};
static_assert(sizeof(struct um_membership) == 32, "Abi.MEMBERSHIP_SIZE");

/* One thing that happened to a transport. */
struct um_event {
    uint32_t kind;  /* UM_EVENT_* */
    int32_t error;  /* errno, or 0 */
    struct um_address group; /* kind 0 if it is about none; detail 1: to be received, 0: only to be sent to */
    uint8_t mgid[16];
    uint32_t mlid;
    uint32_t qkey;
};
static_assert(offsetof(struct um_event, group) == 8, "Abi.EVENT_GROUP");
static_assert(offsetof(struct um_event, group) + offsetof(struct um_address, detail) == 34, "Abi.EVENT_RECEIVING");
static_assert(offsetof(struct um_event, mgid) == 40, "Abi.EVENT_MGID");
static_assert(sizeof(struct um_event) == 64, "Abi.EVENT_SIZE");

#endif
