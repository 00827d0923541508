/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/*
 * Agrona's OneToOneRingBuffer: a power of two of bytes, then a trailer. A record is an i32 length (header included; negative while
 * claimed), an i32 type (-1 = padding) and the payload, aligned to 8. The producer zeroes the header behind each record it claims,
 * so a consumer walks lengths and needs no tail.
 */
#ifndef UMCAST_RING_H
#define UMCAST_RING_H

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UM_RING_HEADER 8
#define UM_RING_ALIGNMENT 8
#define UM_RING_PADDING (-1)
#define UM_RING_TAIL 128
#define UM_RING_HEAD_CACHE 256
#define UM_RING_HEAD 384
#define UM_RING_TRAILER 768

struct um_ring {
    uint8_t *buffer;
    int32_t capacity;
};

/* A record as its consumer sees it. */
struct um_record {
    uint8_t *payload;
    int32_t length;
    int32_t type;
    int64_t next;
};

/* Lays a ring over memory of exactly this many bytes: -EINVAL if it is no power of two plus the trailer, or misaligned. */
int um_ring_init(struct um_ring *ring, void *memory, size_t length);

/* Claims a record: where its payload begins in the buffer, or -1 if there is no room. */
int32_t um_ring_claim(struct um_ring *ring, int32_t type, int32_t length);

/* Hands the record over that um_ring_claim returned. */
void um_ring_commit(struct um_ring *ring, int32_t index);

/* How many records of one aligned size, which divides the capacity, can be claimed now. */
int32_t um_ring_room(const struct um_ring *ring, int32_t aligned);

static inline _Atomic int64_t *um_ring_counter(const struct um_ring *ring, const int32_t offset) {
    return (_Atomic int64_t *)(void *)(ring->buffer + ring->capacity + offset);
}

static inline int64_t um_ring_tail(const struct um_ring *ring) {
    return atomic_load_explicit(um_ring_counter(ring, UM_RING_TAIL), memory_order_acquire);
}

static inline int64_t um_ring_head(const struct um_ring *ring) {
    return atomic_load_explicit(um_ring_counter(ring, UM_RING_HEAD), memory_order_acquire);
}

/* Gives back everything before a position. */
static inline void um_ring_release(struct um_ring *ring, const int64_t position) {
    atomic_store_explicit(um_ring_counter(ring, UM_RING_HEAD), position, memory_order_release);
}

/* Looks at the record at a position: 1, 0 if none is committed there, -EBADMSG if what is there cannot be a record. */
static inline int um_ring_peek(const struct um_ring *ring, const int64_t position, struct um_record *record) {
    const int32_t index = (int32_t)(position & (ring->capacity - 1));
    uint8_t *at = ring->buffer + index;
    const int32_t length = atomic_load_explicit((_Atomic int32_t *)(void *)at, memory_order_acquire);
    if (length <= 0) {
        return 0;
    }
    if (length < UM_RING_HEADER || length > ring->capacity - index) {
        return -EBADMSG;
    }
    record->payload = at + UM_RING_HEADER;
    record->length = length - UM_RING_HEADER;
    record->type = *(const int32_t *)(const void *)(at + 4);
    record->next = position + ((length + UM_RING_ALIGNMENT - 1) & ~(UM_RING_ALIGNMENT - 1));
    return 1;
}

#endif
