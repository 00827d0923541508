/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/*
 * What a back end is: a table of functions over its own endpoint, and what the poller shares with it. A back end knows memory, rings
 * and its network; handles, regions and threads are the poller's.
 */
#ifndef UMCAST_BACKEND_H
#define UMCAST_BACKEND_H

#include "abi.h"
#include "part.h"
#include "ring.h"

#include <poll.h>

#define UM_MAX_REGIONS 4096
/* The descriptors that a part may sleep on. */
#define UM_MOST_WATCHED 256

/* Memory that tx records may name ranges of; base is NULL when the number is free. */
struct um_region {
    uint8_t *base;
    uint64_t length;
    struct um_arena *arena;
};

/* An rx ring and its slots; the ring's record k goes with slot k modulo their number. */
struct um_slots {
    struct um_ring ring;
    uint8_t *memory;
    uint32_t stride;
    uint32_t count;
};

/* What poller and back end share. A part is locked by whoever changes what its polls read. */
struct um_shared {
    struct um_part parts[UM_PARTS];
    struct um_ring tx;
    struct um_slots slots[UM_PARTS];
    struct um_region *regions; /* UM_MAX_REGIONS of them; number 0 is none */
    struct um_stats *stats; /* UM_PARTS of them: each part counts its own */
};

/*
 * All functions return 0 or more, or -errno with um_error set, unless said otherwise. All but the polls are called by one thread
 * at a time.
 */
struct um_backend {
    const char *name;
    int (*open)(const struct um_open *parameters, struct um_shared *shared, void **endpoint);
    /* Nobody polls any more. */
    void (*close)(void *endpoint);
    /* The source is NULL for any. */
    int (*join)(void *endpoint, const struct um_address *group, const struct um_address *source);
    int (*leave)(void *endpoint, const struct um_address *group, const struct um_address *source);
    /* A number, 1 or more. */
    int (*destination_open)(void *endpoint, const struct um_address *address);
    int (*destination_close)(void *endpoint, int destination);
    /* Registers with the device what the poller has put into, or is about to take out of, the regions. */
    int (*region_add)(void *endpoint, int region);
    int (*region_remove)(void *endpoint, int region);
    /* Sends a batch of the tx ring: datagrams sent or given up, 0 if there is nothing to send or no room; never fails. */
    int (*poll_tx)(void *endpoint);
    /* Fills a part's rx ring: datagrams received; never fails. */
    int (*poll_rx)(void *endpoint, int part);
    /* Where peers answer to. */
    int (*control_address)(void *endpoint, struct um_address *address);
    /* What the data endpoint can hold between polls, in bytes. */
    int (*receive_buffer)(void *endpoint);
    /* These may be NULL: there is nothing to tell. */
    int (*membership)(void *endpoint, const struct um_address *group, bool receiving, struct um_membership *membership);
    int (*events)(void *endpoint, struct um_event *events, int most);
    int (*info)(void *endpoint, struct um_info *info);
    /* Lets descriptors tell that a part's next datagram has come; earlier ones must be polled for after this. How many they are. */
    int (*arm)(void *endpoint, int part, struct pollfd into[UM_MOST_WATCHED]);
};

extern const struct um_backend um_udp_backend;
extern const struct um_backend um_verbs_backend;

/* The memory that a tx record names, or NULL if it does not lie within its region. */
static inline uint8_t *um_region_range(const struct um_shared *shared, const uint32_t region, const uint64_t offset,
    const uint32_t length) {
    if (region == 0 || region >= UM_MAX_REGIONS) {
        return NULL;
    }
    const struct um_region *of = &shared->regions[region];
    if (of->base == NULL || offset > of->length || length > of->length - offset) {
        return NULL;
    }
    return of->base + offset;
}

/* A part's counters have one writer at a time, who holds the part: no locked instruction, of which a message would pay a dozen. */
static inline void um_count(uint64_t *counter, const uint64_t by) {
    __atomic_store_n(counter, __atomic_load_n(counter, __ATOMIC_RELAXED) + by, __ATOMIC_RELAXED);
}

static inline void um_set(uint64_t *counter, const uint64_t value) {
    __atomic_store_n(counter, value, __ATOMIC_RELAXED);
}

#endif
