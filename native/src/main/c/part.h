/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/*
 * A transport's two parts: data (what the groups bring), and control with everything that is sent. Each is polled by one thread at
 * a time, and whoever changes what a poll reads holds it out meanwhile; a poll never waits.
 */
#ifndef UMCAST_PART_H
#define UMCAST_PART_H

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>

enum { UM_PART_DATA, UM_PART_CONTROL, UM_PARTS };

enum { UM_PART_FREE, UM_PART_POLLED, UM_PART_CHANGED };

struct um_part {
    _Alignas(128) atomic_int state;
    atomic_int wanted;
};

/* Begins a poll: 0, -EBUSY if another thread polls, -EAGAIN if the part is about to change: poll again later. */
static inline int um_part_try_poll(struct um_part *part) {
    if (atomic_load_explicit(&part->wanted, memory_order_relaxed) != 0) {
        return -EAGAIN;
    }
    int expected = UM_PART_FREE;
    if (atomic_compare_exchange_strong_explicit(&part->state, &expected, UM_PART_POLLED, memory_order_acquire,
            memory_order_relaxed)) {
        return 0;
    }
    return expected == UM_PART_POLLED ? -EBUSY : -EAGAIN;
}

/* Holds polls out; waits for the one that runs, which is short. */
static inline void um_part_lock(struct um_part *part) {
    atomic_fetch_add_explicit(&part->wanted, 1, memory_order_relaxed);
    int expected = UM_PART_FREE;
    while (!atomic_compare_exchange_weak_explicit(&part->state, &expected, UM_PART_CHANGED, memory_order_acquire,
            memory_order_relaxed)) {
        expected = UM_PART_FREE;
        sched_yield();
    }
    atomic_fetch_sub_explicit(&part->wanted, 1, memory_order_relaxed);
}

/* Ends a poll or a change. */
static inline void um_part_unlock(struct um_part *part) {
    atomic_store_explicit(&part->state, UM_PART_FREE, memory_order_release);
}

#endif
