/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* What poller.c and poller_thread.c share. */
#ifndef UMCAST_TRANSPORT_H
#define UMCAST_TRANSPORT_H

#include "backend.h"

#include <pthread.h>

#define UM_ARENAS 6

struct um_transport {
    _Atomic int64_t handle; /* 0 = closed; a poll looks at it before and after it takes a part */
    atomic_bool threaded;
    atomic_bool stop;
    pthread_mutex_t lock; /* all but polls */
    const struct um_backend *backend;
    void *endpoint;
    struct um_shared shared;
    struct um_arena *arenas[UM_ARENAS];
    pthread_t thread;
    int wake; /* an eventfd that ends a sleep; kept when closed, as the transport is */
    uint32_t index;
    uint32_t generation;
};

/* Sends what the tx ring holds at the call, as far as it goes: datagrams. The part is the caller's. */
int um_transport_drain(struct um_transport *transport);

/* Sleeps until something comes: 1, or 0 when the time is over; -EBUSY if another thread polls, -EBADF if it was closed. */
int um_transport_sleep(struct um_transport *transport, int64_t handle, int64_t ns);

/* Starts the thread: 0 or -errno with um_error set. Under the transport's lock. */
int um_transport_thread_start(struct um_transport *transport, int cpu);

/* Stops it, if it runs. Under the transport's lock. */
void um_transport_thread_stop(struct um_transport *transport);

#endif
