/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "ring.h"

#include <string.h>

static void put_length(const struct um_ring *ring, const int32_t index, const int32_t length) {
    atomic_store_explicit((_Atomic int32_t *)(void *)(ring->buffer + index), length, memory_order_release);
}

static void put_type(const struct um_ring *ring, const int32_t index, const int32_t type) {
    *(int32_t *)(void *)(ring->buffer + index + 4) = type;
}

static void zero_header(const struct um_ring *ring, const int32_t index) {
    memset(ring->buffer + index, 0, UM_RING_HEADER);
}

int um_ring_init(struct um_ring *ring, void *memory, const size_t length) {
    if (length <= UM_RING_TRAILER || length > (size_t)INT32_MAX || ((uintptr_t)memory & 7) != 0) {
        return -EINVAL;
    }
    const size_t capacity = length - UM_RING_TRAILER;
    if (capacity < 16 || (capacity & (capacity - 1)) != 0) {
        return -EINVAL;
    }
    ring->buffer = memory;
    ring->capacity = (int32_t)capacity;
    return 0;
}

int32_t um_ring_room(const struct um_ring *ring, const int32_t aligned) {
    const int64_t used = atomic_load_explicit(um_ring_counter(ring, UM_RING_TAIL), memory_order_relaxed) - um_ring_head(ring);
    const int64_t free = ring->capacity - used - UM_RING_HEADER;
    return free <= 0 ? 0 : (int32_t)(free / aligned);
}

/* The head as far as the producer needs it: the cached one, or if that shows too little room the real one. */
static bool has_room(const struct um_ring *ring, const int64_t tail, const int32_t required, int64_t *head) {
    _Atomic int64_t *cache = um_ring_counter(ring, UM_RING_HEAD_CACHE);
    *head = atomic_load_explicit(cache, memory_order_relaxed);
    if (required <= ring->capacity - (tail - *head)) {
        return true;
    }
    *head = um_ring_head(ring);
    if (required > ring->capacity - (tail - *head)) {
        return false;
    }
    atomic_store_explicit(cache, *head, memory_order_relaxed);
    return true;
}

/* Does the record fit at the buffer's begin, before the head? */
static bool fits_at_begin(const struct um_ring *ring, const int32_t required, int64_t head) {
    const int32_t mask = ring->capacity - 1;
    if (required <= (int32_t)(head & mask)) {
        return true;
    }
    head = um_ring_head(ring);
    atomic_store_explicit(um_ring_counter(ring, UM_RING_HEAD_CACHE), head, memory_order_relaxed);
    return required <= (int32_t)(head & mask);
}

static void pad(const struct um_ring *ring, const int32_t index, const int32_t length) {
    zero_header(ring, 0);
    put_length(ring, index, -length);
    atomic_thread_fence(memory_order_release);
    put_type(ring, index, UM_RING_PADDING);
    put_length(ring, index, length);
}

/* Agrona's claimCapacity, step by step: the tail is published, the next header zeroed, then the record's own length set. */
static int32_t claim_capacity(const struct um_ring *ring, const int32_t length) {
    _Atomic int64_t *tail_counter = um_ring_counter(ring, UM_RING_TAIL);
    const int32_t aligned = (length + UM_RING_ALIGNMENT - 1) & ~(UM_RING_ALIGNMENT - 1);
    const int32_t required = aligned + UM_RING_HEADER;
    const int64_t tail = atomic_load_explicit(tail_counter, memory_order_relaxed);
    int64_t head;
    if (!has_room(ring, tail, required, &head)) {
        return -1;
    }
    const int32_t index = (int32_t)(tail & (ring->capacity - 1));
    const int32_t to_end = ring->capacity - index;
    if (aligned == to_end) {
        atomic_store_explicit(tail_counter, tail + aligned, memory_order_release);
        zero_header(ring, 0);
        return index;
    }
    if (required <= to_end) {
        atomic_store_explicit(tail_counter, tail + aligned, memory_order_release);
        zero_header(ring, index + aligned);
        return index;
    }
    if (!fits_at_begin(ring, required, head)) {
        atomic_store_explicit(tail_counter, tail + to_end, memory_order_release);
        pad(ring, index, to_end);
        return -1;
    }
    atomic_store_explicit(tail_counter, tail + to_end + aligned, memory_order_release);
    pad(ring, index, to_end);
    zero_header(ring, aligned);
    return 0;
}

int32_t um_ring_claim(struct um_ring *ring, const int32_t type, const int32_t length) {
    if (length < 0 || length > ring->capacity / 8) {
        return -1;
    }
    const int32_t index = claim_capacity(ring, length + UM_RING_HEADER);
    if (index < 0) {
        return -1;
    }
    put_length(ring, index, -(length + UM_RING_HEADER));
    atomic_thread_fence(memory_order_release);
    put_type(ring, index, type);
    return index + UM_RING_HEADER;
}

void um_ring_commit(struct um_ring *ring, const int32_t index) {
    const int32_t record = index - UM_RING_HEADER;
    put_length(ring, record, -*(const int32_t *)(const void *)(ring->buffer + record));
}
