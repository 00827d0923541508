/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* A transport on loopback with its rings, as Java would use it. */
#ifndef UMCAST_FIXTURE_H
#define UMCAST_FIXTURE_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi.h"
#include "error.h"
#include "memory.h"
#include "part.h"
#include "poller.h"
#include "ring.h"

#define SLOTS 64
#define TX_BYTES (1 << 18)
#define REGION_BYTES (1 << 20)

struct side {
    int64_t handle;
    struct um_open open;
    struct um_ring tx;
    struct um_ring rings[2]; /* data, control */
    uint8_t *slots[2];
    int64_t next[2];
    struct um_stats *stats;
    int64_t region_memory;
    uint8_t *region_bytes;
    int region;
};

/* Ports that no other test program of this run uses. */
uint32_t free_port(void);

struct um_address ipv4(const char *text, uint32_t port);
struct um_address ipv6(const char *text, uint32_t port);

/* Parameters of a transport on lo with memory of its own. */
struct um_open parameters_of(uint32_t port, uint32_t mtu, uint32_t flags, const char *address);

/* Opens with those parameters, and adds a region; fails the test if it cannot. */
void side_open_with(struct side *side, const struct um_open *parameters);
void side_open(struct side *side, uint32_t port, uint32_t mtu, uint32_t flags);
void side_close(struct side *side);

/* What both parts have counted; valid until the next call. */
const struct um_stats *stats_of(const struct side *side);
void free_memory_of(const struct um_open *parameters);

/* Puts a record into the tx ring: false if there is no room. */
bool submit(struct side *side, uint32_t destination, const void *header, uint16_t header_length, uint32_t region,
    uint64_t offset, uint32_t length);

/* The next record of a part (0 = data, 1 = control), polled for up to 5 s; NULL if nothing came. Valid until the next call. */
const struct um_rx *receive(struct side *side, int part);

/* What the record's slot holds. */
const uint8_t *bytes_of(const struct side *side, int part, const struct um_rx *record);

/* Where the control endpoint hears. */
struct um_address control_of(const struct side *side);

/* Joins NET.0, NET.1, ... on the side's port; NET is three numbers of IPv4. Fails the test if one cannot be joined. */
void join_many(const struct side *side, const char *net, struct um_address *groups, int count);

/* The side sleeps, for up to that long, until another thread wakes it; and does not wake a second time. */
void expect_woken_by_another_thread(const struct side *side, int64_t longest_ns);

/* The words of the last error, all three. */
const char *error_text(void);

/* A network namespace of our own with lo up and IPv6 multicast on it; false if this process may not have one. */
bool enter_namespace(void);

#endif
