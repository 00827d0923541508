/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "poller.h"

#include "error.h"
#include "memory.h"
#include "transport.h"

#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define MAX_TRANSPORTS 4096
#define LOOKS 8

/* Never freed, so that a stale handle always meets a transport that can refuse it; a closed one is opened again. */
static _Atomic(struct um_transport *) transports[MAX_TRANSPORTS];
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;

static struct um_transport *find(const int64_t handle) {
    const uint32_t index = (uint32_t)handle - 1;
    if (handle <= 0 || index >= MAX_TRANSPORTS) {
        return NULL;
    }
    struct um_transport *transport = atomic_load_explicit(&transports[index], memory_order_acquire);
    if (transport == NULL || atomic_load_explicit(&transport->handle, memory_order_acquire) != handle) {
        return NULL;
    }
    return transport;
}

static struct um_transport *new_transport(const uint32_t index) {
    struct um_transport *transport = aligned_alloc(_Alignof(struct um_transport), sizeof *transport);
    if (transport == NULL) {
        return NULL;
    }
    memset(transport, 0, sizeof *transport);
    transport->shared.regions = calloc(UM_MAX_REGIONS, sizeof *transport->shared.regions);
    if (transport->shared.regions == NULL) {
        free(transport);
        return NULL;
    }
    pthread_mutex_init(&transport->lock, NULL);
    transport->index = index;
    transport->wake = -1;
    atomic_store_explicit(&transports[index], transport, memory_order_release);
    return transport;
}

/* A closed transport, locked, or NULL. */
static struct um_transport *take(void) {
    struct um_transport *taken = NULL;
    pthread_mutex_lock(&table_lock);
    for (uint32_t i = 0; i < MAX_TRANSPORTS && taken == NULL; i++) {
        struct um_transport *transport = atomic_load_explicit(&transports[i], memory_order_relaxed);
        if (transport == NULL) {
            transport = new_transport(i);
            if (transport == NULL) {
                break;
            }
        }
        if (pthread_mutex_trylock(&transport->lock) == 0) {
            if (atomic_load(&transport->handle) == 0) {
                taken = transport;
            } else {
                pthread_mutex_unlock(&transport->lock);
            }
        }
    }
    pthread_mutex_unlock(&table_lock);
    return taken;
}

static int bad_memory(const char *what, const int error) {
    return um_error(error, "the memory is not as the transport needs it", "um_transport_open {%s}", what);
}

static int attach_ring(struct um_arena *arena, struct um_ring *ring, const char *what) {
    if (arena == NULL) {
        return bad_memory(what, EBADF);
    }
    return um_ring_init(ring, um_arena_base(arena), um_arena_length(arena)) < 0 ? bad_memory(what, EINVAL) : 0;
}

static int attach_slots(struct um_arena *ring, struct um_arena *memory, struct um_slots *slots, const uint32_t count,
    const uint32_t stride, const char *what) {
    const int result = attach_ring(ring, &slots->ring, what);
    if (result < 0) {
        return result;
    }
    if (memory == NULL) {
        return bad_memory(what, EBADF);
    }
    if (count < 8 || stride == 0 || (uint64_t)slots->ring.capacity != (uint64_t)count * UM_RX_RECORD_SIZE ||
        um_arena_length(memory) < (uint64_t)count * stride) {
        return bad_memory(what, EINVAL);
    }
    slots->memory = um_arena_base(memory);
    slots->count = count;
    slots->stride = stride;
    return 0;
}

static int attach(struct um_transport *transport, const struct um_open *parameters) {
    const int64_t handles[UM_ARENAS] = {parameters->tx_ring, parameters->data_ring, parameters->control_ring,
        parameters->data_memory, parameters->control_memory, parameters->stats};
    struct um_arena **arenas = transport->arenas;
    for (int i = 0; i < UM_ARENAS; i++) {
        arenas[i] = um_arena_retain(handles[i]);
    }
    struct um_shared *shared = &transport->shared;
    int result = attach_ring(arenas[0], &shared->tx, "tx ring");
    if (result == 0) {
        result = attach_slots(arenas[1], arenas[3], &shared->slots[UM_PART_DATA], parameters->data_slots,
            parameters->data_stride, "data slots");
    }
    if (result == 0) {
        result = attach_slots(arenas[2], arenas[4], &shared->slots[UM_PART_CONTROL], parameters->control_slots,
            parameters->control_stride, "control slots");
    }
    if (result == 0 && (arenas[5] == NULL || um_arena_length(arenas[5]) < UM_PARTS * sizeof(struct um_stats))) {
        result = bad_memory("stats", EINVAL);
    }
    if (result == 0) {
        shared->stats = (struct um_stats *)(void *)um_arena_base(arenas[5]);
    }
    return result;
}

static void detach(struct um_transport *transport) {
    for (int i = 0; i < UM_ARENAS; i++) {
        um_arena_release(transport->arenas[i]);
        transport->arenas[i] = NULL;
    }
    for (int i = 0; i < UM_MAX_REGIONS; i++) {
        um_arena_release(transport->shared.regions[i].arena);
        transport->shared.regions[i] = (struct um_region){NULL, 0, NULL};
    }
}

static const struct um_backend *backend_of(const uint32_t number) {
    switch (number) {
        case UM_BACKEND_UDP: return &um_udp_backend;
        case UM_BACKEND_VERBS: return &um_verbs_backend;
        default: return NULL;
    }
}

static int open_locked(struct um_transport *transport, const struct um_open *parameters) {
    transport->backend = backend_of(parameters->backend);
    if (transport->backend == NULL) {
        return um_error(ENOSYS, "this library has no such back end", "um_transport_open {backend=%u}", parameters->backend);
    }
    transport->endpoint = NULL;
    if (transport->wake < 0) {
        transport->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        if (transport->wake < 0) {
            return um_error(errno, "the process has too many open files (ulimit -n)", "eventfd");
        }
    }
    int result = attach(transport, parameters);
    if (result == 0) {
        result = transport->backend->open(parameters, &transport->shared, &transport->endpoint);
    }
    if (result < 0) {
        detach(transport);
    }
    return result;
}

int64_t um_transport_open(const struct um_open *parameters) {
    struct um_transport *transport = take();
    if (transport == NULL) {
        return um_error(EMFILE, "too many transports are open, or memory is used up", "um_transport_open");
    }
    int64_t handle = open_locked(transport, parameters);
    if (handle == 0) {
        transport->generation = (transport->generation + 1) & 0x7FFFFFFF;
        handle = (int64_t)transport->generation << 32 | (transport->index + 1);
        atomic_store(&transport->stop, false);
        atomic_store(&transport->threaded, false);
        atomic_store_explicit(&transport->handle, handle, memory_order_release);
    }
    pthread_mutex_unlock(&transport->lock);
    return handle;
}

int um_transport_drain(struct um_transport *transport) {
    const struct um_ring *tx = &transport->shared.tx;
    const int64_t until = um_ring_tail(tx);
    int sum = 0;
    int sent;
    do {
        sent = transport->backend->poll_tx(transport->endpoint);
        sum += sent;
    } while (sent > 0 && um_ring_head(tx) < until);
    return sum;
}

/* Who waits for an answer waits next to the socket, if it asks for that, and not on the way to Java and back. */
static int receive(struct um_transport *transport, const int part, const int mask) {
    const int looks = part == UM_PART_DATA && (mask & UM_POLL_LINGER) != 0 ? LOOKS : 1;
    int work = 0;
    for (int i = 0; i < looks && work == 0; i++) {
        work = transport->backend->poll_rx(transport->endpoint, part);
    }
    return work;
}

/* One part's share of a poll; the handle is looked at again because it may have been closed just before the part was taken. */
static int poll_part(struct um_transport *transport, const int64_t handle, const int part, const int mask) {
    const int taken = um_part_try_poll(&transport->shared.parts[part]);
    if (taken < 0) {
        return taken == -EAGAIN ? 0 : taken;
    }
    int work = -EBADF;
    if (atomic_load_explicit(&transport->handle, memory_order_acquire) == handle) {
        work = part == UM_PART_CONTROL ? um_transport_drain(transport) : 0;
        if (part == UM_PART_DATA || (mask & UM_POLL_CONTROL) != 0) {
            work += receive(transport, part, mask);
        }
        um_count(&transport->shared.stats[part].polls, 1);
    }
    um_part_unlock(&transport->shared.parts[part]);
    return work;
}

int um_transport_poll(const int64_t handle, const int mask) {
    struct um_transport *transport = find(handle);
    if (transport == NULL) {
        return -EBADF;
    }
    if (atomic_load_explicit(&transport->threaded, memory_order_relaxed)) {
        return 0;
    }
    int work = 0;
    if (mask == 0 || (mask & (UM_POLL_SEND | UM_POLL_CONTROL)) != 0) {
        work = poll_part(transport, handle, UM_PART_CONTROL, mask);
    }
    if (work >= 0 && (mask & UM_POLL_DATA) != 0) {
        const int received = poll_part(transport, handle, UM_PART_DATA, mask);
        work = received < 0 ? received : work + received;
    }
    if (work == -EBUSY && atomic_load(&transport->threaded)) {
        return 0; /* the native thread began meanwhile */
    }
    return work;
}

int um_transport_await(const int64_t handle, const int64_t timeout_ns) {
    struct um_transport *transport = find(handle);
    if (transport == NULL) {
        return -EBADF;
    }
    if (timeout_ns < 0) {
        return -EINVAL;
    }
    return atomic_load_explicit(&transport->threaded, memory_order_relaxed) ? 1
        : um_transport_sleep(transport, handle, timeout_ns);
}

int um_transport_wake(const int64_t handle) {
    struct um_transport *transport = find(handle);
    if (transport == NULL) {
        return -EBADF;
    }
    const uint64_t one = 1;
    return write(transport->wake, &one, sizeof one) < 0 && errno != EAGAIN ? -errno : 0;
}

/* The transport of a handle, locked, or NULL. */
static struct um_transport *lock_handle(const int64_t handle, const char *call) {
    struct um_transport *transport = find(handle);
    if (transport != NULL) {
        pthread_mutex_lock(&transport->lock);
        if (atomic_load(&transport->handle) == handle) {
            return transport;
        }
        pthread_mutex_unlock(&transport->lock);
    }
    um_error(EBADF, "the transport is closed", "%s", call);
    return NULL;
}

static int unlock(struct um_transport *transport, const int result) {
    pthread_mutex_unlock(&transport->lock);
    return result;
}

int um_transport_close(const int64_t handle) {
    struct um_transport *transport = lock_handle(handle, "close");
    if (transport == NULL) {
        return -EBADF;
    }
    um_transport_thread_stop(transport);
    um_part_lock(&transport->shared.parts[UM_PART_DATA]);
    um_part_lock(&transport->shared.parts[UM_PART_CONTROL]);
    atomic_store_explicit(&transport->handle, 0, memory_order_release);
    transport->backend->close(transport->endpoint);
    transport->endpoint = NULL;
    detach(transport);
    um_part_unlock(&transport->shared.parts[UM_PART_CONTROL]);
    um_part_unlock(&transport->shared.parts[UM_PART_DATA]);
    return unlock(transport, 0);
}

int um_transport_join(const int64_t handle, const struct um_address *group, const struct um_address *source) {
    struct um_transport *transport = lock_handle(handle, "join");
    return transport == NULL ? -EBADF : unlock(transport, transport->backend->join(transport->endpoint, group, source));
}

int um_transport_leave(const int64_t handle, const struct um_address *group, const struct um_address *source) {
    struct um_transport *transport = lock_handle(handle, "leave");
    return transport == NULL ? -EBADF : unlock(transport, transport->backend->leave(transport->endpoint, group, source));
}

int um_transport_destination_open(const int64_t handle, const struct um_address *address) {
    struct um_transport *transport = lock_handle(handle, "open a destination");
    return transport == NULL ? -EBADF : unlock(transport, transport->backend->destination_open(transport->endpoint, address));
}

int um_transport_destination_close(const int64_t handle, const int destination) {
    struct um_transport *transport = lock_handle(handle, "close a destination");
    return transport == NULL ? -EBADF
        : unlock(transport, transport->backend->destination_close(transport->endpoint, destination));
}

int um_transport_control_address(const int64_t handle, struct um_address *address) {
    struct um_transport *transport = lock_handle(handle, "control address");
    return transport == NULL ? -EBADF : unlock(transport, transport->backend->control_address(transport->endpoint, address));
}

int um_transport_receive_buffer(const int64_t handle) {
    struct um_transport *transport = lock_handle(handle, "receive buffer");
    return transport == NULL ? -EBADF : unlock(transport, transport->backend->receive_buffer(transport->endpoint));
}

static int no_such_thing(const char *call) {
    return um_error(EOPNOTSUPP, "this kind of transport has no device", "%s", call);
}

int um_transport_membership(const int64_t handle, const struct um_address *group, const bool receiving,
    struct um_membership *membership) {
    struct um_transport *transport = lock_handle(handle, "membership");
    if (transport == NULL) {
        return -EBADF;
    }
    return unlock(transport, transport->backend->membership == NULL ? no_such_thing("membership")
        : transport->backend->membership(transport->endpoint, group, receiving, membership));
}

int um_transport_events(const int64_t handle, struct um_event *events, const int most) {
    struct um_transport *transport = lock_handle(handle, "events");
    if (transport == NULL) {
        return -EBADF;
    }
    return unlock(transport, transport->backend->events == NULL ? 0
        : transport->backend->events(transport->endpoint, events, most));
}

int um_transport_info(const int64_t handle, struct um_info *info) {
    struct um_transport *transport = lock_handle(handle, "info");
    if (transport == NULL) {
        return -EBADF;
    }
    return unlock(transport, transport->backend->info == NULL ? no_such_thing("info")
        : transport->backend->info(transport->endpoint, info));
}

static void set_region(struct um_transport *transport, const int number, const struct um_region region) {
    um_part_lock(&transport->shared.parts[UM_PART_CONTROL]);
    transport->shared.regions[number] = region;
    um_part_unlock(&transport->shared.parts[UM_PART_CONTROL]);
}

static int add_region(struct um_transport *transport, struct um_arena *arena) {
    int number = 1;
    while (number < UM_MAX_REGIONS && transport->shared.regions[number].base != NULL) {
        number++;
    }
    if (number == UM_MAX_REGIONS) {
        return um_error(ENOSPC, "a transport has at most 4095 regions: close publishers", "um_transport_region_add");
    }
    set_region(transport, number, (struct um_region){um_arena_base(arena), um_arena_length(arena), arena});
    const int result = transport->backend->region_add(transport->endpoint, number);
    if (result < 0) {
        set_region(transport, number, (struct um_region){NULL, 0, NULL});
        return result;
    }
    return number;
}

int um_transport_region_add(const int64_t handle, const int64_t memory) {
    struct um_transport *transport = lock_handle(handle, "add a region");
    if (transport == NULL) {
        return -EBADF;
    }
    struct um_arena *arena = um_arena_retain(memory);
    if (arena == NULL) {
        return unlock(transport, um_error(EBADF, "no such memory", "um_transport_region_add"));
    }
    const int result = add_region(transport, arena);
    if (result < 0) {
        um_arena_release(arena);
    }
    return unlock(transport, result);
}

int um_transport_region_remove(const int64_t handle, const int region) {
    struct um_transport *transport = lock_handle(handle, "remove a region");
    if (transport == NULL) {
        return -EBADF;
    }
    if (region < 1 || region >= UM_MAX_REGIONS || transport->shared.regions[region].base == NULL) {
        return unlock(transport, um_error(EINVAL, "no such region", "um_transport_region_remove {region=%d}", region));
    }
    struct um_arena *arena = transport->shared.regions[region].arena;
    transport->backend->region_remove(transport->endpoint, region);
    set_region(transport, region, (struct um_region){NULL, 0, NULL});
    um_arena_release(arena);
    return unlock(transport, 0);
}

int um_transport_start(const int64_t handle, const int cpu) {
    struct um_transport *transport = lock_handle(handle, "start the poller thread");
    return transport == NULL ? -EBADF : unlock(transport, um_transport_thread_start(transport, cpu));
}
